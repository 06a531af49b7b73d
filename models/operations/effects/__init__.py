"""What follows from the journal: planned once, claimed, carried out, and seen to where it fails."""
