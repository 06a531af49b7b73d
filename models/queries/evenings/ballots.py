"""The votes of an info evening: which one is open, and what came of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.ballot import Ballot


@dataclass(frozen=True)
class Outcome:
    """One vote: what it was about, whether it is open, and how many were for, against and neither."""

    about: str
    state: str
    votes_for: int
    votes_against: int
    abstentions: int
    invalid: int = 0

    @property
    def cast(self) -> int:
        """How many votes there were, also those that count for nothing."""
        return self.votes_for + self.votes_against + self.abstentions + self.invalid


_OUTCOMES = (
    select(Ballot.about, Ballot.state, Ballot.votes_for, Ballot.votes_against, Ballot.abstentions, Ballot.invalid)
    .where(Ballot.evening_id == bindparam("evening"))
    .order_by(Ballot.id)
)


def open_ballot(session: Session, evening_id: int) -> Ballot | None:
    """The vote that is going on; None: there is none."""
    going_on = select(Ballot).where(Ballot.evening_id == evening_id, Ballot.state == "open")
    return session.scalars(going_on).one_or_none()


def ballots_of(session: Session, evening_id: int) -> Sequence[Ballot]:
    """All votes of an evening, the last one first."""
    return session.scalars(select(Ballot).where(Ballot.evening_id == evening_id).order_by(Ballot.id.desc())).all()


def outcomes_of(session: Session, evening_id: int) -> Sequence[Outcome]:
    """What the votes of an evening came to so far, the first one first."""
    return [Outcome(*row) for row in session.connection().execute(_OUTCOMES, {"evening": evening_id})]


def last_outcomes(outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    """Of the closed votes, by what they were about. Of several about the same the last counts."""
    return {one.about: one for one in outcomes if one.state == "closed"}
