"""A decision is corrected by its author, within a set time, while nobody built on it (DECISIONS, 'Corrections')."""

from dataclasses import replace
from datetime import date

import pytest

from models.rules.corrections import (
    ASKED_AGAIN,
    BUILT_ON,
    ENDED,
    NOT_CORRECTED,
    NOT_YOURS,
    TOO_LATE,
    Standing,
    why_not_corrected,
)
from models.rules.procedure import End

NOTED = date(2026, 3, 2)
APPROVED = Standing(True, 7, NOTED, other_side_decided_since=False, end=None, has_new_request=False)
REFUSED = replace(APPROVED, is_approved=False, end=End.REFUSED.value)


@pytest.mark.parametrize("standing", [APPROVED, REFUSED])
def test_the_author_corrects_their_decision_up_to_the_last_day(standing: Standing) -> None:
    assert why_not_corrected(standing, 7, date(2026, 3, 2), 3) == ""
    assert why_not_corrected(standing, 7, date(2026, 3, 5), 3) == ""
    assert why_not_corrected(standing, 7, date(2026, 3, 6), 3) == TOO_LATE


@pytest.mark.parametrize(("standing", "person", "days", "why_not"), [
    (APPROVED, 8, 3, NOT_YOURS),
    (None, 7, 3, NOT_YOURS),
    (APPROVED, 7, 0, NOT_CORRECTED),
    (replace(APPROVED, other_side_decided_since=True), 7, 3, BUILT_ON),
    (replace(REFUSED, has_new_request=True), 7, 3, ASKED_AGAIN),
    (replace(APPROVED, end=End.WITHDRAWN.value), 7, 3, ENDED),
    (replace(APPROVED, end=End.REFUSED.value), 7, 3, ENDED),
])  # fmt: skip
def test_nobody_else_and_nothing_that_was_built_on(
    standing: Standing | None, person: int, days: int, why_not: str
) -> None:
    assert why_not_corrected(standing, person, NOTED, days) == why_not
