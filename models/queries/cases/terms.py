"""The terms of a case, as its page shows them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.term import Term


def terms_of(session: Session, case: FoundingCase) -> Sequence[Term]:
    """All terms, the newest first: what runs, and what is over as it was."""
    return session.scalars(select(Term).where(Term.case_id == case.id).order_by(Term.id.desc())).all()


def running(terms: Sequence[Term]) -> list[Term]:
    """Those that run or stand still."""
    return [term for term in terms if term.over_at is None]
