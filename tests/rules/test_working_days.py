"""The Belgian calendar (law of 4 January 1974 on public holidays), closing days, bridge days and months."""

from datetime import date

import pytest

from models.queries.authorities.calendar import national_calendar
from models.rules.refusals import Invalid
from models.rules.working_days import (
    Calendar,
    bridge_days,
    is_working_day,
    months_later,
    on_or_after_working_day,
)

BELGIUM = national_calendar()

# Written by hand from the official list of each year; Easter moves, the others do not.
HOLIDAYS = {
    2026: ["01-01", "04-06", "05-01", "05-14", "05-25", "07-21", "08-15", "11-01", "11-11", "12-25"],
    2027: ["01-01", "03-29", "05-01", "05-06", "05-17", "07-21", "08-15", "11-01", "11-11", "12-25"],
    2028: ["01-01", "04-17", "05-01", "05-25", "06-05", "07-21", "08-15", "11-01", "11-11", "12-25"],
}


@pytest.mark.parametrize("day", [f"{year}-{rest}" for year, days in HOLIDAYS.items() for rest in days])
def test_the_ten_legal_holidays_are_days_off_with_a_name(day: str) -> None:
    assert date.fromisoformat(day) in BELGIUM.holidays
    assert BELGIUM.day_off(date.fromisoformat(day))


@pytest.mark.parametrize("year", HOLIDAYS)
def test_no_other_weekday_is_a_public_holiday(year: int) -> None:
    listed = {date.fromisoformat(f"{year}-{rest}") for rest in HOLIDAYS[year]}

    found = {day for day in BELGIUM.holidays if day.year == year and day.weekday() < 5}

    assert found == {day for day in listed if day.weekday() < 5}


def test_weekends_are_days_off_and_an_ordinary_monday_is_not() -> None:
    assert BELGIUM.day_off(date(2026, 11, 21)) == "zaterdag"
    assert BELGIUM.day_off(date(2026, 11, 22)) == "zondag"
    assert is_working_day(date(2026, 11, 23), BELGIUM)


def test_easter_saturday_moves_to_tuesday() -> None:
    assert on_or_after_working_day(date(2026, 4, 4), BELGIUM) == date(2026, 4, 7)


def test_a_closing_day_counts_once_and_a_yearly_one_every_year() -> None:
    days_off = Calendar(closing_days={date(2026, 9, 7): "Kermismaandag"}, yearly={(7, 10): "Sluiting"})

    assert days_off.day_off(date(2026, 9, 7)) == "Kermismaandag"
    assert days_off.day_off(date(2027, 9, 7)) == ""
    assert days_off.day_off(date(2028, 7, 10)) == "Sluiting"


def test_the_friday_after_ascension_day_is_a_bridge_day() -> None:
    found = bridge_days(BELGIUM, 2026)

    assert date(2026, 5, 15) in found
    assert date(2026, 1, 2) in found
    assert all(is_working_day(day, BELGIUM) for day in found)


def test_a_calendar_without_any_working_day_is_refused() -> None:
    always = Calendar(yearly={(month, day): "dicht" for month in range(1, 13) for day in range(1, 32)})

    with pytest.raises(Invalid):
        on_or_after_working_day(date(2026, 1, 1), always)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [(date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
     (date(2026, 11, 15), 2, date(2027, 1, 15)), (date(2026, 12, 1), 12, date(2027, 12, 1))],
)  # fmt: skip
def test_months_later_stays_within_the_month(start: date, months: int, end: date) -> None:
    assert months_later(start, months) == end
