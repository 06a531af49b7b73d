"""The consultation: opinions, and what is agreed."""
