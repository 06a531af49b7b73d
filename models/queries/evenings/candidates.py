"""The candidates of a case, who proposed themselves, and the seats that the recognised ones are proposed for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from models.candidate import Candidate
from models.case import FoundingCase
from models.participant import Participant
from models.queries.evenings.participants import participants_of
from models.rules.candidates import FUNCTION_OF_WISH, FUNCTIONS
from models.rules.names import comparable

_MOST_VOTES = select(
    func.max(Candidate.votes_for + Candidate.votes_against + Candidate.abstentions + Candidate.invalid)
).where(Candidate.evening_id == bindparam("evening"))


@dataclass(frozen=True)
class Proposal:
    """A participant who wants a function and is no candidate for it yet."""

    participant: Participant
    dwelling: str
    role: str


def candidates_of(session: Session, case_id: int) -> list[Candidate]:
    """All candidates of a case: by function, then by name."""
    found = session.scalars(
        select(Candidate)
        .where(Candidate.case_id == case_id)
        .options(joinedload(Candidate.participant))
        .execution_options(populate_existing=True)
    ).all()
    return sorted(found, key=lambda one: (FUNCTIONS.index(one.role), one.person.name.casefold(), one.id))


def most_votes_on_candidate(session: Session, evening_id: int) -> int:
    """How many votes there were about the candidate on whom most people of an evening voted; 0: nobody voted."""
    return session.connection().scalar(_MOST_VOTES, {"evening": evening_id}) or 0


def is_candidate(session: Session, participant_id: int) -> bool:
    """Whether a participant is a candidate for something."""
    return session.scalar(select(Candidate.id).where(Candidate.participant_id == participant_id).limit(1)) is not None


def candidate_in(session: Session, case_id: int, candidate_id: int) -> Candidate | None:
    """One candidate of this very case."""
    wanted = select(Candidate).where(Candidate.id == candidate_id, Candidate.case_id == case_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def proposals(session: Session, case: FoundingCase, candidates: Sequence[Candidate]) -> list[Proposal]:
    """Who of the participants proposed themselves for a function, and is not noted for it yet."""
    noted = {(one.participant_id, one.role) for one in candidates}
    wanted = [
        Proposal(line.row, line.dwelling, FUNCTION_OF_WISH[wish])
        for line in participants_of(session, case)
        for wish in line.row.wishes
        if wish in FUNCTION_OF_WISH and (line.row.id, FUNCTION_OF_WISH[wish]) not in noted
    ]
    return sorted(wanted, key=lambda one: FUNCTIONS.index(one.role))


def recognised_candidates(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One per person: who was recognised for more than one function is proposed for the first of FUNCTIONS.

    `candidates`: as `candidates_of` gives them.
    """
    found: dict[tuple[object, ...], Candidate] = {}
    for one in candidates:
        if one.is_recognised:
            found.setdefault(_who(one), one)
    return list(found.values())


def _who(one: Candidate) -> tuple[object, ...]:
    return ("participant", one.participant_id) if one.participant_id else ("name", comparable(one.name), one.email)
