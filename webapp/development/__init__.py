"""The mailbox and the clock of the demonstration; they exist in demonstration mode only."""
