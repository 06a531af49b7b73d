"""A survey comes to its end: reminded, closed by the clock or by hand, and what then remains."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.operations.evaluations.answering_surveys import find_ticket
from models.operations.evaluations.inviting_to_surveys import remind_of_survey
from models.operations.evaluations.surveying import close_due_survey, close_survey
from models.operations.keeping.retaining import forget_survey_texts
from models.queries.evaluations.surveys import cases_with_survey_to_close, cases_with_survey_to_remind, figures_of
from models.queries.records.evaluation import evaluation_record
from models.rules.access import SYSTEM
from models.rules.refusals import Stale
from models.rules.survey_form import BASELINE, YEARLY
from models.survey import Survey, SurveyAnswer, SurveyTicket
from tests.factories import Place, evaluate, later
from tests.survey_steps import (
    SAFE,
    SECRET,
    UNSAFE,
    answered,
    closed,
    entered,
    opened,
    survey_events,
    survey_mails,
    tokens,
)


def test_after_ten_days_who_did_not_answer_by_the_link_is_reminded_once(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    answered(session, case, SECRET, 4)
    assert cases_with_survey_to_remind(session, day_of(later(case, 10))) == []
    assert cases_with_survey_to_remind(session, day_of(later(case, 11))) == [case.id]

    assert remind_of_survey(session, case.id, later(case, 11)) == 7
    assert remind_of_survey(session, case.id, later(case, 12)) == 0

    assert len(survey_mails(session, ":again")) == 7


def test_a_reminder_leads_to_the_same_link_as_the_first_mail(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    first = tokens(session, case, SECRET)
    remind_of_survey(session, case.id, later(case, 11))

    assert tokens(session, case, SECRET) == first


def test_a_reminder_that_waits_does_not_go_to_who_answered_meanwhile(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    remind_of_survey(session, case.id, later(case, 11))
    answered(session, case, SECRET, 11)

    assert tokens(session, case, SECRET) == {}


def test_the_clock_closes_it_the_day_after_the_last(session: Session, case: FoundingCase, survey: Survey) -> None:
    assert not close_due_survey(session, case.id, later(case, 31))
    assert cases_with_survey_to_close(session, day_of(later(case, 32))) == [case.id]

    assert close_due_survey(session, case.id, later(case, 32))
    assert not close_due_survey(session, case.id, later(case, 33))


# What remains


def test_when_it_closes_only_counts_remain(session: Session, case: FoundingCase, survey: Survey) -> None:
    answered(session, case, SECRET, 9)
    entered(session, case, 1)

    closed(session, case)

    [figures] = figures_of(session, survey.network_id)
    assert (figures.answers, figures.asked, figures.on_paper) == (10, 12, 1)
    assert figures.counts["safety"] == {"very_safe": 0, "safe": 10, "neutral": 0, "unsafe": 0, "very_unsafe": 0}
    for table in (SurveyAnswer, SurveyTicket):
        assert session.scalars(select(table)).all() == []
    assert survey_mails(session, "") == []
    assert survey_events(session, case) == [("survey:opened", 12), ("survey:closed", 10)]


def test_of_nine_answers_nothing_remains_but_how_many_there_were(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    answered(session, case, SECRET, 9)

    row = closed(session, case)

    assert (row.answers, row.results) == (9, {})
    assert not figures_of(session, survey.network_id)[0].has_enough


def test_a_closed_survey_takes_no_answer_by_any_way(session: Session, case: FoundingCase, survey: Survey) -> None:
    token = tokens(session, case, SECRET)["Anna"]
    closed(session, case)

    assert find_ticket(session, token, later(case)) is None
    with pytest.raises(Stale):
        entered(session, case, 1)
    with pytest.raises(Stale):
        closed(session, case)


def test_the_report_of_an_evaluation_reads_the_survey_that_closed_in_its_period(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment]
) -> None:
    opened(session, case, BASELINE)
    answered(session, case, SECRET)
    closed(session, case)
    opened(session, case, YEARLY)
    answered(session, case, SECRET, 11, UNSAFE)
    closed(session, case)
    evaluate(session, place, case, later(case, 2))
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "evaluation:closed")).one()

    record = evaluation_record(session, case, entry.sequence, "https://binstart.example")

    assert record.surveys.last is not None
    assert (record.surveys.last.kind, record.surveys.last.answers) == (YEARLY, 11)
    assert [one.kind for one in record.surveys.earlier] == [BASELINE]
    assert record.surveys.still_open is None


def test_a_baseline_or_a_survey_that_is_open_is_no_survey_of_the_period(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment]
) -> None:
    opened(session, case, BASELINE)
    answered(session, case, SECRET)
    closed(session, case)
    going = opened(session, case, YEARLY)
    evaluate(session, place, case, later(case, 2))
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "evaluation:closed")).one()

    close_survey(session, case.id, SYSTEM, entry.at + timedelta(hours=1))  # the report is made after that
    surveys = evaluation_record(session, case, entry.sequence, "https://binstart.example").surveys

    assert surveys.last is None
    assert surveys.still_open is not None
    assert (surveys.still_open.kind, surveys.still_open.closes_on) == (YEARLY, going.closes_on)


def test_what_members_wrote_is_forgotten_after_two_years_and_the_counts_stay(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    answered(session, case, SECRET, 10, {**SAFE, "text": "Meer licht"})
    closed(session, case)
    assert figures_of(session, survey.network_id)[0].texts == ("Meer licht",) * 10

    assert forget_survey_texts(session, later(case, 720)) == 0
    assert forget_survey_texts(session, later(case, 740)) == 1
    assert forget_survey_texts(session, later(case, 741)) == 0

    [figures] = figures_of(session, survey.network_id)
    assert (figures.texts, figures.counts["safety"]["safe"]) == ((), 10)
