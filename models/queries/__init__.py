"""Questions to the database: work lists, searches and records for printing. Nothing here changes anything."""
