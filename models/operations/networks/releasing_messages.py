"""Letting a message go to the members: by one person, or by two where the communication plan says so.

From then on each member has a delivery of their own. It leaves two minutes later; until then it can be stopped.
"""

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.message import Delivery, Message
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import ask_for_work, record, written
from models.operations.cases.writing_case import write_case
from models.operations.networks.messaging import lock_network, one_of_network, require_one_of, require_seen
from models.outbox import LEAVES_WORK, Effect
from models.queries.networks.messages import plan_in_force, recipients_of_message
from models.rules.access import Actor
from models.rules.messages import HELD_BACK_FOR, KINDS, LONGEST_TEXT, key_turners, needs_second_key
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

MEMBER_EFFECTS = {"mail": "member_mail", "sms": "member_sms"}
UNDECIDED = ("ready", "second_key")


def release_message(session: Session, case_id: int, by: Actor, at: datetime, now: datetime, *, message_id: int,
                    revision: int, has_sms: bool, foreword: str = "") -> None:  # fmt: skip
    """Let a message go, or hand it to a second person where the plan asks one. `now`: real time; `has_sms`: whether
    this installation can send text messages.

    Raises NotAllowed for who may not, Stale where the words changed or somebody was before, GateNotMet without members.
    """
    case, network = lock_network(session, case_id)
    _require_begun(network, at)
    row = one_of_network(session, network, message_id, ("ready",))
    kind = KINDS[row.kind]
    function = require_one_of(by, case, kind.senders, "Dit soort bericht laat iemand anders vertrekken.")
    require_seen(row, revision)
    row.foreword, row.released_by_id = _foreword(foreword, kind.goes_through_coordinator), by.person_id
    if needs_second_key(plan_in_force(session, case, network, at), kind.message_class):
        _require_members(session, network, row, has_sms)
        row.state = "second_key"
        record(session, case, "message:key_asked", by, at, function, message_kind=kind.name, message_id=row.id,
               message_class=kind.message_class)  # fmt: skip
        ask_for_work(session, case)
        return
    _let_go(session, case, network, row, by, function, at, now, has_sms)


def turn_second_key(session: Session, case_id: int, by: Actor, at: datetime, now: datetime, *, message_id: int,
                    has_sms: bool) -> None:  # fmt: skip
    """The second person lets the message go. Raises NotAllowed for the first one, and for who holds no key."""
    case, network = lock_network(session, case_id)
    row = one_of_network(session, network, message_id, ("second_key",))
    roles = key_turners(KINDS[row.kind])
    function = require_one_of(by, case, roles, "Iemand anders laat dit bericht vertrekken.")
    if by.person_id == row.released_by_id:
        raise NotAllowed("same_person", "Twee sleutels: wie het bericht klaarmaakte, laat het niet zelf vertrekken.")
    row.second_key_by_id = by.person_id
    _let_go(session, case, network, row, by, function, at, now, has_sms)


def hold_back(session: Session, case_id: int, by: Actor, at: datetime, now: datetime, *, message_id: int,
              reason: str = "") -> None:  # fmt: skip
    """Stop a message: one that nobody let go yet, or one that did not leave yet. Raises Stale when it has left."""
    case, network = lock_network(session, case_id)
    row = one_of_network(session, network, message_id, (*UNDECIDED, "released"))
    kind = KINDS[row.kind]
    function = require_one_of(by, case, kind.writers | kind.senders | key_turners(kind), "Dit bericht is niet van u.")
    if row.state == "released":
        _stop_deliveries(session, row, now)
    row.state, row.withdrawn_by_id = "withdrawn", by.person_id
    row.withdrawn_reason = written(reason, "reason", shortest=0)
    record(session, case, "message:withdrawn", by, at, function, message_kind=kind.name, message_id=row.id)
    write_case(session)


