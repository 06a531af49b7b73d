"""Belgian calendar: public holidays, working days, and months later."""

import calendar
from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar (anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> frozenset[date]:
    """The ten legal holidays of Belgium (law of 4 January 1974)."""
    sunday = easter(year)
    movable = {sunday + timedelta(days=1), sunday + timedelta(days=39), sunday + timedelta(days=50)}
    fixed = {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}
    return frozenset(movable | {date(year, month, day) for month, day in fixed})


def is_working_day(day: date) -> bool:
    """Monday to Friday, no public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


def on_or_after_working_day(day: date) -> date:
    """The day itself, or the first working day after it: a term never ends on a Sunday."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def term_end(start: date, days: int) -> date:
    """The last day of a term of so many calendar days, moved to a working day."""
    return on_or_after_working_day(start + timedelta(days=days))


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where that day does not exist."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
