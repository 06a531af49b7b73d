"""The calendar as terms see it: which days do not count and by what name, working days, and months later."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.rules.refusals import Invalid

WEEKEND = {5: "zaterdag", 6: "zondag"}
LONGEST_SEARCH = 366  # days; a calendar that leaves no working day in a year is a mistake


@dataclass(frozen=True)
class Calendar:
    """The days off of one authority: public holidays and closing days by date, yearly closing days by (month, day).

    Every value is the name of the day, as a page shows it.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    closing_days: Mapping[date, str] = field(default_factory=dict)
    yearly: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def day_off(self, day: date) -> str:
        """Why this is no working day, in a few words; empty: it is one."""
        return (
            self.holidays.get(day)
            or self.closing_days.get(day)
            or self.yearly.get((day.month, day.day))
            or WEEKEND.get(day.weekday(), "")
        )


def is_working_day(day: date, days_off: Calendar) -> bool:
    """Monday to Friday, no public holiday and no closing day."""
    return not days_off.day_off(day)


def on_or_after_working_day(day: date, days_off: Calendar) -> date:
    """The day itself, or the first working day after it: a term never ends on a Sunday."""
    for later in range(LONGEST_SEARCH):
        found = day + timedelta(days=later)
        if is_working_day(found, days_off):
            return found
    raise Invalid("no_working_days", "Er blijft geen enkele werkdag over. Kijk de sluitingsdagen na.")


def bridge_days(days_off: Calendar, year: int) -> tuple[date, ...]:
    """The working days of a year with a day off on both sides, such as the Friday after Ascension Day."""
    day, found = date(year, 1, 1), []
    while day.year == year:
        before, after = day - timedelta(days=1), day + timedelta(days=1)
        if is_working_day(day, days_off) and days_off.day_off(before) and days_off.day_off(after):
            found.append(day)
        day = after
    return tuple(found)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where that day does not exist."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
