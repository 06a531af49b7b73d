"""The Belgian calendar (law of 4 January 1974 on public holidays)."""

from datetime import date

import pytest

from models.rules.working_days import easter, is_working_day, months_later, on_or_after_working_day, term_end


@pytest.mark.parametrize(
    ("year", "day"),
    [(2000, date(2000, 4, 23)), (2008, date(2008, 3, 23)), (2019, date(2019, 4, 21)), (2024, date(2024, 3, 31)),
     (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25)), (1981, date(1981, 4, 19))],
)  # fmt: skip
def test_easter_falls_where_the_church_says(year: int, day: date) -> None:
    assert easter(year) == day


@pytest.mark.parametrize(
    "day",
    [date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 21), date(2026, 11, 11),
     date(2026, 11, 21), date(2026, 11, 22)],
)  # fmt: skip
def test_holidays_and_weekends_are_no_working_days(day: date) -> None:
    assert not is_working_day(day)


def test_an_ordinary_monday_is_a_working_day() -> None:
    assert is_working_day(date(2026, 11, 23))


def test_a_term_that_would_end_on_easter_saturday_ends_on_tuesday() -> None:
    assert on_or_after_working_day(date(2026, 4, 4)) == date(2026, 4, 7)


def test_a_term_counts_calendar_days() -> None:
    assert term_end(date(2026, 3, 2), 30) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [(date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
     (date(2026, 11, 15), 2, date(2027, 1, 15)), (date(2026, 12, 1), 12, date(2027, 12, 1))],
)  # fmt: skip
def test_months_later_stays_within_the_month(start: date, months: int, end: date) -> None:
    assert months_later(start, months) == end
