"""The mails with which members are asked to answer a survey, and once more.

Work of a kind of its own: hundreds of them stand before no urgent message and no mail to sign in. Address and link are
read when a mail leaves: who left the network or answered meanwhile gets nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.network import NeighbourhoodNetwork
from models.operations.accounts.personal_links import kept_token
from models.operations.cases.acting import lock_case
from models.outbox import LEAVES_WORK, Effect
from models.queries.authorities.own_languages import language_of_network
from models.queries.evaluations.surveys import open_survey_of
from models.queries.networks.enrolments import network_of_case
from models.survey import Survey, SurveyTicket

KIND = "survey_mail"
TOKEN_LENGTH = 22  # 132 bits


@dataclass(frozen=True)
class OutgoingSurvey:
    """What goes to one member; `token` leads to the questions."""

    ticket_id: int
    to: str
    name: str
    network: str
    network_kind: str
    kind: str
    closes_on: date
    is_reminder: bool
    token: str
    language: str


def plan_invitations(session: Session, survey: Survey, tickets: Sequence[SurveyTicket]) -> None:
    """One mail to each member who is asked by mail."""
    _plan(session, survey, [one for one in tickets if one.way == "mail"], is_reminder=False)


def remind_of_survey(session: Session, case_id: int, at: datetime) -> int:
    """The clock: once more to who did not answer by the link. Returns how many mails."""
    lock_case(session, case_id)
    network = network_of_case(session, case_id)
    survey = open_survey_of(session, network.id) if network is not None else None
    if survey is None or survey.remind_on is None or day_of(at) < survey.remind_on:
        return 0
    survey.remind_on = None
    if day_of(at) > survey.closes_on:
        return 0
    silent = session.scalars(
        select(SurveyTicket).where(
            SurveyTicket.survey_id == survey.id, SurveyTicket.way == "mail", SurveyTicket.has_answered.is_(False)
        )
    ).all()
    _plan(session, survey, silent, is_reminder=True)
    return len(silent)


def _plan(session: Session, survey: Survey, tickets: Sequence[SurveyTicket], *, is_reminder: bool) -> None:
    session.add_all(
        Effect(key=f"{_stem(survey)}{one.id}:{'again' if is_reminder else 'first'}", kind=KIND, case_id=None,
               payload={"ticket_id": one.id, "is_reminder": is_reminder})
        for one in tickets
    )  # fmt: skip
    session.info[LEAVES_WORK] = True


def forget_invitations(session: Session, survey: Survey) -> None:
    """Which member was mailed and who was reminded is nobody's business once a survey is closed."""
    session.execute(delete(Effect).where(Effect.kind == KIND, Effect.key.startswith(_stem(survey), autoescape=True)))


def _stem(survey: Survey) -> str:
    return f"survey:{survey.id}:"


def outgoing_survey(
    session: Session, effect: Effect, on: date, secret_key: str, before: str = ""
) -> OutgoingSurvey | None:
    """What a claimed piece of work must hand over; None: it is no longer for this member."""
    ticket = session.get(SurveyTicket, effect.payload["ticket_id"])
    if ticket is None or ticket.has_answered or ticket.way != "mail" or ticket.enrolment.state != "member":
        return None
    if on > ticket.survey.closes_on:
        return None
    token = kept_token(ticket, "survey", secret_key, before, TOKEN_LENGTH)
    network = session.get_one(NeighbourhoodNetwork, ticket.survey.network_id)
    return OutgoingSurvey(
        ticket_id=ticket.id, to=ticket.enrolment.email, name=ticket.enrolment.name, network=network.name,
        network_kind=network.kind,
        kind=ticket.survey.kind, closes_on=ticket.survey.closes_on, is_reminder=effect.payload["is_reminder"],
        token=token, language=language_of_network(session, network),
    )  # fmt: skip
