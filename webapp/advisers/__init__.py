"""What an adviser from outside sees: one opinion, through a link of their own."""
