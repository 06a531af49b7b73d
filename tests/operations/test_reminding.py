"""The clock reminds who must act, one step of the ladder after the other, and never without need."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import JournalEntry
from models.mandate import Mandate
from models.operations.cases.reminding import remind_if_late
from models.operations.consultation import advising
from models.operations.evenings import informing
from models.operations.requests import requesting
from models.outbox import OutboxEntry
from models.queries.cases.due import cases_near_their_term, cases_with_due_evaluation, cases_with_late_opinion
from models.queries.cases.recipients import recipients_of
from models.rules.access import Role
from models.rules.happenings import Happening
from models.rules.notices import To
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to, give_role, later, make_person


def test_who_must_act_is_reminded_once_of_a_term(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    assert case.due_on is not None
    at = later(case, 90)
    waiting = len(session.scalars(select(OutboxEntry)).all())

    assert cases_near_their_term(session, at.date()) == [case.id]
    assert remind_if_late(session, case.id, at)
    assert not remind_if_late(session, case.id, at + timedelta(days=1))
    assert remind_if_late(session, case.id, at + timedelta(days=7))

    session.flush()
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "reminder:planned").limit(1)).one()
    assert entry.data["roles"] == ["mandated_officer", "mayor", "police_chief"]
    assert len(session.scalars(select(OutboxEntry)).all()) == waiting + 2


def test_before_the_term_is_over_nobody_is_reminded(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)

    assert cases_near_their_term(session, later(case).date()) == []
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
    advising.ask_opinion(session, asked.id, officer, later(asked), adviser="het parket")
    launched = advance_to(session, place, Stage.EVALUATION)

    assert cases_with_late_opinion(session, later(asked, 90).date()) == [asked.id]
    assert cases_with_late_opinion(session, later(asked, 2).date()) == []
    assert cases_with_due_evaluation(session, later(launched, 300).date()) == []
    assert cases_with_due_evaluation(session, later(launched, 400).date()) == [launched.id]


def _steps(session: Session) -> list[str]:
    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "reminder:planned").order_by(JournalEntry.sequence)
    )
    return [one.data["step"] for one in entries]


def test_each_step_of_the_ladder_is_one_line_in_the_journal(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    assert case.due_on is not None
    end = later(case, (case.due_on - later(case, 0).date()).days)

    for day in range(-10, 25):
        remind_if_late(session, case.id, end + timedelta(days=day))

    assert _steps(session) == ["before", "after", "deputy", "head", "again"]


def test_the_deputy_and_the_head_hear_it_in_their_turn(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.IDEA)
    deputy, head = make_person(session, "Dina Dienst"), make_person(session, "Hilde Hoofd")
    give_role(session, deputy, Role.DESK_OFFICER, place.municipality)
    give_role(session, head, Role.DESK_OFFICER, place.municipality)
    desk = session.scalars(select(Mandate).where(Mandate.person_id == place.people[Role.DESK_OFFICER].id)).one()
    desk.deputy_id = deputy.id
    session.scalars(select(Mandate).where(Mandate.person_id == head.id)).one().is_head = True
    happening = Happening(1, "reminder:planned", case.stage, 1, {"roles": ["desk_officer"]}, later(case).date())

    deputies = recipients_of(session, case, To.DEPUTIES, happening, happening.on)
    heads = recipients_of(session, case, To.HEADS, happening, happening.on)

    assert [one.name for one in deputies] == [deputy.name]
    assert [one.name for one in heads] == [head.name]


def test_without_a_head_the_mayor_and_the_chief_hear_it(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)
    roles = {"roles": ["mandated_officer", "mayor"]}
    happening = Happening(1, "reminder:planned", case.stage, 1, roles, later(case).date())

    found = [one.name for one in recipients_of(session, case, To.HEADS, happening, happening.on)]

    assert found == [place.people[Role.MAYOR].name, place.people[Role.POLICE_CHIEF].name]


def test_when_a_resident_is_late_the_desk_hears_it(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.IDEA)
    happening = Happening(1, "reminder:planned", case.stage, 1, {"roles": ["initiator"]}, later(case).date())

    found = [one.name for one in recipients_of(session, case, To.HEADS, happening, happening.on)]

    assert found == [place.people[Role.DESK_OFFICER].name]


def test_nobody_is_reminded_of_an_evening_before_it_was_held(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    desk = acting(session, place.people[Role.DESK_OFFICER], at)
    evening = informing.plan_info_evening(
        session, case.id, desk, at, starts_at=at + timedelta(days=21), place="Zaal De Linde", address="Markt 2",
        organisers="Gemeente en politie", contact="veiligheid@oosterbeke.example",
    )  # fmt: skip

    assert not remind_if_late(session, case.id, evening.starts_at - timedelta(days=3))
