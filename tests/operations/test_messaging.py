"""Messages to members: written, passed on, let go by one or two, held back, entered; and what each delivery becomes."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.message import Delivery, Message
from models.operations import joining
from models.operations.carrying_out import claim_effect
from models.operations.delivering_messages import (
    confirm_delivery,
    give_up_delivery,
    note_read,
    open_message,
    outgoing,
    postpone_delivery,
    take_bounce,
    take_report,
)
from models.operations.launching import network_of
from models.operations.messaging import MessageText, SentElsewhere, enter_message, rewrite_message
from models.operations.releasing_messages import hold_back, note_call, turn_second_key
from models.outbox import Effect, OutboxEntry
from models.person import Person
from models.queries.messages import log_line, message_log
from models.rules.access import Role
from models.rules.messages import HELD_BACK_FOR
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from tests.factories import Place, acting, advance_to, coordinator_of, later, make_place
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


def test_what_the_police_write_waits_for_the_coordinator_who_hears_it(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    a_member(session, place, case)
    work = session.query(OutboxEntry).filter_by(case_id=case.id).count()

    message = writing_by(session, case, officer(place))

    assert (message.state, deliveries(session, message)) == ("ready", [])
    assert _events(session, case) == ["message:supplied"]
    assert session.query(OutboxEntry).filter_by(case_id=case.id).count() == work + 1
    with pytest.raises(NotAllowed):
        let_go(session, case, officer(place), message)

    let_go(session, case, coordinator, message, foreword="Dit gebeurde vlakbij.")

    assert (message.state, message.leaves_at, message.foreword) == (
        "released", REAL + HELD_BACK_FOR, "Dit gebeurde vlakbij.")  # fmt: skip
    assert deliveries(session, message) == [("Nele Nieuw", "mail", "planned")]
    assert [(one.key, one.available_at) for one in member_effects(session)] == [
        (f"member_message:{one.payload['delivery_id']}", REAL + HELD_BACK_FOR) for one in member_effects(session)
    ]


@pytest.mark.parametrize(
    ("words", "role"),
    [(ALARM, Role.COORDINATOR), (TIP, Role.COORDINATOR), (NEWS, Role.MANDATED_OFFICER), (TIP, Role.DESK_OFFICER),
     (NEWS, Role.INITIATOR), (NEWS, Role.STEERING_GROUP_MEMBER)],
)  # fmt: skip
def test_a_kind_is_written_by_who_the_table_says(
    session: Session, place: Place, case: FoundingCase, words: MessageText, role: Role
) -> None:
    people = {Role.COORDINATOR: coordinator_of(session, case), Role.INITIATOR: place.resident}
    person = people.get(role) or place.people.get(role) or place.resident

    with pytest.raises(NotAllowed):
        writing_by(session, case, person, words)


def test_an_officer_of_another_zone_writes_nothing_here(session: Session, case: FoundingCase) -> None:
    other = make_place(session, "westveld", "WES")

    with pytest.raises(NotAllowed):
        writing_by(session, case, officer(other))


@pytest.mark.parametrize("stage", [Stage.CHARTER, Stage.LAUNCH])
def test_before_the_network_is_active_there_are_no_messages(session: Session, place: Place, stage: Stage) -> None:
    early = advance_to(session, place, stage)

    with pytest.raises(GateNotMet):
        writing_by(session, early, officer(place))


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


def test_two_people_rewrite_the_same_words_and_the_second_is_told(
    session: Session, place: Place, case: FoundingCase
) -> None:
    message = writing_by(session, case, officer(place))
    actor = acting(session, place.people[Role.POLICE_CHIEF], later(case))
    rewrite_message(session, case.id, actor, TIP, message_id=message.id, revision=1)

    with pytest.raises(Stale):
        rewrite_message(session, case.id, actor, TIP, message_id=message.id, revision=1)


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


def test_what_leaves_is_the_message_with_the_address_of_that_moment(
    session: Session, place: Place, case: FoundingCase
) -> None:
    message, delivery, effect = _sent(session, place, case)

    found = outgoing(session, effect, SECRET)

    assert found is not None
    assert (found.to, found.name, found.subject) == ("nele@binstart.example", "Nele Nieuw", TIP.subject)
    assert open_message(session, found.token, later(case)) is delivery
    assert open_message(session, found.token, later(case) + timedelta(days=61)) is None
    assert open_message(session, "x", later(case)) is None
    assert confirm_delivery(session, effect.id, "w", AFTER, later(case))
    assert not confirm_delivery(session, effect.id, "w", AFTER, later(case))
    assert (delivery.state, log_line(session, message).reached) == ("handed_over", 1)


def test_who_stopped_in_the_meantime_gets_nothing(session: Session, place: Place, case: FoundingCase) -> None:
    message, delivery, effect = _sent(session, place, case)
    joining.leave(session, delivery.enrolment, later(case))

    assert outgoing(session, effect, SECRET) is None
    assert deliveries(session, message) == [("", "mail", "withdrawn")]


def test_who_says_that_they_read_it_is_reached_and_counted(session: Session, place: Place, case: FoundingCase) -> None:
    message, delivery, effect = _sent(session, place, case)
    confirm_delivery(session, effect.id, "w", AFTER, later(case))

    note_read(session, delivery, later(case))
    note_read(session, delivery, later(case, 2))

    line = log_line(session, message)
    assert (delivery.state, delivery.read_at, line.read, line.members) == ("delivered", later(case), 1, 1)


def test_an_address_that_takes_no_mail_is_marked_and_the_coordinator_hears_it_once(
    session: Session, place: Place, case: FoundingCase
) -> None:
    message, delivery, effect = _sent(session, place, case)

    give_up_delivery(session, effect.id, "w", later(case), "550", "De mail kwam terug.", has_bounced=True)
    take_bounce(session, delivery.id, later(case, 2))

    assert (delivery.state, delivery.error) == ("failed", "De mail kwam terug.")
    assert delivery.enrolment.bounced_at == later(case)
    assert _events(session, case)[-1:] == ["member:not_reached"]
    assert _events(session, case).count("member:not_reached") == 1
    assert log_line(session, message).not_reached == 1


def test_a_mail_that_comes_back_later_marks_the_member(session: Session, place: Place, case: FoundingCase) -> None:
    _message, delivery, effect = _sent(session, place, case)
    confirm_delivery(session, effect.id, "w", AFTER, later(case))

    assert take_bounce(session, delivery.id, later(case))

    assert delivery.enrolment.bounced_at is not None
    note_read(session, delivery, later(case, 2))  # it came, after all
    assert (delivery.enrolment.bounced_at, delivery.state) == (None, "delivered")
    assert not take_bounce(session, delivery.id, later(case, 3))
    assert not take_bounce(session, 999_999, later(case))


def test_a_message_that_will_not_leave_marks_nobody(session: Session, place: Place, case: FoundingCase) -> None:
    _message, delivery, effect = _sent(session, place, case)

    give_up_delivery(session, effect.id, "w", later(case), "554 spam", "Dit bericht kan niet aankomen.")

    assert (delivery.state, delivery.enrolment.bounced_at) == ("failed", None)


def test_what_fails_for_now_is_tried_again_after_a_pause_that_grows(
    session: Session, place: Place, case: FoundingCase
) -> None:
    _message, delivery, effect = _sent(session, place, case)

    postpone_delivery(session, effect.id, "w", AFTER, later(case), "450", "Nog niet.")

    first = effect.available_at
    assert (delivery.state, delivery.error, effect.state) == ("planned", "Nog niet.", "planned")
    assert claim_effect(session, effect.id, "w", first, LEASE) is effect
    postpone_delivery(session, effect.id, "w", first, later(case), "450", "Nog niet.")
    assert effect.available_at - first > first - AFTER


def test_an_urgent_message_is_not_tried_for_days(session: Session, place: Place, case: FoundingCase) -> None:
    a_member(session, place, case)
    message = writing_by(session, case, officer(place), ALARM)
    let_go(session, case, officer(place), message)
    [effect] = member_effects(session)
    claim_effect(session, effect.id, "w", AFTER, LEASE)
    postpone_delivery(session, effect.id, "w", AFTER, later(case), "450", "Nog niet.")
    assert deliveries(session, message) == [("Nele Nieuw", "mail", "planned")]
    late = AFTER + timedelta(hours=2, minutes=1)
    claim_effect(session, effect.id, "w", late, LEASE)

    postpone_delivery(session, effect.id, "w", late, later(case), "450", "Nog niet.")

    assert deliveries(session, message) == [("Nele Nieuw", "mail", "failed")]
    session.expire_all()
    assert session.get_one(Effect, effect.id).state == "given_up"


@pytest.mark.parametrize(("has_arrived", "state"), [(True, "delivered"), (False, "failed")])
def test_the_gateway_tells_what_became_of_a_text_message(
    session: Session, place: Place, case: FoundingCase, has_arrived: bool, state: str
) -> None:
    _message, delivery, effect = _sent(session, place, case, phone="0470 00 00 01", channel="sms")
    assert delivery.channel == "sms"
    assert not take_report(session, delivery.id, later(case), has_arrived=True)  # of one that we did not hand over
    confirm_delivery(session, effect.id, "w", AFTER, later(case))

    assert take_report(session, delivery.id, later(case), has_arrived=has_arrived)
    assert take_report(session, delivery.id, later(case), has_arrived=has_arrived)

    assert (delivery.state, delivery.enrolment.bounced_at) == (state, None)
    assert not take_report(session, 999_999, later(case), has_arrived=True)


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


def test_what_left_by_another_way_stands_in_the_log_with_its_feedback(
    session: Session, place: Place, case: FoundingCase
) -> None:
    actor, at = acting(session, officer(place), later(case, 30)), later(case, 30)
    alert = enter_message(session, case.id, actor, at, ALARM,
                          SentElsewhere("sms via BE-Alert", later(case, 29), 140, 3))  # fmt: skip
    told = MessageText("feedback_on_activation", "De bestelwagen", "Het was een pakjesdienst.", about_id=alert.id)
    enter_message(session, case.id, actor, at, told, SentElsewhere("telefoon", later(case, 30)))

    newest, oldest = message_log(session, alert.network_id)

    assert (oldest.members, oldest.reached, oldest.not_reached, oldest.has_feedback) == (143, 140, 3, True)
    assert (newest.members, newest.reached, newest.has_feedback) == (None, None, False)


@pytest.mark.parametrize(
    ("days", "count", "code"), [(31, 5, "in_the_future"), (-400, 5, "before_launch"), (29, -1, "impossible")]
)
def test_what_cannot_have_left_is_refused(
    session: Session, place: Place, case: FoundingCase, days: int, count: int, code: str
) -> None:
    actor = acting(session, officer(place), later(case, 30))

    with pytest.raises(Invalid) as refused:
        enter_message(session, case.id, actor, later(case, 30), ALARM,
                      SentElsewhere("sms via BE-Alert", later(case, days), count))  # fmt: skip

    assert refused.value.code == code


def test_feedback_is_on_a_message_of_this_very_network(session: Session, place: Place, case: FoundingCase) -> None:
    other_place = make_place(session, "westveld", "WES")
    other = advance_to(session, other_place, Stage.EVALUATION)
    theirs = writing_by(session, other, officer(other_place))

    with pytest.raises(Invalid):
        writing_by(session, case, officer(place),
                   MessageText("feedback_on_report", "Uw meldingen", "Dank voor uw meldingen.", theirs.id))  # fmt: skip


def test_a_network_that_is_suspended_sends_nothing(
    session: Session, place: Place, case: FoundingCase, coordinator: Person
) -> None:
    network = network_of(session, case.id)
    assert network is not None
    network.state = "suspended"

    with pytest.raises(GateNotMet):
        writing_by(session, case, coordinator, NEWS)
