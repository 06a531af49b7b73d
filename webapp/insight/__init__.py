"""Figures over all cases, for staff: how long, for whom is waited, where it ends, and what another rule would do."""
