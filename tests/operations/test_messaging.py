"""Messages to members: written, rewritten, entered, and what the log says."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.message import Delivery, Message
from models.operations.effects.carrying_out import claim_effect
from models.operations.launches.launching import network_of
from models.operations.networks.messaging import MessageText, SentElsewhere, enter_message, rewrite_message
from models.outbox import Effect, OutboxEntry
from models.person import Person
from models.queries.networks.messages import counts_for_evaluation, message_log
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


def test_two_people_rewrite_the_same_words_and_the_second_is_told(
    session: Session, place: Place, case: FoundingCase
) -> None:
    message = writing_by(session, case, officer(place))
    actor = acting(session, place.people[Role.POLICE_CHIEF], later(case))
    rewrite_message(session, case.id, actor, TIP, message_id=message.id, revision=1)

    with pytest.raises(Stale):
        rewrite_message(session, case.id, actor, TIP, message_id=message.id, revision=1)


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


def test_the_evaluation_counts_what_stands_in_the_log_of_its_period(
    session: Session, place: Place, case: FoundingCase
) -> None:
    actor, at = acting(session, officer(place), later(case, 400)), later(case, 400)
    network = network_of(session, case.id)
    assert network is not None
    since, until = network.active_since, day_of(later(case, 30))
    assert counts_for_evaluation(session, network.id, since, until) is None
    noon = later(case, 10).replace(hour=11)
    for words, moment in (
        (ALARM, noon),
        (ALARM, noon.replace(hour=22)),
        (TIP, noon),
        (ALARM, noon + timedelta(days=200)),
    ):
        enter_message(session, case.id, actor, at, words, SentElsewhere("sms via BE-Alert", moment))

    assert counts_for_evaluation(session, network.id, since, until) == {
        "urgent_messages_day": 1, "urgent_messages_night": 1, "non_urgent_messages": 1, "feedback_messages": 0,
    }  # fmt: skip
