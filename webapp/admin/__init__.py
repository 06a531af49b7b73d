"""What the administrator of a municipality or zone sees and does. No case is shown here."""
