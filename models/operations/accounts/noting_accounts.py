"""What changes in how a member of staff signs in stands in the journal of each authority where they hold a function."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.clock import day_of
from models.mandate import Mandate
from models.operations.authorities.authority_journal import note_change
from models.rules.access import STAFF, Actor, Role

OF_STAFF = frozenset(role.value for role in STAFF | {Role.ADMINISTRATOR})


def staff_functions(session: Session, person_id: int, on: date) -> list[tuple[Authority, str]]:
    """The authorities in which somebody holds a function on this day or later, with its name."""
    rows = session.execute(
        select(Authority, Mandate.function)
        .join(Mandate, Mandate.authority_id == Authority.id)
        .where(Mandate.person_id == person_id, Mandate.role.in_(OF_STAFF))
        .where(or_(Mandate.until.is_(None), Mandate.until >= on))
        .order_by(Authority.id, Mandate.id)
    )
    found: dict[int, tuple[Authority, str]] = {}
    for authority, function in rows:
        found.setdefault(authority.id, (authority, function))
    return list(found.values())


def note_account(session: Session, person_id: int, event: str, by: Actor, at: datetime, **data: Any) -> None:
    """Write `event` in those journals, with the person's function there. A resident has none: nothing is written."""
    for authority, function in staff_functions(session, person_id, day_of(at)):
        locked = session.scalars(
            select(Authority).where(Authority.id == authority.id).with_for_update(of=Authority)
        ).one()
        session.refresh(locked)
        note_change(session, locked, event, by, at, function=function, person_id=person_id, **data)
