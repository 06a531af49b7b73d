"""The consultation: opinions, what is agreed, decisions, contact with the authorities."""
