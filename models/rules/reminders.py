"""The ladder of reminders: before a term ends and after it, then the deputy, then the head; then ever longer pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

BEFORE, AFTER, DEPUTY, HEAD, AGAIN = "before", "after", "deputy", "head", "again"
FIRST_INTERVAL = timedelta(days=7)
LONGEST_INTERVAL = timedelta(days=56)  # about every two months, for as long as it takes


@dataclass(frozen=True)
class Ladder:
    """When each step comes, in days before or after the last day of a term. 0: this step is left out."""

    before: int = 5
    after: int = 1
    deputy: int = 7
    head: int = 14

    def steps_after(self) -> list[tuple[str, int]]:
        """The steps after the last day, in order; there is always one."""
        chosen = [(AFTER, self.after), (DEPUTY, self.deputy), (HEAD, self.head)]
        return [(name, days) for name, days in chosen if days] or [(AFTER, 1)]


def step_due(due_on: date, taken: Sequence[tuple[str, date]], on: date, ladder: Ladder) -> str:
    """The step to take on this day; empty: none. `taken`: steps of this same term and their days, oldest first.

    After a long sleep only the highest step is taken, not each that was missed.
    """
    if on <= due_on:
        is_time = ladder.before > 0 and on >= due_on - timedelta(days=ladder.before)
        return BEFORE if is_time and not taken else ""
    later = [(name, day) for name, day in taken if name != BEFORE]
    reached = [name for name, days in ladder.steps_after() if on >= due_on + timedelta(days=days)]
    names = [name for name, _days in ladder.steps_after()]
    done = max((names.index(name) for name, _day in later if name in names), default=-1)
    if reached and names.index(reached[-1]) > done:
        return reached[-1]
    if done < len(names) - 1 or not later:
        return ""
    repeats = sum(name == AGAIN for name, _day in later)
    interval = min(FIRST_INTERVAL * 2 ** min(repeats, 10), LONGEST_INTERVAL)
    return AGAIN if on >= later[-1][1] + interval else ""
