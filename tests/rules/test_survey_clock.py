"""Which survey the clock opens, and when (models.rules.survey_clock; issue 7)."""

from datetime import date

import pytest

from models.rules.survey_clock import kind_due
from models.rules.survey_form import BASELINE, YEARLY

LAUNCHED = date(2026, 1, 10)
FOUR_WEEKS = date(2026, 2, 7)
NEXT_YEAR = date(2027, 1, 10)


@pytest.mark.parametrize(
    ("on", "earlier", "weeks", "evaluation_is_open", "kind"),
    [
        (date(2026, 2, 6), [], 4, False, ""),  # a day too early
        (FOUR_WEEKS, [], 4, False, BASELINE),
        (FOUR_WEEKS, [], 0, False, ""),  # the municipality wants none
        (FOUR_WEEKS, [(BASELINE, LAUNCHED)], 4, False, ""),  # somebody opened it by hand
        (FOUR_WEEKS, [(YEARLY, LAUNCHED)], 4, False, ""),  # it would come after what it is compared with
        (date(2026, 7, 12), [], 4, False, BASELINE),  # the last day on which it still is one
        (date(2026, 7, 13), [], 4, False, ""),
        (NEXT_YEAR, [(BASELINE, FOUR_WEEKS)], 4, False, ""),  # no evaluation, no survey
        (NEXT_YEAR, [(BASELINE, FOUR_WEEKS)], 4, True, YEARLY),
        (NEXT_YEAR, [(YEARLY, date(2026, 7, 11))], 4, True, YEARLY),  # half a year ago
        (NEXT_YEAR, [(YEARLY, date(2026, 7, 12))], 4, True, ""),  # asked lately, though in another year
        (date(2027, 12, 1), [(YEARLY, date(2027, 1, 5))], 4, True, ""),  # asked this year
    ],
)
def test_the_clock_opens_what_is_due_and_nothing_twice(
    on: date, earlier: list[tuple[str, date]], weeks: int, evaluation_is_open: bool, kind: str
) -> None:
    assert kind_due(on, LAUNCHED, earlier, weeks=weeks, evaluation_is_open=evaluation_is_open) == kind
