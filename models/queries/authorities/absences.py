"""Who is away on a day, who stands in for them, and whom somebody can choose as deputy."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.absence import Absence
from models.mandate import Mandate
from models.person import Person
from models.rules.access import STAFF

STAFF_ROLES = [role.value for role in STAFF]


def counts_on(on: date | BindParameter[Any]) -> ColumnElement[bool]:
    """Absences on this day."""
    return and_(Absence.ended_at.is_(None), Absence.first_on <= on, Absence.last_on >= on)


def absences_of(session: Session, authority_id: int, on: date) -> Sequence[Absence]:
    """The absences in an authority that are not over, the first to begin first."""
    return session.scalars(
        select(Absence)
        .where(Absence.authority_id == authority_id, Absence.ended_at.is_(None), Absence.last_on >= on)
        .order_by(Absence.first_on, Absence.id)
    ).all()


def own_absences(session: Session, person_id: int, on: date) -> Sequence[Absence]:
    """The absences of one person that are not over."""
    return session.scalars(
        select(Absence)
        .where(Absence.person_id == person_id, Absence.ended_at.is_(None), Absence.last_on >= on)
        .order_by(Absence.first_on, Absence.id)
    ).all()


def left_without_deputy(session: Session, absence: Absence) -> Sequence[Absence]:
    """The absences of others in which who is away now would have stood in: on those days nobody does."""
    return session.scalars(
        select(Absence)
        .where(Absence.authority_id == absence.authority_id, Absence.deputy_id == absence.person_id)
        .where(Absence.ended_at.is_(None), Absence.first_on <= absence.last_on, Absence.last_on >= absence.first_on)
        .order_by(Absence.first_on, Absence.id)
    ).all()


def staff_mandates(session: Session, on: date, *, person_id: int | None = None,
                   authority_id: int | None = None) -> Sequence[Mandate]:  # fmt: skip
    """The staff functions that count on this day: of one person, or in one authority."""
    query = select(Mandate).where(
        Mandate.role.in_(STAFF_ROLES), Mandate.since <= on, or_(Mandate.until.is_(None), Mandate.until >= on)
    )
    if person_id is not None:
        query = query.where(Mandate.person_id == person_id)
    if authority_id is not None:
        query = query.where(Mandate.authority_id == authority_id)
    return session.scalars(query.order_by(Mandate.id)).all()


def colleagues(session: Session, mandate: Mandate, on: date) -> list[Person]:
    """Who can stand in for the holder of a function: everybody else with a function in the same authority."""
    found: dict[int, Person] = {}
    for other in staff_mandates(session, on, authority_id=mandate.authority_id):
        if other.person_id != mandate.person_id and other.person.is_active:
            found.setdefault(other.person_id, other.person)
    return sorted(found.values(), key=lambda person: (person.name, person.id))
