"""What is printed, as plain values: read by the file of the same name in `models.queries.records`, put into words by
`documents.filling.procedure`."""
