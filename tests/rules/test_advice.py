"""What a link opens on each day, and when an adviser is reminded: by hand, and over every state."""

from datetime import date, timedelta

import pytest

from models.rules.advice import ANSWERABLE, AWAITED, SILENCE, link_state, reminder_step
from models.rules.procedure_settings import ProcedureSettings

DUE = date(2026, 4, 1)
ASKED = date(2026, 3, 2)
STATES = (*ANSWERABLE, "given", "withdrawn")


def opens(state: str, days: int, *, given: int | None = None, consulting: bool = True) -> str:
    given_on = DUE + timedelta(days=given) if given is not None else None
    closed_on = None if consulting else DUE - timedelta(days=20)
    return link_state(state, DUE, given_on, DUE + timedelta(days=days), days=14, closed_on=closed_on)


@pytest.mark.parametrize(
    ("state", "days", "opened"),
    [
        ("asked", -20, "open"),
        ("asked", 0, "open"),
        ("expired", 14, "open"),
        ("expired", 15, "expired"),
        ("presumed", 14, "open"),
        ("presumed", 15, "expired"),
        ("overdue", 400, "open"),
        ("given", 14, "answered"),
        ("given", 15, "expired"),
        ("withdrawn", 14, "withdrawn"),
        ("withdrawn", 15, "expired"),
    ],
)
def test_a_link_ends_some_days_after_the_term_unless_the_case_waits(state: str, days: int, opened: str) -> None:
    assert opens(state, days) == opened


def test_a_late_answer_is_shown_as_long_as_one_in_time() -> None:
    assert [opens("given", days, given=10) for days in (10, 24, 25)] == ["answered", "answered", "expired"]


@pytest.mark.parametrize("state", STATES)
def test_after_the_consultation_no_link_takes_an_answer(state: str) -> None:
    found = {opens(state, days, consulting=False) for days in range(-30, 60)}

    assert "open" not in found
    assert "expired" in found


@pytest.mark.parametrize(("days", "opened"), [(40, "over"), (54, "over"), (55, "expired")])
def test_a_link_says_for_some_days_that_the_opinion_is_no_longer_needed(days: int, opened: str) -> None:
    on, closed_on = DUE + timedelta(days=days), DUE + timedelta(days=40)

    assert link_state("asked", DUE, None, on, days=14, closed_on=closed_on) == opened


def reminded(state: str, *, asked: date = ASKED, before: int = 5, after: int = 3) -> list[tuple[int, str]]:
    """Days from the term and steps, over a whole life with a look each day."""
    taken: list[dict[str, str]] = []
    found = []
    for days in range(-40, 40):
        on = DUE + timedelta(days=days)
        step = reminder_step(state, asked, DUE, taken, on, before=before, after=after, days=14) if on >= asked else ""
        if step:
            taken.append({"step": step, "due_on": DUE.isoformat(), "on": on.isoformat()})
            found.append((days, step))
    return found


def test_who_is_silent_hears_before_and_after_and_where_the_case_waits_ever_less_often() -> None:
    assert reminded("asked")[:2] == [(-5, "before"), (3, "after")]
    assert reminded("overdue") == [(3, "after"), (10, "again"), (24, "again")]
    assert reminded("expired") == reminded("presumed") == [(3, "after")]


def test_a_step_of_zero_days_is_left_out() -> None:
    assert reminded("asked", before=0)[0] == (3, "after")
    assert reminded("asked", after=0) == [(-5, "before")]
    assert reminded("asked", before=0, after=0) == []


def test_who_was_asked_within_the_days_before_hears_nothing_before_the_term() -> None:
    assert reminded("asked", asked=DUE - timedelta(days=5))[0] == (3, "after")
    assert reminded("asked", asked=DUE - timedelta(days=6))[0] == (-5, "before")


def test_a_term_that_moved_is_reminded_of_anew() -> None:
    earlier = [{"step": "before", "due_on": "2026-03-20", "on": "2026-03-15"}]

    step = reminder_step("asked", ASKED, DUE, earlier, DUE - timedelta(days=5), before=5, after=3, days=14)

    assert step == "before"


def test_only_a_silence_that_blocks_keeps_the_gate_closed() -> None:
    assert {silence for silence, state in SILENCE.items() if state in AWAITED} == {"blocks"}
    assert set(SILENCE.values()) < set(ANSWERABLE)
    assert ProcedureSettings().silence_of_adviser == "proceeds"
