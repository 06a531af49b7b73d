"""The standing delegations of an authority, and who can be given one."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.delegation import Delegation
from models.person import Person
from models.queries.authorities.absences import staff_mandates


def delegations_of(session: Session, authority_id: int, on: date) -> Sequence[Delegation]:
    """The delegations of an authority that are not over, the first to begin first."""
    return session.scalars(
        select(Delegation)
        .where(Delegation.authority_id == authority_id, Delegation.ended_at.is_(None))
        .where(or_(Delegation.last_on.is_(None), Delegation.last_on >= on))
        .order_by(Delegation.first_on, Delegation.id)
    ).all()


def who_can_be_delegated_to(session: Session, authority_id: int, on: date) -> list[Person]:
    """Everybody with a function of staff in the authority, by name."""
    found = {one.person_id: one.person for one in staff_mandates(session, on, authority_id=authority_id)}
    return sorted((one for one in found.values() if one.is_active), key=lambda person: (person.name, person.id))
