"""The pages that every site has: privacy, accessibility, help, and whether it is healthy."""
