"""What other programs read: the API under /api/v1, its description, and a page about it for people."""
