"""What the municipality does: desk officers and the mayor."""
