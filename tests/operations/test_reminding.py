"""The clock reminds who must act, once per term and again after growing intervals, and never without need."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import JournalEntry
from models.operations import consulting, requesting
from models.operations.reminding import remind_if_late
from models.outbox import OutboxEntry
from models.queries.due import cases_past_their_term, cases_with_due_evaluation, cases_with_late_opinion
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.reminders import is_reminder_due
from tests.factories import Place, acting, advance_to, later

DUE = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("reminded_after", "asked_after", "is_due"),
    [
        ([], 0, False),
        ([], 1, True),
        ([1], 7, False),
        ([1], 8, True),
        ([1, 8], 21, False),
        ([1, 8], 22, True),
        ([1, 8, 22], 50, True),
        ([1, 8, 22, 50, 106], 161, False),
        ([1, 8, 22, 50, 106], 162, True),
    ],
)
def test_the_intervals_between_reminders_grow_to_two_months(
    reminded_after: list[int], asked_after: int, is_due: bool
) -> None:
    reminded = [DUE + timedelta(days=days) for days in reminded_after]

    assert is_reminder_due(DUE, reminded, DUE + timedelta(days=asked_after)) is is_due


def test_after_a_long_sleep_there_is_one_reminder_and_not_one_for_each_missed_interval() -> None:
    woken = DUE + timedelta(days=400)

    assert is_reminder_due(DUE, [], woken)
    assert not is_reminder_due(DUE, [woken], woken + timedelta(days=1))


def test_who_must_act_is_reminded_once_of_a_term(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    assert case.due_on is not None
    at = later(case, 90)
    waiting = len(session.scalars(select(OutboxEntry)).all())

    assert cases_past_their_term(session, at.date()) == [case.id]
    assert remind_if_late(session, case.id, at)
    assert not remind_if_late(session, case.id, at + timedelta(days=1))
    assert remind_if_late(session, case.id, at + timedelta(days=7))

    session.flush()
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "reminder:planned").limit(1)).one()
    assert entry.data["roles"] == ["mandated_officer", "mayor", "police_chief"]
    assert len(session.scalars(select(OutboxEntry)).all()) == waiting + 2


def test_before_the_term_is_over_nobody_is_reminded(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)

    assert cases_past_their_term(session, later(case).date()) == []
    assert not remind_if_late(session, case.id, later(case))


def test_the_initiator_is_reminded_of_what_was_asked_of_them(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.IDEA)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    requesting.ask_completion(session, case.id, desk, later(case), reason="Welke straten?")

    assert remind_if_late(session, case.id, later(case, 60))

    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "reminder:planned")).one()
    assert entry.data["roles"] == ["initiator"]


def test_a_case_that_ended_is_left_alone(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    requesting.withdraw_request(session, case.id, acting(session, place.resident), later(case), reason="Wij verhuizen.")

    assert not remind_if_late(session, case.id, later(case, 90))


def test_the_clock_finds_late_opinions_and_evaluations_whose_day_has_come(session: Session, place: Place) -> None:
    asked = advance_to(session, place, Stage.CONSULTATION)
    officer = acting(session, place.people[Role.MANDATED_OFFICER], later(asked))
    consulting.ask_opinion(session, asked.id, officer, later(asked), adviser="het parket")
    launched = advance_to(session, place, Stage.EVALUATION)

    assert cases_with_late_opinion(session, later(asked, 90).date()) == [asked.id]
    assert cases_with_late_opinion(session, later(asked, 2).date()) == []
    assert cases_with_due_evaluation(session, later(launched, 300).date()) == []
    assert cases_with_due_evaluation(session, later(launched, 400).date()) == [launched.id]
