"""How long to wait before something that failed is tried again: longer each time, and when to stop trying."""

from datetime import timedelta

LONGEST_PAUSE = timedelta(hours=1)
# Mail servers themselves try for about this long before they send a letter back (RFC 5321, 4.5.4.1).
GIVE_UP_AFTER = timedelta(days=5)


def pause_after(attempts: int) -> timedelta:
    """The pause after so many failed tries: 2, 4, 8 … seconds, at most an hour."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_PAUSE)
