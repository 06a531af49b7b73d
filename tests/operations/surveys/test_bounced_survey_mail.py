"""A survey mail that comes back: the member is marked and answers on paper, a coordinator is told, and no answer is
touched."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.notices.writing import Addressed, write_notice
from models.case import FoundingCase
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.operations.effects.planning_effects import plan_effects
from models.operations.evaluations.answering_surveys import answer_survey, find_ticket
from models.operations.networks.taking_bounces import take_refused_survey_mail, take_survey_bounce
from models.outbox import Effect
from models.queries.evaluations.surveys import answers_so_far, asked_by
from models.survey import Survey, SurveyTicket
from tests.factories import later
from tests.survey_steps import SAFE, SECRET, closed, entered, survey_mails, tokens


def _ticket(session: Session, member: Enrolment) -> SurveyTicket:
    return session.scalars(select(SurveyTicket).where(SurveyTicket.enrolment_id == member.id)).one()


def _told(session: Session, case: FoundingCase) -> list[JournalEntry]:
    of_case = select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.event == "member:not_reached")
    return list(session.scalars(of_case))


def test_the_member_is_marked_told_of_once_and_answers_on_paper(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    token, ticket = tokens(session, case, SECRET)["Anna"], _ticket(session, asked[0])

    assert take_survey_bounce(session, ticket.id, later(case, 2))
    assert take_survey_bounce(session, ticket.id, later(case, 12))  # the reminder comes back too

    assert asked[0].bounced_at == later(case, 2)
    assert [entry.data["asked_on_paper"] for entry in _told(session, case)] == [True]
    assert survey.papers == 2
    assert asked[0] in asked_by(session, survey, "paper")
    assert find_ticket(session, token, later(case, 2)) is None
    entered(session, case, 2)
    assert answers_so_far(session, survey) == 1


def test_the_coordinator_reads_that_this_member_can_answer_on_paper(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    take_survey_bounce(session, _ticket(session, asked[0]).id, later(case))
    plan_effects(session, case.id, later(case))
    [mail] = [one for one in session.scalars(select(Effect)) if one.payload.get("notice") == "member_not_reached"]

    letter = write_notice("member_not_reached", mail.payload["facts"], Addressed("Cora"), "https://binstart.example")

    assert "Dit lid kan dat nu op papier" in letter.text
    assert "Anna" not in letter.text


def test_who_answered_by_the_link_is_not_marked_since_the_mail_arrived(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    answer_survey(session, tokens(session, case, SECRET)["Anna"], later(case), values=SAFE)

    assert not take_survey_bounce(session, _ticket(session, asked[0]).id, later(case))

    assert asked[0].bounced_at is None
    assert (survey.papers, answers_so_far(session, survey), _told(session, case)) == (1, 1, [])


def test_once_a_survey_is_closed_its_mails_lead_to_nobody(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    ticket_id = _ticket(session, asked[0]).id
    closed(session, case)

    assert not take_survey_bounce(session, ticket_id, later(case))
    assert asked[0].bounced_at is None


def test_a_number_that_no_ticket_has_marks_nobody(session: Session, case: FoundingCase, survey: Survey) -> None:
    assert not take_survey_bounce(session, 999_999, later(case))


def test_who_left_meanwhile_is_not_marked(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    asked[0].state = "left"

    take_survey_bounce(session, _ticket(session, asked[0]).id, later(case))

    assert asked[0].bounced_at is None
    assert _told(session, case) == []


def test_an_address_that_the_mail_server_refuses_is_marked_as_one_that_comes_back(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    effect = survey_mails(session, ":first")[0]

    take_refused_survey_mail(session, effect.id, later(case))

    member = session.get_one(SurveyTicket, effect.payload["ticket_id"]).enrolment
    assert (member.bounced_at, survey.papers) == (later(case), 2)
