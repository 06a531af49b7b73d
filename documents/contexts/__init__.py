"""What a document needs, as plain values: a frozen dataclass for each kind."""
