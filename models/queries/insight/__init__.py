"""Figures over all cases, and journals for process mining."""
