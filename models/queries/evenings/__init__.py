"""The info evening: who is invited, replies, came, votes and is proposed; and its minutes."""
