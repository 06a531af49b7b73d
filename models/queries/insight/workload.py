"""The load of the present staff of a municipality or zone: open cases in hand, and journal entries per month."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.assignment import Assignment
from models.authority import Authority
from models.case import FoundingCase
from models.case_figures import CaseActions, CaseFigures
from models.mandate import Mandate
from models.person import Person
from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES
from models.rules.workload import PersonLoad


def loads_of(session: Session, authority: Authority, months: Sequence[str], on: date) -> tuple[PersonLoad, ...]:
    """Each member of staff in each function that they hold there today, by function and name. Cases in hand stand with
    their first function only: one takes a case for a side, and not for a function."""
    side, roles = ("police", POLICE_ROLES) if authority.kind == "police_zone" else ("municipality", MUNICIPAL_ROLES)
    own = FoundingCase.zone_id if side == "police" else FoundingCase.municipality_id
    holders = session.execute(
        select(Person.id, Person.name, Mandate.role)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Mandate.authority_id == authority.id, Mandate.role.in_([role.value for role in roles]),
               Mandate.since <= on, or_(Mandate.until.is_(None), Mandate.until >= on), Person.is_active)
        .distinct()
        .order_by(Mandate.role, Person.name, Person.id)
    ).all()  # fmt: skip
    people = {row.id for row in holders}
    taken = session.execute(
        select(Assignment.person_id, func.count())
        .join(FoundingCase, FoundingCase.id == Assignment.case_id)
        .where(Assignment.side == side, Assignment.person_id.in_(people), own == authority.id,
               FoundingCase.ended_at.is_(None))
        .group_by(Assignment.person_id)
    )  # fmt: skip
    in_hand: dict[int, int] = {row[0]: row[1] for row in taken}
    entries = _entries(session, authority, months, people)
    loads = []
    for row in holders:
        counts = tuple(entries.get((row.id, row.role, month), 0) for month in months)
        loads.append(PersonLoad(row.id, row.name or "", row.role, in_hand.pop(row.id, 0), counts))
    return tuple(loads)


def _entries(session: Session, authority: Authority, months: Sequence[str],
             people: set[int]) -> dict[tuple[int, str, str], int]:  # fmt: skip
    own = CaseFigures.zone_id if authority.kind == "police_zone" else CaseFigures.municipality_id
    rows = session.execute(
        select(CaseActions.person_id, CaseActions.function, CaseActions.month, func.sum(CaseActions.count))
        .join(CaseFigures, CaseFigures.case_id == CaseActions.case_id)
        .where(CaseActions.month >= min(months), CaseActions.person_id.in_(people), own == authority.id)
        .group_by(CaseActions.person_id, CaseActions.function, CaseActions.month)
    )
    return {(person_id, function, month): count for person_id, function, month, count in rows}
