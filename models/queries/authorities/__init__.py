"""What an authority has set for itself, and what its programs may read."""
