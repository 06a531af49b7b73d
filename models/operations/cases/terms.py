"""The terms of a case begin, stand still, go on and are over. The caller has the case under its lock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.database import Base
from models.queries.authorities.calendar import calendar_of
from models.rules.procedure_settings import ProcedureSettings
from models.rules.terms import CALENDAR_DAYS, TERM_KINDS, ComputedTerm, Pause, chosen_term, compute_term
from models.rules.working_days import Calendar
from models.term import Term

# Built once and written as rows: every stage begins and ends one (benchmarks/engine.py).
_TERMS = Base.metadata.tables[Term.__tablename__]
_WRITE_TERM = insert(_TERMS)
_END_ALL = (
    update(_TERMS)
    .where(_TERMS.c.case_id == bindparam("of_case"), _TERMS.c.over_at.is_(None))
    .values(over_at=bindparam("at"))
)
_END_KINDS = _END_ALL.where(_TERMS.c.kind.in_(bindparam("kinds", expanding=True)))
_END_SUBJECT = _END_KINDS.where(_TERMS.c.subject_id == bindparam("of_subject"))


@dataclass(frozen=True)
class BegunTerm:
    """A term that just began: its kind, last day, and how it was computed (`ComputedTerm.as_data`)."""

    kind: str
    ends_on: date | None
    computation: dict[str, Any]


def begin_term(session: Session, case: FoundingCase, kind: str, settings: ProcedureSettings, at: datetime, *,
               subject_id: int = 0, ends_on: date | None = None) -> BegunTerm | None:  # fmt: skip
    """A term runs from today; one of the same kind that still ran is over. None: the settings give it no days.

    `ends_on`: the last day as somebody chose it; the day that the settings give counts as computed.
    """
    end_terms(session, case, at, kinds=(kind,), subject_id=subject_id)
    return begin_first_term(session, case, kind, settings, at, subject_id=subject_id, ends_on=ends_on)


def begin_first_term(session: Session, case: FoundingCase, kind: str, settings: ProcedureSettings, at: datetime, *,
                     subject_id: int = 0, ends_on: date | None = None) -> BegunTerm | None:  # fmt: skip
    """The same where none of this kind can run: the stage has just opened."""
    start = day_of(at)
    days = days_of_term(kind, settings)
    if not days and ends_on is None:
        return None
    computed = compute_term(start, days, unit_of_term(kind, settings), calendar_of(session, case.municipality))
    if ends_on is not None and (not days or computed.ends_on != ends_on):
        computed = chosen_term(start, ends_on)
    term = BegunTerm(kind, computed.ends_on, computed.as_data())
    row = {"case_id": case.id, "kind": kind, "subject_id": subject_id, "stage": case.stage, "round": case.round,
           "ends_on": term.ends_on, "computation": term.computation, "computed_at": at}  # fmt: skip
    session.connection().execute(_WRITE_TERM, row)
    return term


def planned_end(session: Session, case: FoundingCase, kind: str, settings: ProcedureSettings, on: date) -> date:
    """The last day that a term of this kind would have if it began on this day, to fill in on a form."""
    computed = compute_term(on, days_of_term(kind, settings), unit_of_term(kind, settings),
                            calendar_of(session, case.municipality))  # fmt: skip
    return computed.ends_on or on


def days_of_term(kind: str, settings: ProcedureSettings) -> int:
    """How many days the settings give; 0: no term."""
    days: int = getattr(settings, TERM_KINDS[kind].days_setting)
    return days


def unit_of_term(kind: str, settings: ProcedureSettings) -> str:
    """Calendar days or working days."""
    setting = TERM_KINDS[kind].unit_setting
    return str(getattr(settings, setting)) if setting else CALENDAR_DAYS


def suspend_term(session: Session, case: FoundingCase, kind: str, at: datetime) -> Term | None:
    """The term stands still from today. None: no such term runs."""
    term = running_term(session, case, kind)
    if term is None or term.ends_on is None:
        return None
    today = day_of(at)
    _recompute(term, calendar_of(session, case.municipality), at, [*pauses_of(term), Pause(today)])
    return term


def resume_term(session: Session, case: FoundingCase, kind: str, at: datetime) -> Term | None:
    """The term goes on: the days on which it stood still are added. None: no such term stands still."""
    term = running_term(session, case, kind)
    if term is None or term.ends_on is not None:
        return None
    today = day_of(at)
    pauses = [Pause(one.since, one.until or today) for one in pauses_of(term)]
    _recompute(term, calendar_of(session, case.municipality), at, pauses)
    return term


def end_terms(session: Session, case: FoundingCase, at: datetime, *, kinds: Collection[str] = (),
              subject_id: int | None = None) -> None:  # fmt: skip
    """The terms are over: those of these kinds (of this subject), or all. They keep their last day and how it was
    computed."""
    which: dict[str, Any] = {"of_case": case.id, "at": at}
    statement = _END_ALL
    if kinds:
        statement, which["kinds"] = _END_KINDS, list(kinds)
    if subject_id is not None:
        statement, which["of_subject"] = _END_SUBJECT, subject_id
    session.connection().execute(statement, which)


def running_term(session: Session, case: FoundingCase, kind: str) -> Term | None:
    """The term of this kind that runs or stands still."""
    session.flush()
    return session.scalars(
        select(Term).where(Term.case_id == case.id, Term.kind == kind, Term.over_at.is_(None)).limit(1)
    ).one_or_none()


def pauses_of(term: Term) -> list[Pause]:
    """When the term stood still so far."""
    return [
        Pause(date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for since, until in term.computation["pauses"]
    ]


def recomputed(term: Term, days_off: Calendar) -> ComputedTerm:
    """The term as this calendar gives it."""
    plan: dict[str, Any] = term.computation
    start = date.fromisoformat(plan["starts_on"])
    return compute_term(start, plan["days"], plan["unit"], days_off, pauses_of(term))


def _recompute(term: Term, days_off: Calendar, at: datetime, pauses: list[Pause]) -> None:
    plan: dict[str, Any] = term.computation
    start = date.fromisoformat(plan["starts_on"])
    _keep(term, compute_term(start, plan["days"], plan["unit"], days_off, pauses), at)


def _keep(term: Term, computed: ComputedTerm, at: datetime) -> None:
    term.ends_on, term.computation, term.computed_at = computed.ends_on, computed.as_data(), at
