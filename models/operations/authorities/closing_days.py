"""The administrator of a municipality or zone keeps its closing days; terms that still run follow the calendar."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.clock import day_of
from models.closing_day import ClosingDay
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.operations.cases.acting import written
from models.operations.cases.recomputing_terms import recompute_terms
from models.queries.authorities.calendar import calendar_of, days_of
from models.rules.access import Actor
from models.rules.refusals import Invalid, Stale
from models.rules.working_days import is_working_day

LONGEST_CLOSING = 31  # days in a row
LONGEST_NAME = 100  # characters
FEWEST_WORKING_DAYS = 100  # in a year; fewer is a mistake, and terms would hardly end
YEARS_AHEAD = 10


def add_closing_day(session: Session, by: Actor, authority_id: int, at: datetime, *, name: str, first_on: date,
                    last_on: date | None = None, is_yearly: bool = False,
                    is_bridge: bool = False) -> ClosingDay:  # fmt: skip
    """Add closing days in a row, once or every year. Raises Invalid with the field that is wrong."""
    authority = own_authority(session, by, authority_id)
    name, last_on = written(name, "name"), last_on or first_on
    if len(name) > LONGEST_NAME:
        raise Invalid("too_long", f"Hoogstens {LONGEST_NAME} tekens.", "name")
    _check_days(first_on, last_on, day_of(at))
    if session.scalars(_same(authority_id, name, first_on, last_on)).first() is not None:
        raise Invalid("known_already", "Deze sluitingsdag staat er al.", "first_on")
    row = ClosingDay(authority_id=authority_id, name=name, first_on=first_on, last_on=last_on, is_yearly=is_yearly,
                     is_bridge=is_bridge, entered_by_id=by.person_id, entered_at=at)  # fmt: skip
    session.add(row)
    session.flush()
    _check_enough_left(session, authority, first_on.year)
    _tell(session, authority, "closing_day:added", row, by, at, f"{name} is een sluitingsdag")
    return row


def remove_closing_day(session: Session, by: Actor, authority_id: int, closing_day_id: int, at: datetime) -> None:
    """Take a closing day away again. Raises Stale when it is gone already."""
    authority = own_authority(session, by, authority_id)
    row = session.get(ClosingDay, closing_day_id)
    if row is None or row.authority_id != authority_id:
        raise Stale("removed_already", "Deze sluitingsdag bestaat niet meer.")
    session.delete(row)
    session.flush()
    _tell(session, authority, "closing_day:removed", row, by, at, f"{row.name} is geen sluitingsdag meer")


def _check_days(first_on: date, last_on: date, today: date) -> None:
    if last_on < first_on:
        raise Invalid("wrong_order", "De laatste dag ligt vóór de eerste.", "last_on")
    if (last_on - first_on).days >= LONGEST_CLOSING:
        raise Invalid("too_many_days", f"Hoogstens {LONGEST_CLOSING} dagen na elkaar.", "last_on")
    if not today.year - 1 <= first_on.year <= today.year + YEARS_AHEAD:
        raise Invalid("wrong_year", f"Kies een jaar van {today.year - 1} tot {today.year + YEARS_AHEAD}.", "first_on")


def _same(authority_id: int, name: str, first_on: date, last_on: date):  # type: ignore[no-untyped-def]
    return select(ClosingDay.id).where(
        ClosingDay.authority_id == authority_id,
        ClosingDay.name == name,
        ClosingDay.first_on == first_on,
        ClosingDay.last_on == last_on,
    )


def _check_enough_left(session: Session, authority: Authority, year: int) -> None:
    days_off = calendar_of(session, authority)
    left = sum(is_working_day(day, days_off) for day in days_of(date(year, 1, 1), date(year, 12, 31)))
    if left < FEWEST_WORKING_DAYS:
        raise Invalid("too_few_left", f"Zo blijven er in {year} maar {left} werkdagen over.", "first_on")


def _tell(session: Session, authority: Authority, event: str, row: ClosingDay, by: Actor, at: datetime,
          why: str) -> None:  # fmt: skip
    moved = recompute_terms(session, authority, at, why)
    days = (
        f"{row.first_on:%d/%m/%Y}" if row.first_on == row.last_on else f"{row.first_on:%d/%m/%Y}–{row.last_on:%d/%m/%Y}"
    )
    note_change(session, authority, event, by, at, name=row.name, days=f"elk jaar op {days}" if row.is_yearly else days,
                terms=moved)  # fmt: skip
