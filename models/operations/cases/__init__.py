"""What is done with every case, whatever its stage: handled, moved on, corrected, watched by the clock."""
