"""What is planned for whom: each thing once, nobody of elsewhere, nobody twice, and paper for who has no mail."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.mandate import Mandate
from models.operations.consultation import consulting
from models.operations.effects.planning_effects import plan_effects
from models.operations.evenings import answering_seats, informing
from models.operations.requests import requesting
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.charter_steps import frozen
from tests.factories import (
    START,
    Place,
    acting,
    advance_to,
    answers_for,
    approve_minutes,
    give_role,
    hold_evening,
    later,
    make_person,
    make_place,
    submitted,
)


def mails(session: Session, notice: str = "") -> list[Effect]:
    rows = session.scalars(select(Effect).where(Effect.kind == "mail").order_by(Effect.id)).all()
    return [row for row in rows if notice in ("", row.payload["notice"])]


def told(session: Session, notice: str) -> set[str]:
    return {row.payload["to"] for row in mails(session, notice)}


def test_a_second_look_plans_nothing(session: Session, place: Place) -> None:
    case = submitted(session, place)

    planned = plan_effects(session, case.id, START)

    assert planned == 3  # the receipt, the applicant's mail, the desk's mail
    assert plan_effects(session, case.id, START) == 0


def test_keys_name_people_by_number_and_never_by_name_or_address(session: Session, place: Place) -> None:
    case = submitted(session, place)

    plan_effects(session, case.id, START)

    keys = set(session.scalars(select(Effect.key)))
    assert keys == {
        f"{case.number}:idea:receipt:document:1",
        f"{case.number}:idea:request_received:person-{place.resident.id}:1",
        f"{case.number}:idea:request_to_assess:person-{place.people[Role.DESK_OFFICER].id}:1",
    }


def test_who_joins_later_gets_no_old_mail(session: Session, place: Place) -> None:
    case = submitted(session, place)
    plan_effects(session, case.id, START)
    newcomer = make_person(session, "Nele Nieuw")
    give_role(session, newcomer, Role.DESK_OFFICER, place.municipality)

    plan_effects(session, case.id, START)

    assert newcomer.email not in told(session, "request_to_assess")


def test_officers_of_another_municipality_hear_nothing(session: Session, place: Place) -> None:
    other = make_place(session, "westveld", "WES", place.zone)
    case = submitted(session, place)

    plan_effects(session, case.id, START)

    assert other.people[Role.DESK_OFFICER].email not in {row.payload["to"] for row in mails(session)}


def test_who_left_the_function_hears_nothing(session: Session, place: Place) -> None:
    gone = make_person(session, "Gust Gegaan")
    give_role(session, gone, Role.DESK_OFFICER, place.municipality)
    mandate = session.scalars(select(Mandate).where(Mandate.person_id == gone.id)).one()
    mandate.until = (START - timedelta(days=1)).date()
    case = submitted(session, place)

    plan_effects(session, case.id, START)

    assert gone.email not in told(session, "request_to_assess")


def test_when_nobody_holds_the_function_the_mail_goes_to_the_office(session: Session, place: Place) -> None:
    place.people[Role.DESK_OFFICER].is_active = False
    case = submitted(session, place)

    plan_effects(session, case.id, START)

    assert told(session, "request_to_assess") == {place.municipality.email}


def test_somebody_with_two_functions_gets_one_mail_of_an_event(session: Session, place: Place) -> None:
    give_role(session, place.people[Role.POLICE_CHIEF], Role.MANDATED_OFFICER, place.zone)
    case = advance_to(session, place, Stage.CONSULTATION)

    plan_effects(session, case.id, START)

    chief = place.people[Role.POLICE_CHIEF].email
    assert [row.payload["notice"] for row in mails(session) if row.payload["to"] == chief] == ["decision_needed"]


def test_a_refusal_reaches_the_applicant_and_who_acted_earlier_but_not_who_refuses(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.CONSULTATION)

    chief = acting(session, place.people[Role.POLICE_CHIEF], later(case))
    consulting.decide_as_police(session, case.id, chief, later(case), is_approved=False, reason="Te klein gebied.")

    plan_effects(session, case.id, later(case))

    assert told(session, "founding_refused") == {place.resident.email}
    assert told(session, "founding_refused_for_partners") == {place.people[Role.DESK_OFFICER].email}
    letter = session.scalars(select(Effect).where(Effect.key.like("%:decision:%"))).one()
    assert mails(session, "founding_refused")[0].payload["attached"] == [letter.key]


def test_an_applicant_without_mail_is_written_to_on_paper_by_the_desk(session: Session, place: Place) -> None:
    officer = acting(session, place.people[Role.DESK_OFFICER])
    answers = answers_for(place, channel="paper", applicant_email="", applicant_dwelling_id=None)
    case = requesting.submit_request(session, officer, START, answers)

    plan_effects(session, case.id, START)

    mail = mails(session, "request_received")[0]
    assert mail.payload["to"] == place.people[Role.DESK_OFFICER].email
    assert mail.payload["on_paper"] == {"name": place.resident.name, "address": answers_for(place).applicant_address}


def test_each_new_member_of_the_stuurgroep_is_invited_once(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    plan_effects(session, case.id, later(case))
    seats = [
        informing.Seat("Cora Coördinator", "cora@oosterbeke.example", Role.COORDINATOR.value),
        informing.Seat("Lars Later", "lars@oosterbeke.example", Role.STEERING_GROUP_MEMBER.value),
    ]
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))

    informing.appoint_steering_group(session, case.id, desk, later(case), seats=seats)
    plan_effects(session, case.id, later(case))
    informing.appoint_steering_group(session, case.id, desk, later(case), seats=seats)
    plan_effects(session, case.id, later(case))

    invited = [row.payload["to"] for row in mails(session, "seat_offered")]
    assert invited == ["lars@oosterbeke.example"]


def test_who_did_not_answer_is_asked_again_when_the_charter_begins_and_gets_no_other_mail(
    session: Session, place: Place
) -> None:
    case = advance_to(session, place, Stage.INFO_EVENING)
    after = hold_evening(session, place, case)
    plan_effects(session, case.id, after)

    approve_minutes(session, place, case, after)
    plan_effects(session, case.id, later(case))

    assert told(session, "seat_waits") == {"cora@oosterbeke.example", "stef@oosterbeke.example"}
    assert "cora@oosterbeke.example" not in told(session, "charter_to_fill_in")


def test_desk_and_police_hear_that_somebody_declined(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    desk = acting(session, place.people[Role.DESK_OFFICER], later(case))
    seats = [
        informing.Seat("Cora Coördinator", "cora@oosterbeke.example", Role.COORDINATOR.value),
        informing.Seat("Lars Later", "lars@oosterbeke.example", Role.STEERING_GROUP_MEMBER.value),
    ]
    informing.appoint_steering_group(session, case.id, desk, later(case), seats=seats)
    lars = session.scalars(select(Person).where(Person.email == "lars@oosterbeke.example")).one()

    answering_seats.decline_seat(session, case.id, acting(session, lars, later(case)), later(case))
    plan_effects(session, case.id, later(case))

    staff = {place.people[role].email for role in (Role.DESK_OFFICER, Role.MANDATED_OFFICER)}
    assert told(session, "seat_declined") == staff
    assert mails(session, "seat_declined")[0].payload["facts"]["seat"] == "lid van de stuurgroep"
    assert "Lars" not in str(mails(session, "seat_declined")[0].payload["facts"])


def test_everyone_who_must_sign_is_asked_to(session: Session, place: Place) -> None:
    case, charter = frozen(session, place)

    plan_effects(session, case.id, later(case))

    cora = session.scalars(select(Person).where(Person.email == "cora@oosterbeke.example")).one()
    signing = [place.people[role] for role in (Role.MAYOR, Role.POLICE_CHIEF, Role.MANDATED_OFFICER)] + [cora]
    assert told(session, "charter_to_sign") == {person.email for person in signing}
    assert mails(session, "charter_to_sign")[0].payload["facts"]["fingerprint"] == charter.fingerprint
