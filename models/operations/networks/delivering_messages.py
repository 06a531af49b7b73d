"""One message to one member: what is handed over, and what became of it. The worker's part of a message.

Each delivery has work with a unique key, claimed before and confirmed after; who dies in between leaves a claim that
ends by itself. Words and address are read at the moment of leaving: who left the network meanwhile gets nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enrolment import Enrolment
from models.message import Delivery, Message
from models.network import NeighbourhoodNetwork
from models.operations.accounts.personal_links import kept_token
from models.operations.accounts.web_sessions import hashed
from models.operations.effects.carrying_out import confirm_effect, give_up_effect, postpone_effect
from models.operations.networks.taking_bounces import mark_bounced
from models.outbox import Effect
from models.queries.authorities.own_languages import language_of_network
from models.rules.messages import KINDS, URGENT, URGENT_GIVEN_UP_AFTER

TOKEN_LENGTH = 22  # 132 bits: short enough for a text message
READABLE_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Outgoing:
    """What goes to one member. `to`: a mail address or a phone number; `token` leads to the page to read it."""

    delivery_id: int
    to: str
    name: str
    network: str
    network_kind: str
    message_kind: str
    subject: str
    text: str
    foreword: str
    left_at: datetime
    token: str
    is_urgent: bool
    language: str


def outgoing(session: Session, effect: Effect, secret_key: str, before: str = "") -> Outgoing | None:
    """What a claimed piece of work must hand over; None: it is no longer for this member."""
    row = session.get_one(Delivery, effect.payload["delivery_id"])
    member, message = row.enrolment, row.message
    network = session.get_one(NeighbourhoodNetwork, message.network_id)
    may_get_it = member.state == "member" and member.excluded_until is None and network.state == "active"
    if not may_get_it or row.state != "planned":
        row.state = "withdrawn" if row.state == "planned" else row.state
        return None
    return Outgoing(
        delivery_id=row.id, to=member.email if row.channel == "mail" else member.phone, name=member.name,
        network=network.name, network_kind=network.kind, message_kind=message.kind, subject=message.subject,
        text=message.text, foreword=message.foreword, left_at=message.happened_at,
        token=kept_token(row, "message", secret_key, before, TOKEN_LENGTH),
        is_urgent=KINDS[message.kind].message_class == URGENT, language=language_of_network(session, network),
    )  # fmt: skip


def confirm_delivery(session: Session, effect_id: int, worker: str, now: datetime, at: datetime) -> bool:
    """It was handed over. False when the claim was lost meanwhile: then whoever took it over confirms it."""
    if not confirm_effect(session, effect_id, worker, now):
        return False
    row = _delivery_of(session, effect_id)
    if row.state == "planned":
        row.state, row.handed_over_at, row.error = "handed_over", at, ""
    return True


def postpone_delivery(session: Session, effect_id: int, worker: str, now: datetime, at: datetime, error: str,
                      sentence: str) -> None:  # fmt: skip
    """It did not work this time: try again after a pause that grows; an urgent message not for long."""
    row = _delivery_of(session, effect_id)
    row.error = sentence
    session.flush()
    if _is_over(row.message, now):
        give_up_delivery(session, effect_id, worker, at, error, sentence)
        return
    postpone_effect(session, effect_id, worker, now, at, error)
    if session.get_one(Effect, effect_id, populate_existing=True).state == "given_up":
        row.state = "failed"


def _is_over(message: Message, now: datetime) -> bool:
    """Whether what a message tells is over: an urgent one that could not leave for hours helps nobody any more."""
    is_urgent = KINDS[message.kind].message_class == URGENT
    return is_urgent and message.leaves_at is not None and now - message.leaves_at > URGENT_GIVEN_UP_AFTER


def give_up_delivery(session: Session, effect_id: int, worker: str, at: datetime, error: str, sentence: str,
                     has_bounced: bool = False) -> None:  # fmt: skip
    """It will never arrive. `has_bounced`: the address takes no mail; the member is marked, and a coordinator told."""
    row = _delivery_of(session, effect_id)  # before: what is given up forgets for whom it was
    if give_up_effect(session, effect_id, worker, at, error):
        _fail(session, row, at, sentence, has_bounced)


def take_report(session: Session, delivery_id: int, at: datetime, *, has_arrived: bool) -> bool:
    """What a gateway tells later of a text message. False: it tells of none that we know."""
    row = session.get(Delivery, delivery_id)
    if row is None or row.channel != "sms" or row.state not in ("handed_over", "delivered", "failed"):
        return False
    if has_arrived:
        row.state, row.error = "delivered", ""
    elif row.state == "handed_over":
        _fail(session, row, at, "De telefoon nam de sms niet aan.", False)
    return True


def take_bounce(session: Session, delivery_id: int, at: datetime) -> bool:
    """A mail came back from where it went. False: it is none that we know, or somebody read it."""
    row = session.get(Delivery, delivery_id)
    if row is None or row.channel != "mail" or row.read_at is not None or row.state not in ("handed_over", "failed"):
        return False
    _fail(session, row, at, BOUNCED, True)
    return True


BOUNCED = "De mail kwam terug."


def _fail(session: Session, row: Delivery, at: datetime, sentence: str, has_bounced: bool) -> None:
    row.state, row.error = "failed", sentence
    if has_bounced:
        mark_bounced(session, row.enrolment, at)


def _delivery_of(session: Session, effect_id: int) -> Delivery:
    effect = session.get_one(Effect, effect_id)
    return session.get_one(Delivery, effect.payload["delivery_id"], populate_existing=True)


def open_message(session: Session, token: str, at: datetime) -> Delivery | None:
    """The message of a link, for some weeks; looking changes nothing."""
    row = session.scalars(select(Delivery).where(Delivery.token_hash == hashed(token))).one_or_none()
    if row is None or row.message.happened_at + READABLE_FOR < at:
        return None
    return row


def note_read(session: Session, row: Delivery, at: datetime) -> None:
    """The member says that they read it: their address works. A second time changes nothing."""
    if row.read_at is not None:
        return
    row.read_at = at
    if row.channel == "mail":
        member = session.get_one(Enrolment, row.enrolment_id)
        member.bounced_at = None
    if row.state in ("handed_over", "failed"):
        row.state, row.error = "delivered", ""
