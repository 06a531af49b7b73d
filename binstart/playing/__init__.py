"""Plays a scenario: people who found a BIN, step after step, through the same web pages that everybody uses."""
