"""The survey of the members: asked, answered once, entered from paper, reminded, closed; and what then remains."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.journal import JournalEntry
from models.operations.answering_surveys import answer_survey, find_ticket
from models.operations.enrolling_on_paper import end_membership
from models.operations.inviting_to_surveys import KIND, outgoing_survey, remind_of_survey
from models.operations.launching import network_of
from models.operations.retaining import forget_members, forget_survey_texts
from models.operations.surveying import (
    close_due_survey,
    close_survey,
    enter_paper,
    give_paper_instead,
    hand_out_paper,
    open_survey,
)
from models.outbox import Effect
from models.person import Person
from models.queries.records.evaluation import evaluation_record
from models.queries.surveys import (
    answers_so_far,
    asked_by,
    cases_with_survey_to_close,
    cases_with_survey_to_remind,
    figures_of,
)
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.rules.survey_form import BASELINE, YEARLY
from models.survey import Survey, SurveyAnswer, SurveyTicket
from tests.factories import Place, acting, advance_to, coordinator_of, evaluate, later, make_place
from tests.survey_steps import SAFE, UNSAFE, answered, members, opened, tokens

SECRET = "geheim" * 8


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


@pytest.fixture
def asked(session: Session, place: Place, case: FoundingCase) -> list[Enrolment]:
    return members(session, place, case)


@pytest.fixture
def survey(session: Session, case: FoundingCase, asked: list[Enrolment]) -> Survey:
    return opened(session, case)


def _by(session: Session, case: FoundingCase, person: Person | None = None) -> object:
    return acting(session, person or coordinator_of(session, case), later(case))


def _enter(session: Session, case: FoundingCase, number: int) -> None:
    by = acting(session, coordinator_of(session, case), later(case))
    enter_paper(session, case.id, by, later(case), paper_number=number, values=SAFE)


def _close(session: Session, case: FoundingCase) -> Survey:
    return close_survey(session, case.id, acting(session, coordinator_of(session, case), later(case)), later(case))


def _mails(session: Session, ending: str) -> list[Effect]:
    return [one for one in session.scalars(select(Effect).where(Effect.kind == KIND)) if one.key.endswith(ending)]


def _events(session: Session, case: FoundingCase) -> list[tuple[str, object]]:
    rows = session.scalars(select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence))
    return [(row.event, row.data.get("answers", row.data["count"])) for row in rows if row.event.startswith("survey:")]


# Opening


def test_every_member_is_asked_by_mail_and_who_has_none_on_paper(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    assert (survey.members_asked, survey.papers) == (12, 1)
    assert len(_mails(session, ":first")) == 11
    assert [one.name for one in asked_by(session, survey, "paper")] == ["Paula Papier 0"]
    assert survey.closes_on == day_of(later(case)) + timedelta(days=30)
    assert _events(session, case) == [("survey:opened", 12)]


def test_who_pauses_is_not_asked(session: Session, case: FoundingCase, asked: list[Enrolment]) -> None:
    asked[0].state = "paused"

    assert opened(session, case).members_asked == 11


def test_an_address_that_takes_no_mail_gets_paper(session: Session, case: FoundingCase, asked: list[Enrolment]) -> None:
    asked[0].bounced_at = later(case)

    assert opened(session, case).papers == 2


def test_with_nine_members_no_survey_is_opened_since_nothing_could_be_told(
    session: Session, place: Place, case: FoundingCase
) -> None:
    members(session, place, case, 9, papers=0)

    with pytest.raises(GateNotMet, match="9 leden"):
        opened(session, case)


def test_two_surveys_are_never_open_at_once(session: Session, case: FoundingCase, survey: Survey) -> None:
    with pytest.raises(Stale):
        opened(session, case, BASELINE)


def test_the_same_year_is_not_asked_twice(session: Session, case: FoundingCase, survey: Survey) -> None:
    _close(session, case)

    with pytest.raises(Invalid, match="dit jaar al"):
        opened(session, case)


def test_the_desk_opens_a_survey_and_the_police_do_not(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment]
) -> None:
    police = acting(session, place.people[Role.MANDATED_OFFICER], later(case))
    with pytest.raises(NotAllowed):
        open_survey(session, case.id, police, later(case), kind=YEARLY)

    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    assert open_survey(session, case.id, desk, later(case), kind=BASELINE).kind == BASELINE


def test_nobody_of_another_municipality_opens_one(session: Session, case: FoundingCase, asked: list[Enrolment]) -> None:
    elsewhere = make_place(session, "westveld", "WES")
    stranger = acting(session, elsewhere.people[Role.DESK_OFFICER], later(case))

    with pytest.raises(NotAllowed):
        open_survey(session, case.id, stranger, later(case), kind=YEARLY)


def test_a_suspended_network_asks_nothing(session: Session, case: FoundingCase, asked: list[Enrolment]) -> None:
    network_of(session, case.id).state = "suspended"

    with pytest.raises(GateNotMet):
        opened(session, case)


# Answering


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
    [effect] = [one for one in _mails(session, ":first") if _ticket(session, one).enrolment_id == asked[0].id]

    end_membership(session, case.id, _by(session, case), later(case), enrolment_id=asked[0].id)  # type: ignore[arg-type]

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


def _ticket(session: Session, effect: Effect) -> SurveyTicket:
    return session.get_one(SurveyTicket, effect.payload["ticket_id"])


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
    _enter(session, case, 1)

    assert case.journal_length == before


# Paper


def test_a_paper_is_entered_once(session: Session, case: FoundingCase, survey: Survey) -> None:
    _enter(session, case, 1)

    with pytest.raises(Invalid) as refusal:
        _enter(session, case, 1)

    assert (refusal.value.code, refusal.value.field) == ("entered_before", "paper_number")
    assert answers_so_far(session, survey) == 1


@pytest.mark.parametrize("number", [0, 2, 99])
def test_no_more_papers_than_members_who_got_one(
    session: Session, case: FoundingCase, survey: Survey, number: int
) -> None:
    with pytest.raises(Invalid, match="nummers 1 tot en met 1"):
        _enter(session, case, number)


def test_who_gets_paper_instead_of_a_mail_has_no_link_any_more(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    token = tokens(session, case, SECRET)["Anna"]
    by = acting(session, coordinator_of(session, case), later(case))

    hand_out_paper(session, case.id, by, enrolment_id=asked[0].id)
    hand_out_paper(session, case.id, by, enrolment_id=asked[0].id)  # pressed twice

    assert survey.papers == 2
    session.flush()
    assert find_ticket(session, token, later(case)) is None
    _enter(session, case, 2)


def test_who_answered_by_the_link_gets_no_paper(
    session: Session, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    answer_survey(session, tokens(session, case, SECRET)["Anna"], later(case), values=SAFE)

    with pytest.raises(Invalid, match="antwoordde al"):
        hand_out_paper(session, case.id, acting(session, coordinator_of(session, case), later(case)),
                       enrolment_id=asked[0].id)  # fmt: skip


def test_the_desk_which_sees_no_members_hands_out_no_paper(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment], survey: Survey
) -> None:
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))

    with pytest.raises(NotAllowed):
        hand_out_paper(session, case.id, desk, enrolment_id=asked[0].id)


def test_a_mail_that_no_address_took_becomes_paper(session: Session, case: FoundingCase, survey: Survey) -> None:
    effect = _mails(session, ":first")[0]

    give_paper_instead(session, effect.id)

    assert survey.papers == 2
    assert outgoing_survey(session, effect, day_of(later(case)), SECRET) is None


# The clock


def test_after_ten_days_who_did_not_answer_by_the_link_is_reminded_once(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    answered(session, case, SECRET, 4)
    assert cases_with_survey_to_remind(session, day_of(later(case, 10))) == []
    assert cases_with_survey_to_remind(session, day_of(later(case, 11))) == [case.id]

    assert remind_of_survey(session, case.id, later(case, 11)) == 7
    assert remind_of_survey(session, case.id, later(case, 12)) == 0

    assert len(_mails(session, ":again")) == 7


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
    _enter(session, case, 1)

    _close(session, case)

    [figures] = figures_of(session, survey.network_id)
    assert (figures.answers, figures.asked, figures.on_paper) == (10, 12, 1)
    assert figures.counts["safety"] == {"very_safe": 0, "safe": 10, "neutral": 0, "unsafe": 0, "very_unsafe": 0}
    for table in (SurveyAnswer, SurveyTicket):
        assert session.scalars(select(table)).all() == []
    assert _mails(session, "") == []
    assert _events(session, case) == [("survey:opened", 12), ("survey:closed", 10)]


def test_of_nine_answers_nothing_remains_but_how_many_there_were(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    answered(session, case, SECRET, 9)

    row = _close(session, case)

    assert (row.answers, row.results) == (9, {})
    assert not figures_of(session, survey.network_id)[0].has_enough


def test_a_closed_survey_takes_no_answer_by_any_way(session: Session, case: FoundingCase, survey: Survey) -> None:
    token = tokens(session, case, SECRET)["Anna"]
    _close(session, case)

    assert find_ticket(session, token, later(case)) is None
    with pytest.raises(Stale):
        _enter(session, case, 1)
    with pytest.raises(Stale):
        _close(session, case)


def test_the_report_of_an_evaluation_reads_the_survey_that_closed_in_its_period(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment]
) -> None:
    opened(session, case, BASELINE)
    answered(session, case, SECRET)
    _close(session, case)
    opened(session, case, YEARLY)
    answered(session, case, SECRET, 11, UNSAFE)
    _close(session, case)
    evaluate(session, place, case, later(case, 2))
    closed = session.scalars(select(JournalEntry).where(JournalEntry.event == "evaluation:closed")).one()

    record = evaluation_record(session, case, closed.sequence, "https://binstart.example")

    assert record.survey is not None
    assert (record.survey.kind, record.survey.answers) == (YEARLY, 11)
    assert [one.kind for one in record.earlier_surveys] == [BASELINE]


def test_a_baseline_or_a_survey_that_is_open_is_no_survey_of_the_period(
    session: Session, place: Place, case: FoundingCase, asked: list[Enrolment]
) -> None:
    opened(session, case, BASELINE)
    answered(session, case, SECRET)
    _close(session, case)
    opened(session, case, YEARLY)
    evaluate(session, place, case, later(case, 2))
    closed = session.scalars(select(JournalEntry).where(JournalEntry.event == "evaluation:closed")).one()

    assert evaluation_record(session, case, closed.sequence, "https://binstart.example").survey is None


def test_what_members_wrote_is_forgotten_after_two_years_and_the_counts_stay(
    session: Session, case: FoundingCase, survey: Survey
) -> None:
    answered(session, case, SECRET, 10, {**SAFE, "text": "Meer licht"})
    _close(session, case)
    assert figures_of(session, survey.network_id)[0].texts == ("Meer licht",) * 10

    assert forget_survey_texts(session, later(case, 720)) == 0
    assert forget_survey_texts(session, later(case, 740)) == 1
    assert forget_survey_texts(session, later(case, 741)) == 0

    [figures] = figures_of(session, survey.network_id)
    assert (figures.texts, figures.counts["safety"]["safe"]) == ((), 10)
