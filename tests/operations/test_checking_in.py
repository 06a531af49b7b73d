"""At the door: each dwelling once, whichever device it came from and however often it was sent."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.case import FoundingCase
from models.database import writing
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.evenings import informing, inviting
from models.operations.evenings.checking_in import Arrival, CheckedIn, check_in, remove_attendance
from models.operations.keeping.retaining import forget_attendance
from models.queries.evenings.attendance import Present, present_at, tick_list
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Refused, Stale
from tests.factories import Place, acting, advance_to, later, make_place, submitted
from tests.support_steps import answer, confirmed

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER


def plan(session: Session, place: Place, case: FoundingCase, days: int = 30) -> InfoEvening:
    at = later(case)
    return informing.plan_info_evening(
        session, case.id, acting(session, place.people[D], at), at, starts_at=at + timedelta(days=days),
        place="Zaal De Linde", address="Markt 2", organisers="Gemeente en politie", contact="02 000 00 00",
        reason="De zaal is bezet.",
    )  # fmt: skip


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.INFO_EVENING)


@pytest.fixture
def evening(session: Session, place: Place, case: FoundingCase) -> InfoEvening:
    return plan(session, place, case)


def house(place: Place, number: str, key: str = "", people: int = 2, **more: object) -> Arrival:
    return Arrival(key or f"tablet-1-{number}", people, street_id=place.streets[0].id, number=number, **more)


def come(session: Session, place: Place, evening: InfoEvening, arrival: Arrival, role: Role = D,
         at: datetime | None = None) -> CheckedIn:  # fmt: skip
    at = at or evening.starts_at
    by = acting(session, place.people[role], at)
    return check_in(session, evening.case_id, by, at, arrival, evening_id=evening.id)


def refused(session: Session, place: Place, evening: InfoEvening, arrival: Arrival, **more: object) -> str:
    with pytest.raises(Refused) as refusal:
        come(session, place, evening, arrival, **more)
    return refusal.value.code


def test_a_dwelling_is_checked_in_and_counted(session: Session, place: Place, evening: InfoEvening) -> None:
    done = come(session, place, evening, house(place, "3"))

    assert (done.attendance.how, done.attendance.dwelling_id) == ("list", place.streets[0].dwellings[2].id)
    assert present_at(session, evening.id) == Present(people=2, dwellings=1, without_voice=1)


def test_the_same_arrival_sent_twice_counts_once(session: Session, place: Place, evening: InfoEvening) -> None:
    elsewhere = Arrival("tablet-1-elders", 3)

    first, second = come(session, place, evening, elsewhere), come(session, place, evening, elsewhere)

    assert (first.attendance.id, second.was_already) == (second.attendance.id, False)
    assert present_at(session, evening.id) == Present(people=3, dwellings=0, without_voice=0)


def test_a_dwelling_from_another_tablet_was_there_already_and_counts_once(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    first = come(session, place, evening, house(place, "3"))

    second = come(session, place, evening, house(place, "3", "tablet-2-3", people=4), P,
                  evening.starts_at + timedelta(minutes=5))  # fmt: skip

    assert second.was_already
    assert second.attendance.arrived_at == first.attendance.arrived_at
    assert present_at(session, evening.id).people == 2


def test_people_from_elsewhere_come_as_often_as_they_come(session: Session, place: Place, evening: InfoEvening) -> None:
    for key in ("tablet-1-a", "tablet-1-b"):
        assert come(session, place, evening, Arrival(key, 1)).attendance.how == "walk_in"

    assert present_at(session, evening.id) == Present(people=2, dwellings=0, without_voice=0)


def test_what_waited_for_a_connection_keeps_the_moment_of_the_door(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    at = evening.starts_at + timedelta(hours=1)

    done = come(session, place, evening, house(place, "3", waited=timedelta(minutes=18)), at=at)

    assert (done.attendance.arrived_at, done.attendance.noted_at) == (at - timedelta(minutes=18), at)


def test_a_code_leads_to_its_dwelling_also_after_the_evening_was_moved(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening
) -> None:
    code = invited(session, place, case, evening)
    moved = plan(session, place, case, days=40)

    done = come(session, place, moved, Arrival("tablet-1-code", 1, code=code.lower()))

    assert (done.attendance.how, done.attendance.house_number) == ("code", 1)


def test_a_code_for_another_evening_of_the_case_is_told(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening
) -> None:
    code = invited(session, place, case, evening)
    second = plan(session, place, case, days=40)
    evening.state = "planned"  # two evenings, one per village

    with pytest.raises(Invalid, match=r"voor de avond van 0?\d/\d\d/2026 om \d\d\.\d\d uur in Zaal De Linde") as told:
        come(session, place, second, Arrival("tablet-1-code", 1, code=code))

    assert told.value.field == "code"


def test_a_code_of_another_network_is_told_and_names_nobody(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    there = make_place(session, "westveld", "WES")
    other = advance_to(session, there, Stage.INFO_EVENING, submitted(session, there))
    code = invited(session, there, other, plan(session, there, other))

    assert refused(session, place, evening, Arrival("tablet-1-code", 1, code=code)) == "other_case"


def invited(session: Session, place: Place, case: FoundingCase, evening: InfoEvening) -> str:
    at = later(case, 2)
    inviting.invite_dwellings(session, case.id, acting(session, place.people[D], at), at)
    inviting.make_invitations(session, evening.id, at)
    return session.scalars(
        select(Invitation.code).where(Invitation.evening_id == evening.id).order_by(Invitation.place)
    ).first() or ""  # fmt: skip


@pytest.mark.parametrize(
    ("arrival", "code"),
    [
        (Arrival("tablet-1-x", 0), "people"),
        (Arrival("tablet-1-x", 21), "people"),
        (Arrival("kort", 1), "wrong_key"),
        (Arrival("tablet-1-x", 1, code="CDFGHJKMNP"), "unknown_code"),
        (Arrival("tablet-1-x", 1, street_id=999_999, number="1"), "street_outside"),
    ],
)
def test_what_cannot_be_right_is_told(
    session: Session, place: Place, evening: InfoEvening, arrival: Arrival, code: str
) -> None:
    assert refused(session, place, evening, arrival) == code


@pytest.mark.parametrize(("number", "code"), [("deur", "house_number"), ("99", "unknown_number")])
def test_a_number_that_is_wrong_is_told(
    session: Session, place: Place, evening: InfoEvening, number: str, code: str
) -> None:
    assert refused(session, place, evening, house(place, number, "tablet-1-x")) == code


def test_the_door_is_closed_before_the_day_of_the_evening(session: Session, place: Place, evening: InfoEvening) -> None:
    before = evening.starts_at - timedelta(days=1)

    assert refused(session, place, evening, house(place, "3"), at=before) == "door_closed"


def test_an_evening_that_was_moved_takes_nobody(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening
) -> None:
    plan(session, place, case, days=40)

    assert refused(session, place, evening, house(place, "3")) == "door_closed"


def test_what_was_noted_before_the_door_closed_can_be_sent_again(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening
) -> None:
    first = come(session, place, evening, house(place, "3"))
    plan(session, place, case, days=40)

    assert come(session, place, evening, house(place, "3")).attendance.id == first.attendance.id


@pytest.mark.parametrize("role", [Role.MAYOR, Role.POLICE_CHIEF, Role.ADMINISTRATOR])
def test_only_the_desk_and_the_mandated_officer_stand_at_the_door(
    session: Session, place: Place, evening: InfoEvening, role: Role
) -> None:
    with pytest.raises(NotAllowed):
        come(session, place, evening, house(place, "3"), role)


def test_a_wrong_check_in_is_removed_with_a_reason_and_can_be_done_again(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    at = evening.starts_at
    desk = acting(session, place.people[D], at)
    wrong = come(session, place, evening, house(place, "3")).attendance

    remove_attendance(session, evening.case_id, desk, at, attendance_id=wrong.id, reason="Verkeerd nummer getikt.")

    assert present_at(session, evening.id) == Present(0, 0, 0)
    assert not come(session, place, evening, house(place, "3", "tablet-1-again")).was_already
    with pytest.raises(Stale):
        remove_attendance(session, evening.case_id, desk, at, attendance_id=wrong.id, reason="Nog eens.")


def test_dwellings_that_gave_a_voice_are_told_apart(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening
) -> None:
    confirmed(session, case, later(case, 2), answer(place, 3))
    for number in ("3", "4"):
        come(session, place, evening, house(place, number))

    assert present_at(session, evening.id) == Present(people=4, dwellings=2, without_voice=1)


def test_the_list_shows_who_is_there_among_the_dwellings_that_one_means(
    session: Session, place: Place, case: FoundingCase, evening: InfoEvening
) -> None:
    come(session, place, evening, house(place, "3"))

    found = tick_list(session, case, evening.id, "kerkstr. 3") + tick_list(session, case, evening.id, "molen")

    assert [(one.dwelling.street, one.dwelling.number, one.arrived_at is not None) for one in found] == [
        ("Kerkstraat", 3, True), *(("Molenstraat", number, False) for number in (1, 3, 5, 7, 9)),
    ]  # fmt: skip


def test_addresses_are_forgotten_some_months_later_and_the_numbers_stay(
    session: Session, place: Place, evening: InfoEvening
) -> None:
    row = come(session, place, evening, house(place, "3")).attendance

    forgotten = forget_attendance(session, evening.starts_at + timedelta(days=91))

    session.refresh(row)
    assert (forgotten, row.street_id, row.house_number, row.dwelling_id, row.people) == (1, None, None, None, 2)


def test_a_closed_minute_book_takes_nobody(session: Session, place: Place, evening: InfoEvening) -> None:
    evening.minutes_approved_at = evening.starts_at

    with pytest.raises(GateNotMet, match="goedgekeurd"):
        come(session, place, evening, house(place, "3"))


def test_two_tablets_that_press_at_once_count_each_dwelling_once(empty_engine: Engine) -> None:
    # Given an evening, and two tablets on which the same ten houses are pressed
    with writing(empty_engine) as session:
        place = make_place(session)
        case = advance_to(session, place, Stage.INFO_EVENING)
        evening = plan(session, place, case)
        case_id, evening_id, at = case.id, evening.id, evening.starts_at
        people = {role: acting(session, place.people[role], at) for role in (D, P)}
        street_id = place.streets[0].id
    begin, outcomes = Barrier(2), []

    def tablet(role: Role) -> None:
        begin.wait()
        for number in range(1, 11):
            arrival = Arrival(f"{role}-{number}", 1, street_id=street_id, number=str(number))
            with writing(empty_engine) as session:
                outcomes.append(
                    check_in(session, case_id, people[role], at, arrival, evening_id=evening_id).was_already
                )

    # When both work at the same time
    tablets = [Thread(target=tablet, args=(role,)) for role in (D, P)]
    for one in tablets:
        one.start()
    for one in tablets:
        one.join()

    # Then each house counts once, and the second tablet was told each time
    with Session(empty_engine) as session:
        assert len(session.scalars(select(Attendance)).all()) == 10
    assert sorted(outcomes) == [False] * 10 + [True] * 10
