"""Invitations to the stuurgroep that wait for an answer."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.mandate import Mandate
from models.rules.access import STEERING_GROUP


def offered_seat(session: Session, case_id: int, person_id: int | None) -> Mandate | None:
    """The seat in the stuurgroep of this case that this person was asked for and has not answered; None: there is
    none (any more)."""
    return next((one for one in offered_seats(session, case_id) if one.person_id == person_id), None)


def offered_seats(session: Session, case_id: int) -> Sequence[Mandate]:
    """The seats of this case that wait for an answer, with their people."""
    return session.scalars(
        select(Mandate)
        .where(Mandate.case_id == case_id, Mandate.role.in_(STEERING_GROUP), Mandate.until.is_(None))
        .where(~Mandate.is_accepted)
        .order_by(Mandate.id)
        .execution_options(populate_existing=True)
    ).all()
