"""Streets, found from what somebody types."""
