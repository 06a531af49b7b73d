"""The survey of the members as coordinator and desk carry it: opened, given on paper, closed. What is answered by a
link is `answering_surveys`; the mails are `inviting_to_surveys`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import SystemRandom
from secrets import token_hex, token_urlsafe
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import lock_case, record, settings_of
from models.operations.cases.writing_case import write_case
from models.operations.evaluations.inviting_to_surveys import forget_invitations, plan_invitations
from models.queries.evaluations.surveys import members_to_ask, open_survey_of, opened_before
from models.queries.networks.enrolments import network_of_case
from models.rules.access import PERMISSIONS, SYSTEM, Actor, function_on
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.survey_form import (
    FEWEST_ANSWERS,
    KIND_NAMES,
    ON_PAPER,
    VERSION,
    checked_answers,
    counted,
    require_kind,
)
from models.survey import Survey, SurveyAnswer, SurveyTicket


def open_survey(session: Session, case_id: int, by: Actor, at: datetime, *, kind: str) -> Survey:
    """Ask every member, by mail or on paper. Raises Invalid for a kind that would not compare, GateNotMet where too few
    members could answer or no network is active, Stale where one is open."""
    case, network, function = _lock(session, case_id, by)
    if network.state != "active":
        raise GateNotMet("no_active_network", "De leden bevragen kan pas als het netwerk actief is.")
    if open_survey_of(session, network.id) is not None:
        raise Stale("open_already", "Er loopt al een bevraging.")
    require_kind(kind, day_of(at), network.active_since, opened_before(session, network.id))
    members = _members(session, network)
    by_mail = [one for one in members if one.email and one.bounced_at is None]
    settings = settings_of(case)
    remind_on = day_of(at) + timedelta(days=settings.survey_reminder_days) if settings.survey_reminder_days else None
    row = Survey(network_id=network.id, kind=kind, year=day_of(at).year, questions_version=VERSION, opened_at=at,
                 opened_by_id=by.person_id, closes_on=day_of(at) + timedelta(days=settings.survey_days),
                 remind_on=remind_on, members_asked=len(members), papers=len(members) - len(by_mail))  # fmt: skip
    session.add(row)
    session.flush()
    mailed = {one.id for one in by_mail}
    tickets = [SurveyTicket(survey_id=row.id, enrolment_id=one.id, way="mail" if one.id in mailed else "paper",
                            link_seed=token_urlsafe(16)) for one in members]  # fmt: skip
    session.add_all(tickets)
    session.flush()
    plan_invitations(session, row, tickets)
    record(session, case, "survey:opened", by, at, function, survey=KIND_NAMES[kind], count=len(members),
           papers=row.papers, closes_on=row.closes_on.isoformat())  # fmt: skip
    write_case(session)
    return row


def _members(session: Session, network: NeighbourhoodNetwork) -> list[Enrolment]:
    """Who is asked, in an order that tells nothing."""
    members = list(members_to_ask(session, network.id))
    if len(members) < FEWEST_ANSWERS:
        raise GateNotMet("too_few_members", f"Dit netwerk heeft {len(members)} leden die u kunt bevragen. Resultaten "
                                            f"zijn er pas vanaf {FEWEST_ANSWERS} antwoorden.")  # fmt: skip
    SystemRandom().shuffle(members)
    return members


def enter_paper(session: Session, case_id: int, by: Actor, at: datetime, *, paper_number: int,
                values: Mapping[str, Any]) -> None:  # fmt: skip
    """One form that came back. Raises Invalid for a number that was not handed out or that was entered before."""
    _case, network, _function = _lock(session, case_id, by)
    survey = _open_survey(session, network)
    if day_of(at) > survey.closes_on:
        raise GateNotMet("closed", "Deze bevraging is voorbij.")
    if not 1 <= paper_number <= survey.papers:
        raise Invalid("unknown_number", "Dit nummer staat op geen enkel formulier." if not survey.papers else
                      f"De formulieren dragen de nummers 1 tot en met {survey.papers}.", "paper_number")  # fmt: skip
    before = select(SurveyAnswer.id).where(SurveyAnswer.survey_id == survey.id,
                                           SurveyAnswer.paper_number == paper_number)  # fmt: skip
    if session.scalar(before) is not None:
        raise Invalid("entered_before", "Het formulier met dit nummer is al ingevoerd. Een lid antwoordt één keer.",
                      "paper_number")  # fmt: skip
    session.add(SurveyAnswer(id=token_hex(16), survey_id=survey.id, way=ON_PAPER, paper_number=paper_number,
                             answers=checked_answers(survey.kind, values)))  # fmt: skip
    session.flush()


def hand_out_paper(session: Session, case_id: int, by: Actor, *, enrolment_id: int) -> None:
    """A member who was mailed gets a form on paper instead; the link dies. Raises Stale for who answered already."""
    _case, network, _function = _lock(session, case_id, by, "manage_members")
    survey = _open_survey(session, network)
    ticket = session.scalars(
        select(SurveyTicket)
        .where(SurveyTicket.survey_id == survey.id, SurveyTicket.enrolment_id == enrolment_id)
        .with_for_update()
    ).one_or_none()
    if ticket is None or ticket.enrolment.state != "member":
        raise Invalid("not_asked", "Dit lid is niet bevraagd.", "enrolment_id")
    if ticket.has_answered:
        raise Invalid("has_answered", "Dit lid antwoordde al.", "enrolment_id")
    put_on_paper(survey, ticket)


def put_on_paper(survey: Survey, ticket: SurveyTicket) -> None:
    """From now on this member answers on paper. A second time changes nothing."""
    if ticket.way == "mail" and not ticket.has_answered:
        ticket.way, ticket.token_hash, survey.papers = "paper", None, survey.papers + 1


def close_survey(session: Session, case_id: int, by: Actor, at: datetime) -> Survey:
    """The answers become counts; who was asked, who answered and what each answered together is erased for good."""
    case, network, function = _lock(session, case_id, by)
    row = _open_survey(session, network)
    answers = session.scalars(select(SurveyAnswer).where(SurveyAnswer.survey_id == row.id)).all()
    row.closed_at, row.remind_on = at, None
    row.answers, row.on_paper = len(answers), sum(one.way == ON_PAPER for one in answers)
    row.results = counted(row.kind, [one.answers for one in answers])
    for table in (SurveyAnswer, SurveyTicket):
        session.execute(delete(table).where(table.survey_id == row.id))
    forget_invitations(session, row)
    record(session, case, "survey:closed", by, at, function, survey=KIND_NAMES[row.kind], answers=row.answers,
           count=row.members_asked)  # fmt: skip
    write_case(session)
    return row


def close_due_survey(session: Session, case_id: int, at: datetime) -> bool:
    """The clock: close a survey whose last day is over. Returns whether there was one."""
    lock_case(session, case_id)
    network = network_of_case(session, case_id)
    row = open_survey_of(session, network.id) if network is not None else None
    if row is None or day_of(at) <= row.closes_on:
        return False
    close_survey(session, case_id, SYSTEM, at)
    return True


def _open_survey(session: Session, network: NeighbourhoodNetwork) -> Survey:
    """The survey that is open, locked: nobody answers while it closes. Raises Stale where there is none."""
    row = open_survey_of(session, network.id)
    if row is not None:
        session.refresh(row, with_for_update=True)
    if row is None or row.closed_at is not None:
        raise Stale("no_open_survey", "Er loopt geen bevraging meer.")
    return row


def _lock(session: Session, case_id: int, by: Actor,
          permission: str = "run_survey") -> tuple[FoundingCase, NeighbourhoodNetwork, str]:  # fmt: skip
    """The case, its network and the function in which somebody acts: surveys of one network happen one by one."""
    case = lock_case(session, case_id)
    network = network_of_case(session, case_id)
    if network is None:
        raise GateNotMet("no_network", "Dit dossier heeft nog geen netwerk.")
    roles = PERMISSIONS[permission]
    function = "system" if by == SYSTEM else function_on(by, case.place, roles if isinstance(roles, frozenset) else ())
    if not function:
        raise NotAllowed("no_role", "Alleen de coördinator of de gemeente bevraagt de leden.")
    return case, network, function
