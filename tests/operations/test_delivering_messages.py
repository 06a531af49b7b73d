"""What becomes of each delivery of a message: handed over, read, returned, tried again, given up."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.message import Delivery, Message
from models.operations.effects.carrying_out import claim_effect
from models.operations.networks import joining
from models.operations.networks.delivering_messages import (
    confirm_delivery,
    give_up_delivery,
    note_read,
    open_message,
    outgoing,
    postpone_delivery,
    take_bounce,
    take_report,
)
from models.outbox import Effect
from models.person import Person
from models.queries.networks.messages import log_line
from models.rules.messages import HELD_BACK_FOR
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of, later
from tests.message_steps import (
    ALARM,
    REAL,
    TIP,
    a_member,
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
