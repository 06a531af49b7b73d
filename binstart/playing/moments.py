"""How a scenario names days and moments: '2027-03-15 20:00', '+21 days 20:00', 'today'. Belgian time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models.queries.authorities.calendar import national_calendar
from models.rules.working_days import is_working_day, months_later

MORNING = time(9, 0)  # when no hour is given: the desk has just opened
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?$")
_LATER = re.compile(r"([+-] ?\d{1,4}) (hour|day|working day|week|month|year)s?(?: (\d{1,2}:\d{2}))?$")
_TODAY = re.compile(r"today(?: (\d{1,2}:\d{2}))?$")


@dataclass(frozen=True)
class Moment:
    """A moment on the clock of the play, in Belgian time without zone; `has_time`: the hour was meant."""

    local: datetime
    has_time: bool


def read_moment(text: str, now: datetime, shift: timedelta = timedelta()) -> Moment:
    """The moment that a text names, seen from `now` (Belgian time). Raises ValueError with what is wrong.

    `shift`: how much later than written the play takes place; it moves dates, all else counts from `now` anyway.
    """
    if found := _DATE.match(text):
        return _at(date.fromisoformat(found[1]) + shift, found[2])
    if found := _TODAY.match(text):
        return _at(now.date(), found[1])
    if found := _LATER.match(text):
        number, unit, hour = int(found[1].replace(" ", "")), found[2], found[3]
        if unit == "hour":
            if hour:
                raise ValueError(f"'{text}': hours count from now; leave out {hour}")
            return Moment(now + timedelta(hours=number), True)
        return _at(_moved(now.date(), number, unit), hour)
    raise ValueError(
        f"'{text}' is no moment; write 2027-03-15, 2027-03-15 20:00, today, +3 days, +2 working days or +2 weeks 20:00"
    )


def shift_for(begins: datetime, clock: datetime) -> timedelta:
    """How much later than written a play must begin: not before the clock, and whole weeks: a Monday stays a Monday."""
    week = timedelta(weeks=1)
    return max(0, -(-(clock - begins) // week)) * week


def _moved(day: date, number: int, unit: str) -> date:
    if unit == "working day":
        return _working_days_later(day, number)
    if unit in ("day", "week"):
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    return months_later(day, number * (12 if unit == "year" else 1))


def _working_days_later(day: date, number: int) -> date:
    """So many days on which an office is open, forward or back."""
    step = timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day, national_calendar()):
            day += step
    return day


def _at(day: date, hour: str | None) -> Moment:
    clock = time.fromisoformat(hour.zfill(5)) if hour else MORNING
    return Moment(datetime.combine(day, clock), hour is not None)
