"""A member answers the survey by the link in their mail: once, and nobody can tell which answers are theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.clock import day_of
from models.network import NeighbourhoodNetwork
from models.operations.accounts.web_sessions import hashed
from models.rules.refusals import GateNotMet, NotAllowed, Refused, Stale
from models.rules.survey_form import ONLINE, checked_answers
from models.survey import Survey, SurveyAnswer, SurveyTicket


@dataclass(frozen=True)
class FoundTicket:
    """Where a link leads. `state`: open, answered, closed, or left where its member is none any more."""

    survey: Survey
    network: NeighbourhoodNetwork
    state: str


def find_ticket(session: Session, token: str, at: datetime) -> FoundTicket | None:
    """The survey of a link; None: it is no link, or of a survey that was closed: those are erased."""
    ticket = session.scalars(select(SurveyTicket).where(SurveyTicket.token_hash == hashed(token))).one_or_none()
    if ticket is None:
        return None
    state = "open"
    if ticket.has_answered:
        state = "answered"
    elif ticket.survey.closed_at is not None or day_of(at) > ticket.survey.closes_on:
        state = "closed"
    elif ticket.enrolment.state not in ("member", "paused"):
        state = "left"
    network = session.get_one(NeighbourhoodNetwork, ticket.survey.network_id)
    return FoundTicket(ticket.survey, network, state)


def _refusal(state: str) -> Refused:
    if state == "answered":
        return Stale("answered_already", "U antwoordde al. Elk lid antwoordt één keer.")
    if state == "left":
        return GateNotMet("left", "U bent geen lid meer van dit netwerk.")
    return GateNotMet("closed", "Deze bevraging is gesloten.")


def answer_survey(session: Session, token: str, at: datetime, *, values: Mapping[str, Any]) -> None:
    """Keep what somebody answers, and apart from it that they did. Raises Invalid at a question, Stale a second time,
    GateNotMet when it is closed or for who is no member any more, NotAllowed for an unknown link."""
    found = find_ticket(session, token, at)
    if found is None:
        raise NotAllowed("unknown_link", "Deze link werkt niet.")
    session.refresh(found.survey, with_for_update=True)  # it doesn't close, and no paper is entered, meanwhile
    if found.state == "open" and found.survey.closed_at is not None:
        raise _refusal("closed")
    if found.state != "open":
        raise _refusal(found.state)
    answers = checked_answers(found.survey.kind, values)
    ticket = session.scalar(
        update(SurveyTicket)
        .where(SurveyTicket.token_hash == hashed(token), SurveyTicket.has_answered.is_(False))
        .values(has_answered=True)
        .returning(SurveyTicket.id)
    )
    if ticket is None:
        raise _refusal("answered")
    session.add(SurveyAnswer(id=token_hex(16), survey_id=found.survey.id, way=ONLINE, paper_number=None,
                             answers=answers))  # fmt: skip
    session.flush()
