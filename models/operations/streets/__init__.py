"""Streets and dwellings, taken over from address files."""
