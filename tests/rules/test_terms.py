"""Terms that explain themselves: calendar days, working days, closing days and what stood still."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.queries.authorities.calendar import national_calendar
from models.rules.refusals import Invalid
from models.rules.terms import CALENDAR_DAYS, WORKING_DAYS, Pause, chosen_term, compute_term
from models.rules.working_days import Calendar, is_working_day

BELGIUM = national_calendar()
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("start", "days", "unit", "end"),
    [
        # Calendar days, counted by hand on a wall calendar.
        (date(2026, 3, 2), 30, CALENDAR_DAYS, date(2026, 4, 1)),
        (date(2026, 3, 5), 30, CALENDAR_DAYS, date(2026, 4, 7)),  # 4 April is the Saturday before Easter Monday
        (date(2026, 4, 14), 30, CALENDAR_DAYS, date(2026, 5, 15)),  # 14 May is Ascension Day
        (date(2027, 3, 26), 3, CALENDAR_DAYS, date(2027, 3, 30)),  # Easter Monday 2027
        (date(2028, 6, 1), 4, CALENDAR_DAYS, date(2028, 6, 6)),  # Whit Monday 2028
        (date(2026, 12, 11), 14, CALENDAR_DAYS, date(2026, 12, 28)),  # Christmas on a Friday
        # Working days.
        (date(2026, 4, 2), 1, WORKING_DAYS, date(2026, 4, 3)),  # Good Friday is worked in Belgium
        (date(2026, 4, 3), 1, WORKING_DAYS, date(2026, 4, 7)),
        (date(2026, 5, 11), 5, WORKING_DAYS, date(2026, 5, 19)),
        (date(2027, 5, 3), 10, WORKING_DAYS, date(2027, 5, 19)),  # Ascension and Whit Monday
        (date(2028, 12, 22), 2, WORKING_DAYS, date(2028, 12, 27)),
        (date(2026, 11, 9), 2, WORKING_DAYS, date(2026, 11, 12)),  # Armistice
    ],
)
def test_a_term_ends_on_the_day_that_one_counts_by_hand(start: date, days: int, unit: str, end: date) -> None:
    assert compute_term(start, days, unit, BELGIUM).ends_on == end


def test_each_day_that_did_not_count_is_kept_with_its_name() -> None:
    found = compute_term(date(2026, 4, 2), 2, WORKING_DAYS, BELGIUM)

    assert found.skipped == (
        (date(2026, 4, 4), "zaterdag"),
        (date(2026, 4, 5), "Pasen"),
        (date(2026, 4, 6), "Paasmaandag"),
    )


def test_a_closing_day_moves_the_end_and_is_named() -> None:
    days_off = Calendar(closing_days={date(2026, 9, 7): "Kermismaandag"})

    found = compute_term(date(2026, 8, 31), 7, CALENDAR_DAYS, days_off)

    assert (found.ends_on, found.skipped) == (date(2026, 9, 8), ((date(2026, 9, 7), "Kermismaandag"),))


def test_days_on_which_a_term_stood_still_are_added() -> None:
    pause = Pause(date(2026, 3, 6), date(2026, 3, 16))

    found = compute_term(date(2026, 3, 2), 30, CALENDAR_DAYS, BELGIUM, [pause])

    assert (found.ends_on, found.paused_days) == (date(2026, 4, 13), 10)  # 11 April is a Saturday


def test_a_term_that_stands_still_has_no_end_yet() -> None:
    assert compute_term(date(2026, 3, 2), 30, CALENDAR_DAYS, BELGIUM, [Pause(date(2026, 3, 6))]).ends_on is None


def test_a_term_of_which_somebody_chose_the_end_says_so() -> None:
    assert chosen_term(date(2026, 3, 2), date(2026, 3, 8)).as_data()["unit"] == "chosen"


def test_a_term_that_never_ends_is_refused() -> None:
    always = Calendar(yearly={(month, day): "dicht" for month in range(1, 13) for day in range(1, 32)})

    with pytest.raises(Invalid):
        compute_term(date(2026, 3, 2), 1, WORKING_DAYS, always)


@given(start=DAYS, days=st.integers(1, 120), unit=st.sampled_from([CALENDAR_DAYS, WORKING_DAYS]))
def test_a_term_ends_on_a_working_day_after_all_its_days(start: date, days: int, unit: str) -> None:
    found = compute_term(start, days, unit, BELGIUM)

    assert found.ends_on is not None
    assert is_working_day(found.ends_on, BELGIUM)
    assert found.ends_on >= start + timedelta(days=days)
    assert all(BELGIUM.day_off(day) == name for day, name in found.skipped)


@given(start=DAYS, days=st.integers(1, 120))
def test_working_days_and_skipped_days_fill_the_whole_term(start: date, days: int) -> None:
    found = compute_term(start, days, WORKING_DAYS, BELGIUM)

    assert found.ends_on is not None
    assert (found.ends_on - start).days == days + len(found.skipped)


@given(start=DAYS, days=st.integers(1, 60), closed=st.sets(DAYS, max_size=5))
def test_a_closing_day_never_makes_a_term_shorter(start: date, days: int, closed: set[date]) -> None:
    more = Calendar(BELGIUM.holidays, dict.fromkeys(closed, "dicht"))

    for unit in (CALENDAR_DAYS, WORKING_DAYS):
        before, after = compute_term(start, days, unit, BELGIUM), compute_term(start, days, unit, more)
        assert before.ends_on is not None
        assert after.ends_on is not None
        assert after.ends_on >= before.ends_on


@given(start=DAYS, days=st.integers(1, 60), after=st.integers(0, 30), length=st.integers(0, 60))
def test_standing_still_never_costs_days(start: date, days: int, after: int, length: int) -> None:
    since = start + timedelta(days=after)
    paused = compute_term(start, days, CALENDAR_DAYS, BELGIUM, [Pause(since, since + timedelta(days=length))])
    whole = compute_term(start, days, CALENDAR_DAYS, BELGIUM)

    assert paused.ends_on is not None
    assert whole.ends_on is not None
    assert paused.ends_on >= whole.ends_on
    assert paused.paused_days in (0, length)
