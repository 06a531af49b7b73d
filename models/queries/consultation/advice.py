"""Opinions as those see them of whom they are asked, and advisers who must hear that theirs is or is not needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.mandate import Mandate
from models.opinion import Opinion
from models.person import Person
from models.queries.authorities.absences import STAFF_ROLES
from models.rules.advice import ANSWERABLE
from models.rules.procedure import Stage

_TO_TELL = (
    select(Opinion.id, Opinion.adviser, Opinion.due_on)
    .where(Opinion.case_id == bindparam("of_case"), Opinion.email != "", Opinion.state.in_(ANSWERABLE))
    .order_by(Opinion.id)
)


@dataclass(frozen=True)
class AskedOfMe:
    """One opinion that waits for this person: of which network, until when."""

    opinion_id: int
    network: str
    municipality: str
    due_on: date
    is_late: bool


def account_of_staff(session: Session, email: str, on: date) -> int | None:
    """Who works for a municipality or zone of this installation and has this mail address."""
    return session.scalars(
        select(Person.id)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Person.email == email, Person.is_active, Mandate.role.in_(STAFF_ROLES), Mandate.since <= on)
        .where(or_(Mandate.until.is_(None), Mandate.until >= on))
        .limit(1)
    ).one_or_none()


def asked_of(session: Session, person_id: int | None, on: date) -> Sequence[AskedOfMe]:
    """What was asked of this person and can still be answered, the first due first."""
    rows = session.execute(
        select(Opinion.id, FoundingCase.name, Authority.name.label("municipality"), Opinion.due_on)
        .join(FoundingCase, FoundingCase.id == Opinion.case_id)
        .join(Authority, Authority.id == FoundingCase.municipality_id)
        .where(Opinion.person_id == person_id, Opinion.state.in_(ANSWERABLE))
        .where(FoundingCase.ended_at.is_(None), FoundingCase.stage == Stage.CONSULTATION.value)
        .order_by(Opinion.due_on, Opinion.id)
    )
    return [AskedOfMe(*row, is_late=row.due_on < on) for row in rows]


def advisers_to_tell(session: Session, case_id: int) -> Sequence[Row[int, str, date]]:
    """The opinions of a case that have no answer, of advisers who answer by themselves: id, adviser and due_on."""
    return session.connection().execute(_TO_TELL, {"of_case": case_id}).all()
