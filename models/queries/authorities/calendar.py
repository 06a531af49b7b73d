"""The calendar of an authority: Belgium's public holidays, its own closing days and those of its zone."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays
from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.closing_day import ClosingDay
from models.rules.working_days import Calendar

FIRST_YEAR, LAST_YEAR = 2000, 2100  # no term of a case reaches further


# Built once (benchmarks/engine.py).
_CLOSING_DAYS = select(ClosingDay.name, ClosingDay.first_on, ClosingDay.last_on, ClosingDay.is_yearly).where(
    or_(ClosingDay.authority_id == bindparam("authority"), ClosingDay.authority_id == bindparam("zone"))
)


@lru_cache(maxsize=1)
def public_holidays() -> Mapping[date, str]:
    """The legal holidays (law of 4 January 1974) by day, with their Dutch names."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return {day: str(name) for day, name in country_holidays("BE", years=years, language="nl").items()}


def national_calendar() -> Calendar:
    """Weekends and public holidays, without closing days of anybody."""
    return Calendar(public_holidays())


def calendar_of(session: Session, authority: Authority) -> Calendar:
    """What counts as a day off for the cases of this authority."""
    session.flush()
    whose = {"authority": authority.id, "zone": authority.zone_id}
    return with_closing_days(session.connection().execute(_CLOSING_DAYS, whose).all())


def with_closing_days(rows: Sequence[ClosingDay | Row[str, date, date, bool]]) -> Calendar:
    """The public holidays and these closing days."""
    once: dict[date, str] = {}
    yearly: dict[tuple[int, int], str] = {}
    for row in rows:
        for day in days_of(row.first_on, row.last_on):
            if row.is_yearly:
                yearly[day.month, day.day] = row.name
            else:
                once[day] = row.name
    return Calendar(public_holidays(), once, yearly)


def days_of(first: date, last: date) -> list[date]:
    """All days from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
