"""The votes of an info evening: which one is open, and what came of the others."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ballot import Ballot


def open_ballot(session: Session, evening_id: int) -> Ballot | None:
    """The vote that is going on; None: there is none."""
    going_on = select(Ballot).where(Ballot.evening_id == evening_id, Ballot.state == "open")
    return session.scalars(going_on).one_or_none()


def ballots_of(session: Session, evening_id: int) -> Sequence[Ballot]:
    """All votes of an evening, the last one first."""
    return session.scalars(select(Ballot).where(Ballot.evening_id == evening_id).order_by(Ballot.id.desc())).all()


def last_results(ballots: Sequence[Ballot]) -> dict[str, Ballot]:
    """Of the votes of an evening the closed ones, by what they were about. Of several about the same the last counts.

    `ballots`: as `ballots_of` gives them, the last one first.
    """
    return {one.about: one for one in reversed(ballots) if one.state == "closed"}