def note_call(session: Session, case_id: int, by: Actor, at: datetime, *, delivery_id: int, has_answered: bool) -> None:
    """Somebody called a member who is reached by phone. Raises Stale when that was noted."""
    case, network = lock_network(session, case_id)
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or delivery.message.network_id != network.id:
        raise NotAllowed("unknown_delivery", "Dit bericht bestaat niet.")
    kind = KINDS[delivery.message.kind]
    require_one_of(by, case, kind.senders, "Dit doet iemand anders.")
    if delivery.state != "to_call":
        raise Stale("already_called", "Dit is intussen al genoteerd.")
    delivery.state, delivery.handed_over_at = ("called" if has_answered else "failed"), at
    delivery.error = "" if has_answered else "Niemand nam op."


def delivery_key(delivery_id: int) -> str:
    """The key of the work that delivers one message to one member."""
    return f"member_message:{delivery_id}"


def _let_go(session: Session, case: FoundingCase, network: NeighbourhoodNetwork, row: Message, by: Actor,
            function: str, at: datetime, now: datetime, has_sms: bool) -> None:  # fmt: skip
    leaves_at = now + HELD_BACK_FOR
    count = _require_members(session, network, row, has_sms)
    deliveries = [
        Delivery(message_id=row.id, enrolment_id=one.enrolment_id, channel=channel,
                 state="to_call" if channel == "call" else "planned", link_seed=secrets.token_urlsafe(16))
        for one in recipients_of_message(session, network, row, has_sms) for channel in one.channels
    ]  # fmt: skip
    session.add_all(deliveries)
    session.flush()
    session.add_all(
        Effect(key=delivery_key(one.id), kind=MEMBER_EFFECTS[one.channel], case_id=None, available_at=leaves_at,
               payload={"delivery_id": one.id})
        for one in deliveries if one.channel in MEMBER_EFFECTS
    )  # fmt: skip
    row.state, row.leaves_at, row.happened_at = "released", leaves_at, at
    record(session, case, "message:released", by, at, function, message_kind=KINDS[row.kind].name, message_id=row.id,
           count=count)  # fmt: skip
    write_case(session)
    session.info[LEAVES_WORK] = True


def _require_begun(network: NeighbourhoodNetwork, at: datetime) -> None:
    """Bad story: the launch is decided for next week, no charter is in force yet, so nothing asks a second key, and one
    person alone lets an urgent message go. Raises GateNotMet."""
    if network.active_since > day_of(at):
        raise GateNotMet("not_active_yet", f"Berichten vertrekken vanaf {network.active_since:%d/%m/%Y}.")


def _require_members(session: Session, network: NeighbourhoodNetwork, row: Message, has_sms: bool) -> int:
    count = sum(bool(one.channels) for one in recipients_of_message(session, network, row, has_sms))
    if not count:
        raise GateNotMet("no_members", "Er zijn nog geen leden die dit bericht kunnen krijgen.")
    return count


def _stop_deliveries(session: Session, row: Message, now: datetime) -> None:
    """Take back what has not left: all of it, or nothing."""
    deliveries = session.scalars(select(Delivery).where(Delivery.message_id == row.id)).all()
    keys = {delivery_key(one.id) for one in deliveries if one.channel in MEMBER_EFFECTS}
    untouched = session.scalars(
        delete(Effect).where(Effect.key.in_(keys), Effect.state == "planned", Effect.attempts == 0).returning(Effect.id)
    ).all()
    assert row.leaves_at is not None
    if row.leaves_at <= now or len(untouched) != len(keys):
        raise Stale("has_left", "Te laat: dit bericht is al vertrokken.")
    for one in deliveries:
        one.state = "withdrawn"


def _foreword(text: str, is_passed_on: bool) -> str:
    words = written(text, "foreword", shortest=0)
    if words and not is_passed_on:
        raise Invalid("no_foreword", "Dit bericht hebt u zelf geschreven.", "foreword")
    if len(words) > LONGEST_TEXT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_TEXT} tekens.", "foreword")
    return words
