"""Which survey of the members the clock opens by itself, and from which day.

Source: issue 7 ('with a baseline at launch so that years compare'); DECISIONS, 'The survey of the members'.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from models.rules.survey_form import BASELINE, YEARLY, possible_kinds

ASKED_LATELY = timedelta(days=183)  # who was asked so short ago is not asked again by the clock


def baseline_from(active_since: date, weeks: int) -> date:
    """From which day the clock opens the baseline."""
    return active_since + timedelta(weeks=weeks)


def kind_due(on: date, active_since: date, earlier: Sequence[tuple[str, date]], *, weeks: int,
             evaluation_is_open: bool) -> str:  # fmt: skip
    """The kind of survey that the clock opens on this day; empty: none.

    `earlier`: kind and day of those that were opened before. `weeks`: after the launch comes the baseline; 0: the clock
    opens none. `evaluation_is_open`: one that the clock opened. A network that was asked before gets no baseline: it
    would come after what it must be compared with.
    """
    possible = possible_kinds(on, active_since, earlier)
    was_asked_lately = any(kind == YEARLY and day > on - ASKED_LATELY for kind, day in earlier)
    if evaluation_is_open and YEARLY in possible and not was_asked_lately:
        return YEARLY
    if weeks and not earlier and BASELINE in possible and on >= baseline_from(active_since, weeks):
        return BASELINE
    return ""
