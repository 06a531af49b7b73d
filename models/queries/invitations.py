"""Invitations by their code, and how far the letters of an evening are."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.invitation import Invitation
from models.rules.invitations import read_code


def invitation_of(session: Session, typed: str) -> Invitation | None:
    """The invitation that somebody means by the code that they typed or scanned; None when there is none."""
    code = read_code(typed)
    return session.scalars(select(Invitation).where(Invitation.code == code)).one_or_none() if code else None
