"""By which providers somebody signs in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.identity import Identity


def identities_of(session: Session, person_id: int) -> Sequence[Identity]:
    """The identities of a person, the oldest first."""
    return session.scalars(select(Identity).where(Identity.person_id == person_id).order_by(Identity.id)).all()


def identity_of(session: Session, person_id: int, identity_id: int) -> Identity | None:
    """One of them; None when it is not theirs."""
    return session.scalars(
        select(Identity).where(Identity.id == identity_id, Identity.person_id == person_id)
    ).one_or_none()
