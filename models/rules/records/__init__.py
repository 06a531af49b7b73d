"""What is printed, as plain values: read by `models.queries.records`, put into words by `documents.filling`."""
