"""One function is one thing that a person or a flow can do. None commits: the caller owns the transaction."""
