"""The info evening: all are invited in time, seven items have a result, and another pair of eyes approves."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.info_evening import InfoEvening
from models.mandate import Mandate
from models.operations.evenings import informing, writing_minutes
from models.operations.evenings.moving_evenings import cancel_info_evening
from models.operations.support import judging_support
from models.queries.authorities.calendar import national_calendar
from models.rules.access import Actor, Role
from models.rules.procedure import AGENDA_ITEMS, Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, approve_minutes, later

ALL_ITEMS = {code: informing.ItemResult("Besproken.", 30, 2, 1) for code in AGENDA_ITEMS}
SEATS = [
    informing.Seat("Cora Coördinator", "cora@oosterbeke.example", "coordinator"),
    informing.Seat("Stef Stuur", "stef@oosterbeke.example", "steering_group_member"),
]


def ready(session: Session, place: Place) -> tuple[FoundingCase, Actor, Actor]:
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    return (
        case,
        acting(session, place.people[Role.DESK_OFFICER], at),
        acting(session, place.people[Role.MANDATED_OFFICER], at),
    )


def plan(session: Session, case: FoundingCase, by: Actor, days: int = 20, **more: object) -> InfoEvening:
    return informing.plan_info_evening(
        session, case.id, by, later(case), starts_at=later(case) + timedelta(days=days), place="De Linde",
        address="Markt 2", organisers="Gemeente en politie", contact="02 000 00 00", **more,  # type: ignore[arg-type]
    )  # fmt: skip


def hold(session: Session, case: FoundingCase, by: Actor, evening: InfoEvening, **changes: object) -> None:
    values: dict[str, object] = {
        "chair": "Dirk Balie", "attendance": 40, "items": ALL_ITEMS, "network_approved": True,
        "objectives_approved": True, "steering_group_approved": True, "registered_dwellings": 25,
    }  # fmt: skip
    informing.record_info_evening(session, case.id, by, evening.starts_at + timedelta(days=1), **{**values, **changes})


def test_an_evening_with_seven_results_a_stuurgroep_and_approved_minutes_opens_the_charter(
    session: Session, place: Place
) -> None:
    case, desk, _ = ready(session, place)
    evening = plan(session, case, desk)
    hold(session, case, desk, evening)
    informing.appoint_steering_group(session, case.id, desk, evening.starts_at, seats=SEATS)

    approve_minutes(session, place, case, evening.starts_at + timedelta(days=2))

    assert case.stage == "charter"


def test_an_invitation_that_would_come_too_late_is_refused(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)

    with pytest.raises(Invalid) as refusal:
        plan(session, case, desk, days=13, is_sure=False)

    assert refusal.value.field == "starts_at"


def test_planning_again_keeps_the_moved_evening_on_record(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    plan(session, case, desk)

    plan(session, case, desk, days=40, reason="De zaal is dubbel geboekt.")

    assert session.scalars(select(InfoEvening.state).order_by(InfoEvening.id)).all() == ["cancelled", "planned"]


def test_results_can_not_be_noted_before_the_evening_was(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    plan(session, case, desk)

    with pytest.raises(GateNotMet) as refusal:
        informing.record_info_evening(
            session, case.id, desk, later(case), chair="Dirk", attendance=1, items=ALL_ITEMS, network_approved=True,
            objectives_approved=True, steering_group_approved=True,
        )  # fmt: skip

    assert refusal.value.code == "not_yet_held"


@pytest.mark.parametrize("missing", AGENDA_ITEMS)
def test_one_agenda_item_without_a_result_keeps_the_minutes_from_being_approved(
    session: Session, place: Place, missing: str
) -> None:
    case, desk, _ = ready(session, place)
    evening = plan(session, case, desk)
    hold(session, case, desk, evening, items={code: item for code, item in ALL_ITEMS.items() if code != missing})

    with pytest.raises(GateNotMet) as refusal:
        approve_minutes(session, place, case, evening.starts_at + timedelta(days=2))

    assert refusal.value.code == "seven_items_have_result"


def test_who_noted_the_minutes_does_not_approve_them(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    evening = plan(session, case, desk)
    hold(session, case, desk, evening)

    with pytest.raises(NotAllowed):
        writing_minutes.approve_minutes_as_chair(session, case.id, desk, evening.starts_at + timedelta(days=2))


def test_more_votes_than_people_present_can_not_be(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    evening = plan(session, case, desk)

    with pytest.raises(Invalid) as refusal:
        hold(session, case, desk, evening, attendance=10)

    assert refusal.value.code == "too_many_votes"


@pytest.mark.parametrize("named", ["Roos Bewoner Oosterbeke", "roos  BEWONER-oosterbeke"])
def test_what_everybody_will_read_names_no_private_person(session: Session, place: Place, named: str) -> None:
    case, desk, _ = ready(session, place)
    evening = plan(session, case, desk)
    items = {**ALL_ITEMS, "partners": informing.ItemResult(f"Voorgesteld door {named}, met de wijkinspecteur.")}

    with pytest.raises(Invalid) as refusal:
        hold(session, case, desk, evening, items=items)

    assert (refusal.value.code, refusal.value.field) == ("private_name", "partners")
    with pytest.raises(Invalid) as refusal:
        hold(session, case, desk, evening, chair=named)
    assert refusal.value.field == "chair"


def test_minutes_that_name_somebody_who_came_into_the_stuurgroep_later_are_not_approved(
    session: Session, place: Place
) -> None:
    case, desk, _ = ready(session, place)
    evening = plan(session, case, desk)
    items = {**ALL_ITEMS, "partners": informing.ItemResult("Stef Stuur leidde het gesprek.")}
    hold(session, case, desk, evening, items=items)
    informing.appoint_steering_group(session, case.id, desk, evening.starts_at, seats=SEATS)

    with pytest.raises(GateNotMet) as refusal:
        approve_minutes(session, place, case, evening.starts_at + timedelta(days=2))
    assert refusal.value.code == "private_name"

    hold(session, case, desk, evening)
    approve_minutes(session, place, case, evening.starts_at + timedelta(days=2))
    assert case.stage == "charter"


def test_approved_minutes_do_not_change_any_more(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    evening = plan(session, case, desk)
    hold(session, case, desk, evening, network_approved=False)
    approve_minutes(session, place, case, evening.starts_at + timedelta(days=2))

    with pytest.raises(Stale):
        hold(session, case, desk, evening)


def test_after_an_evening_without_approval_a_second_one_can_be_called(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    first = plan(session, case, desk)
    hold(session, case, desk, first, network_approved=False)
    approve_minutes(session, place, case, first.starts_at + timedelta(days=2))
    assert case.stage == "info_evening"

    second = plan(session, case, desk, days=80)

    assert session.get(InfoEvening, first.id).state == "held"
    assert second.state == "planned"
    assert "evening_held" in case.waiting_for


def test_too_little_support_ends_the_case(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    evening = plan(session, case, desk)
    hold(session, case, desk, evening, registered_dwellings=3)

    judging_support.stop_for_lack_of_support(session, case.id, desk, evening.starts_at + timedelta(days=9),
                                       reason="Drie woningen is te weinig.")  # fmt: skip

    assert case.end == "not_enough_support"


def test_a_stuurgroep_needs_a_coordinator(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)

    with pytest.raises(Invalid):
        informing.appoint_steering_group(session, case.id, desk, later(case), seats=SEATS[1:])


def test_who_stays_in_the_stuurgroep_keeps_their_seat_and_who_is_gone_leaves_it(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    informing.appoint_steering_group(session, case.id, desk, later(case), seats=SEATS)
    before = session.scalars(select(Mandate.id).where(Mandate.role == "coordinator")).one()

    informing.appoint_steering_group(session, case.id, desk, later(case), seats=SEATS[:1])

    present = session.scalars(
        select(Mandate).where(Mandate.case_id == case.id, Mandate.until.is_(None), Mandate.role != "initiator")
    ).all()
    assert [mandate.id for mandate in present] == [before]


def test_the_same_person_twice_in_the_stuurgroep_is_refused(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)

    with pytest.raises(Invalid):
        informing.appoint_steering_group(session, case.id, desk, later(case), seats=[SEATS[0], SEATS[0]])


def test_two_evenings_count_together_and_the_last_one_that_decided_has_the_last_word(
    session: Session, place: Place
) -> None:
    case, desk, _ = ready(session, place)
    first = plan(session, case, desk)
    second = plan(session, case, desk, days=27, is_extra=True)
    items = list(ALL_ITEMS.items())
    hold(session, case, desk, first, items=dict(items[:4]), steering_group_approved=False, evening_id=first.id)
    informing.appoint_steering_group(session, case.id, desk, first.starts_at, seats=SEATS)
    assert "evening_held" in case.waiting_for  # the second one is still to come

    hold(session, case, desk, second, items=dict(items[4:]), network_approved=None, objectives_approved=None,
         evening_id=second.id)  # fmt: skip

    assert case.waiting_for == ["minutes_approved_by_chair", "minutes_approved_by_police"]
    approve_minutes(session, place, case, second.starts_at + timedelta(days=2))
    assert case.waiting_for == [
        "minutes_approved_by_chair",
        "minutes_approved_by_police",
    ]  # each evening has minutes of its own
    approve_minutes(session, place, case, second.starts_at + timedelta(days=2))
    assert case.stage == "charter"


def test_a_later_evening_can_take_an_approval_back(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    first = plan(session, case, desk)
    second = plan(session, case, desk, days=27, is_extra=True)
    hold(session, case, desk, first, evening_id=first.id)

    hold(session, case, desk, second, network_approved=False, evening_id=second.id)

    assert "network_approved" in case.waiting_for


def test_an_evening_that_is_cancelled_leaves_its_reason_and_the_next_one(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    first = plan(session, case, desk)
    second = plan(session, case, desk, days=27, is_extra=True)

    cancel_info_evening(session, case.id, desk, later(case), reason="De stroom is af.", evening_id=first.id)

    assert (first.state, first.cancel_reason) == ("cancelled", "De stroom is af.")
    assert case.due_on == second.starts_at.date()
    assert "evening_planned" not in case.waiting_for


def test_an_evening_that_was_moved_meanwhile_is_not_moved_again(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    first = plan(session, case, desk)
    plan(session, case, desk, days=27, reason="Dubbel geboekt.")

    with pytest.raises(Stale) as refusal:
        plan(session, case, desk, days=34, reason="Nog eens.", moves=first.id)

    assert refusal.value.code == "evening_gone"


def test_a_day_off_is_told_by_its_name(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    saturday = next(days for days in range(20, 27) if (later(case) + timedelta(days=days)).weekday() == 5)

    with pytest.raises(Invalid) as refusal:
        plan(session, case, desk, days=saturday, is_sure=False)

    assert refusal.value.sentence == "Die dag is een vrije dag: zaterdag."


def test_a_public_holiday_is_told_by_its_name(session: Session, place: Place) -> None:
    case, desk, _ = ready(session, place)
    today = day_of(later(case))
    day, name = min((day, name) for day, name in national_calendar().holidays.items()
                    if day > today + timedelta(days=20) and day.weekday() < 5)  # fmt: skip

    with pytest.raises(Invalid) as refusal:
        plan(session, case, desk, days=(day - today).days, is_sure=False)

    assert refusal.value.sentence == f"Die dag is een vrije dag: {name}."
