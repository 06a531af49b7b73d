"""What anybody can see without signing in: is there a BIN in my street, which BINs there are, and what a BIN is."""
