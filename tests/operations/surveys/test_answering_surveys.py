"""A survey is answered by a link, once, and nobody can tell whose answers are whose."""

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.operations.evaluations.answering_surveys import answer_survey, find_ticket
from models.operations.evaluations.inviting_to_surveys import outgoing_survey
from models.operations.evaluations.surveying import close_due_survey
from models.operations.keeping.retaining import forget_members
from models.operations.launches.launching import network_of
from models.operations.networks.enrolling_on_paper import end_membership
from models.outbox import Effect
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.survey import Survey, SurveyAnswer, SurveyTicket
from tests.factories import acting, coordinator_of, later
from tests.survey_steps import SAFE, SECRET, UNSAFE, answered, entered, survey_mails, tokens


def test_a_member_answers_once_and_looking_changes_nothing(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    token = tokens(session, case, SECRET)["Anna"]
    found = find_ticket(session, token, later(case))
    assert found is not None
    assert found.state == "open"

    answer_survey(session, token, later(case), values=SAFE)

    assert find_ticket(session, token, later(case)).state == "answered"  # type: ignore[union-attr]
    with pytest.raises(Stale, match="U antwoordde al"):
        answer_survey(session, token, later(case), values=UNSAFE)
    assert [row.answers for row in session.scalars(select(SurveyAnswer))] == [SAFE]


def test_a_faulty_answer_leaves_the_link_open(session: Session, case: FoundingCase, survey: Survey) -> None:
    token = tokens(session, case, SECRET)["Anna"]

    with pytest.raises(Invalid):
        answer_survey(session, token, later(case), values={})

    assert find_ticket(session, token, later(case)).state == "open"  # type: ignore[union-attr]


def test_a_foreign_link_opens_nothing(session: Session, case: FoundingCase, survey: Survey) -> None:
    assert find_ticket(session, "x" * 22, later(case)) is None
    with pytest.raises(NotAllowed):
        answer_survey(session, "x" * 22, later(case), values=SAFE)


def test_after_the_last_day_nobody_answers_though_the_clock_did_not_come_by(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    token = tokens(session, case, SECRET)["Anna"]

    answer_survey(session, tokens(session, case, SECRET)["Bert"], later(case, 31), values=SAFE)  # the last day
    with pytest.raises(GateNotMet, match="gesloten"):
        answer_survey(session, token, later(case, 32), values=SAFE)


def test_who_left_meanwhile_neither_answers_nor_gets_a_mail(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    token = tokens(session, case, SECRET)["Anna"]
    [effect] = [one for one in survey_mails(session, ":first") if _asks(session, one, asked[0])]

    by = acting(session, coordinator_of(session, case), later(case))
    end_membership(session, case.id, by, later(case), enrolment_id=asked[0].id)

    assert outgoing_survey(session, effect, day_of(later(case)), SECRET) is None
    with pytest.raises(GateNotMet, match="geen lid meer"):
        answer_survey(session, token, later(case), values=SAFE)


def test_members_of_a_network_that_ended_are_forgotten_though_a_survey_is_open(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    network = network_of(session, case.id)
    network.state, network.ended_on = "terminated", day_of(later(case))

    assert forget_members(session, later(case, 40)) == 12
    assert session.scalars(select(SurveyTicket)).all() == []
    assert close_due_survey(session, case.id, later(case, 40))


def _asks(session: Session, effect: Effect, member: Enrolment) -> bool:
    return session.get_one(SurveyTicket, effect.payload["ticket_id"]).enrolment_id == member.id


# Nobody can tell whose answers are whose


def test_no_column_of_an_answer_leads_to_a_member_a_moment_or_an_order(session: Session) -> None:
    columns = {column.name for column in inspect(SurveyAnswer).columns}

    assert columns == {"id", "survey_id", "way", "paper_number", "answers"}


def test_rows_lie_in_the_order_of_their_random_names_and_not_of_answering(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    answered(session, case, SECRET, 8)
    if session.get_bind().dialect.name == "sqlite":
        assert "WITHOUT ROWID" in session.scalar(text("select sql from sqlite_master where name = 'survey_answer'"))

    ids = [row.id for row in session.scalars(select(SurveyAnswer))]

    assert all(len(one) == 32 for one in ids)
    assert len(set(ids)) == 8


def test_the_journal_tells_of_no_answer(session: Session, case: FoundingCase, survey: Survey) -> None:
    before = case.journal_length

    answered(session, case, SECRET)
    entered(session, case, 1)

    assert case.journal_length == before
