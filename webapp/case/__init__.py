"""The case: its page, its papers and its journal, and what municipality and police both do with it; the work list."""
