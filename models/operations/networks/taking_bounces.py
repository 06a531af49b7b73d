"""A mail to a member that comes back: the member is marked, a coordinator is told, and a survey goes on on paper.

A bounced survey mail leads to the ticket of a member, never to an answer: who answered is not marked at all, and once
the survey is closed its mails lead to nobody.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models.enrolment import Enrolment
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import ask_for_work, lock_case, record
from models.operations.evaluations.surveying import put_on_paper
from models.outbox import Effect
from models.rules.access import SYSTEM
from models.survey import SurveyTicket


def mark_bounced(session: Session, member: Enrolment, at: datetime, *, asked_on_paper: bool = False) -> None:
    """Mark a member whose address takes no mail, and tell the coordinators; who is marked already is not told again."""
    if member.bounced_at is not None or member.state not in ("member", "paused"):
        return
    member.bounced_at = at
    session.flush()
    network = session.get_one(NeighbourhoodNetwork, member.network_id)
    if network.case_id is None:
        return
    case = lock_case(session, network.case_id)
    record(session, case, "member:not_reached", SYSTEM, at, enrolment_id=member.id, asked_on_paper=asked_on_paper)
    ask_for_work(session, case)


def take_survey_bounce(session: Session, ticket_id: int, at: datetime) -> bool:
    """A mail of a survey came back: this member answers on paper. False: it is of no survey that is open, or of
    somebody who answered by its link, so it did arrive."""
    ticket = _locked(session, ticket_id)
    if ticket is None or ticket.has_answered:
        return False
    put_on_paper(ticket.survey, ticket)
    mark_bounced(session, ticket.enrolment, at, asked_on_paper=True)
    session.flush()
    return True


def take_refused_survey_mail(session: Session, effect_id: int, at: datetime) -> None:
    """The mail server takes no mail for this address."""
    take_survey_bounce(session, session.get_one(Effect, effect_id).payload["ticket_id"], at)


def _locked(session: Session, ticket_id: int) -> SurveyTicket | None:
    """The ticket, while nobody closes its survey or counts its papers."""
    ticket = session.get(SurveyTicket, ticket_id)
    if ticket is None:
        return None
    network = session.get_one(NeighbourhoodNetwork, ticket.survey.network_id)
    if network.case_id is not None:
        lock_case(session, network.case_id)
    session.refresh(ticket.survey, with_for_update=True)
    return session.get(SurveyTicket, ticket_id, populate_existing=True)
