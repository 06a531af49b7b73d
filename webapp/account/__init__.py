"""Signing in and out, one's own sessions, password and second factor."""
