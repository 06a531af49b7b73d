"""What evaluations and surveys say."""
