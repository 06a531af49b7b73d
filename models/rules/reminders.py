"""When somebody is reminded of a term that is over: the day after, and again after a week, two weeks, four weeks …"""

from collections.abc import Sequence
from datetime import date, timedelta

FIRST_INTERVAL = timedelta(days=7)
LONGEST_INTERVAL = timedelta(days=56)  # about every two months, for as long as it takes


def is_reminder_due(due_on: date, reminded_on: Sequence[date], on: date) -> bool:
    """Whether to remind on this day. `reminded_on`: the days of earlier reminders of this same term, oldest first."""
    if not reminded_on:
        return on > due_on
    interval = min(FIRST_INTERVAL * 2 ** min(len(reminded_on) - 1, 10), LONGEST_INTERVAL)
    return on >= reminded_on[-1] + interval
