"""What an authority sets for itself: who stands in, its calendar, its looks, its programs."""
