"""The info evening: invited, replied to, held, voted at, noted; and who came out of it."""
