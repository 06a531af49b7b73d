"""Messages to members: let go by one or two, held back, and who is called."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.message import Delivery, Message
from models.operations.effects.carrying_out import claim_effect
from models.operations.launches.launching import network_of
from models.operations.networks import joining
from models.operations.networks.messaging import MessageText, rewrite_message
from models.operations.networks.releasing_messages import hold_back, note_call, turn_second_key
from models.outbox import Effect
from models.person import Person
from models.queries.networks.messages import message_log
from models.rules.access import Role
from models.rules.messages import HELD_BACK_FOR
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later
from tests.message_steps import (
    ALARM,
    NEWS,
    REAL,
    TIP,
    a_member,
    ask_two_keys,
    deliveries,
    let_go,
    member_effects,
    officer,
    writing_by,
)

AFTER = REAL + HELD_BACK_FOR + timedelta(seconds=1)
LEASE = timedelta(minutes=2)
SECRET = "geheim" * 8


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.EVALUATION)


@pytest.fixture
def coordinator(session: Session, case: FoundingCase) -> Person:
    return coordinator_of(session, case)


def _events(session: Session, case: FoundingCase) -> list[str]:
    rows = session.query(JournalEntry).filter_by(case_id=case.id).order_by(JournalEntry.sequence)
    return [row.event for row in rows if row.event.startswith(("message:", "member:not"))]


def _sent(session: Session, place: Place, case: FoundingCase, **member: object) -> tuple[Message, Delivery, Effect]:
    """A tip that was let go to one member, and whose two minutes are over."""
    a_member(session, place, case, **member)
    message = writing_by(session, case, officer(place))
    let_go(session, case, coordinator_of(session, case), message, has_sms=True)
    [effect] = member_effects(session)
    claimed = claim_effect(session, effect.id, "w", AFTER, LEASE)
    assert claimed is not None
    return message, session.get_one(Delivery, effect.payload["delivery_id"]), claimed


def test_without_members_nothing_leaves(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    message = writing_by(session, case, coordinator, NEWS)

    with pytest.raises(GateNotMet) as refused:
        let_go(session, case, coordinator, message)

    assert refused.value.code == "no_members"


def test_who_pauses_stopped_or_waits_gets_nothing(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    a_member(session, place, case, "Anna Actief")
    joining.pause(session, a_member(session, place, case, "Piet Pauze"), is_pausing=True)
    joining.leave(session, a_member(session, place, case, "Stef Stopt"), later(case))

    message = writing_by(session, case, coordinator, NEWS)
    let_go(session, case, coordinator, message)

    assert deliveries(session, message) == [("Anna Actief", "mail", "planned")]


def test_words_that_changed_meanwhile_do_not_leave(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    a_member(session, place, case)
    message = writing_by(session, case, officer(place))
    other = MessageText("prevention", "Sluit uw garage", TIP.text)
    rewrite_message(session, case.id, acting(session, officer(place), later(case)), other, message_id=message.id,
                    revision=1)  # fmt: skip

    with pytest.raises(Stale):
        let_go(session, case, coordinator, message, revision=1)

    let_go(session, case, coordinator, message, revision=2)


def test_a_message_is_let_go_once(session: Session, place: Place, case: FoundingCase, coordinator: Person) -> None:
    a_member(session, place, case)
    message = writing_by(session, case, coordinator, NEWS)
    let_go(session, case, coordinator, message)

    with pytest.raises(Stale):
        let_go(session, case, coordinator, message)

    assert len(member_effects(session)) == 1


def test_a_coordinator_adds_no_word_to_their_own_message(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    a_member(session, place, case)
    message = writing_by(session, case, coordinator, NEWS)

    with pytest.raises(Invalid):
        let_go(session, case, coordinator, message, foreword="Nog iets.")


def test_an_urgent_message_goes_by_every_way_and_who_has_only_a_phone_is_called(
    session: Session, place: Place, case: FoundingCase
) -> None:
    a_member(session, place, case, "Sam Sms", phone="0470 00 00 01", channel="sms")
    a_member(session, place, case, "Mia Mail")
    message = writing_by(session, case, officer(place), ALARM)

    let_go(session, case, officer(place), message, has_sms=True)

    assert deliveries(session, message) == [
        ("Mia Mail", "mail", "planned"), ("Sam Sms", "sms", "planned"), ("Sam Sms", "mail", "planned")]  # fmt: skip
    assert message.released_by_id == officer(place).id


def test_where_the_plan_asks_two_keys_the_second_is_turned_by_somebody_else(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    ask_two_keys(session, case, "urgent")
    advance_to(session, place, Stage.EVALUATION, case)
    a_member(session, place, case)
    message = writing_by(session, case, officer(place), ALARM)

    let_go(session, case, officer(place), message)

    assert (message.state, deliveries(session, message)) == ("second_key", [])
    first = acting(session, officer(place), later(case))
    coordinator = acting(session, coordinator_of(session, case), later(case))
    for actor in (first, coordinator):  # the same person; and no one of the police
        with pytest.raises(NotAllowed):
            turn_second_key(session, case.id, actor, later(case), REAL, message_id=message.id, has_sms=False)
    chief = acting(session, place.people[Role.POLICE_CHIEF], later(case))
    turn_second_key(session, case.id, chief, later(case), REAL, message_id=message.id, has_sms=False)
    assert (message.state, message.second_key_by_id) == ("released", chief.person_id)
    assert _events(session, case) == ["message:key_asked", "message:released"]


def test_the_plan_asks_two_keys_for_one_class_only(session: Session, place: Place) -> None:
    case = advance_to(session, place, Stage.CHARTER)
    ask_two_keys(session, case, "urgent")
    advance_to(session, place, Stage.EVALUATION, case)
    a_member(session, place, case)
    message = writing_by(session, case, coordinator_of(session, case), NEWS)

    let_go(session, case, coordinator_of(session, case), message)

    assert message.state == "released"


def test_within_two_minutes_a_message_is_held_back_and_nothing_of_it_leaves(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    a_member(session, place, case)
    message = writing_by(session, case, coordinator, NEWS)
    let_go(session, case, coordinator, message)
    actor = acting(session, coordinator, later(case))

    hold_back(session, case.id, actor, later(case), AFTER - timedelta(seconds=2), message_id=message.id,
              reason="Verkeerde dag.")  # fmt: skip

    assert (message.state, message.withdrawn_reason) == ("withdrawn", "Verkeerde dag.")
    assert member_effects(session) == []
    assert deliveries(session, message) == [("Nele Nieuw", "mail", "withdrawn")]
    assert message_log(session, message.network_id) == ()


def test_after_two_minutes_it_is_too_late(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    a_member(session, place, case)
    message = writing_by(session, case, coordinator, NEWS)
    let_go(session, case, coordinator, message)

    with pytest.raises(Stale):
        hold_back(session, case.id, acting(session, coordinator, later(case)), later(case), AFTER,
                  message_id=message.id)  # fmt: skip


def test_a_message_of_which_one_mail_is_claimed_cannot_be_held_back(
    session: Session, place: Place, case: FoundingCase
) -> None:
    message, _delivery, _effect = _sent(session, place, case)
    actor = acting(session, coordinator_of(session, case), later(case))

    with pytest.raises(Stale):
        hold_back(session, case.id, actor, later(case), REAL, message_id=message.id)


def test_who_is_reached_by_phone_is_called_and_ticked_off(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    a_member(session, place, case, "Bea Bel", phone="0470 00 00 01", channel="call")
    message = writing_by(session, case, coordinator, NEWS)
    let_go(session, case, coordinator, message)
    assert deliveries(session, message) == [("Bea Bel", "call", "to_call")]
    actor = acting(session, coordinator, later(case))
    [delivery] = session.query(Delivery).filter_by(message_id=message.id)

    note_call(session, case.id, actor, later(case), delivery_id=delivery.id, has_answered=True)

    assert deliveries(session, message) == [("Bea Bel", "call", "called")]
    with pytest.raises(Stale):
        note_call(session, case.id, actor, later(case), delivery_id=delivery.id, has_answered=False)
    with pytest.raises(NotAllowed):
        note_call(session, case.id, actor, later(case), delivery_id=999_999, has_answered=True)


def test_before_the_day_of_the_launch_nothing_leaves_with_one_key_or_two(
    session: Session, place: Place, case: FoundingCase
) -> None:
    a_member(session, place, case)
    network = network_of(session, case.id)
    assert network is not None
    message = writing_by(session, case, officer(place), ALARM)
    network.active_since = day_of(later(case, 7))

    with pytest.raises(GateNotMet) as refused:
        let_go(session, case, officer(place), message)

    assert (refused.value.code, member_effects(session)) == ("not_active_yet", [])
