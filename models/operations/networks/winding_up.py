"""What a network had under way when it stops or goes on in another one: messages, meetings and a survey of the members.

Nothing leaves any more, and each of them says why it did not.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.meeting import NetworkMeeting
from models.message import Delivery, Message
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import record
from models.operations.evaluations.surveying import close_survey
from models.operations.networks.releasing_messages import delivery_key
from models.outbox import Effect
from models.queries.evaluations.surveys import open_survey_of
from models.rules.access import SYSTEM
from models.rules.messages import KINDS

UNDER_WAY = ("ready", "second_key", "released")


def wind_up(session: Session, case: FoundingCase, network: NeighbourhoodNetwork, at: datetime, why: str) -> None:
    """Stop what runs, under the lock of the case. `why`: as somebody reads it who looks for a message."""
    for message in session.scalars(
        select(Message).where(Message.network_id == network.id, Message.state.in_(UNDER_WAY)).order_by(Message.id)
    ).all():
        _stop(session, case, message, at, why)
    for meeting in session.scalars(
        select(NetworkMeeting).where(
            NetworkMeeting.network_id == network.id,
            NetworkMeeting.starts_at > at,
            NetworkMeeting.cancelled_at.is_(None),
        )
    ).all():
        meeting.cancelled_at = at
    if open_survey_of(session, network.id) is not None:
        close_survey(session, case.id, SYSTEM, at)
    session.flush()


def _stop(session: Session, case: FoundingCase, message: Message, at: datetime, why: str) -> None:
    """A message of which something left already stays in the log, with whom it reached."""
    if message.state == "released":
        _stop_deliveries(session, message)
        if _has_left(session, message):
            return
    message.state, message.withdrawn_reason = "withdrawn", why
    name = KINDS[message.kind].name
    record(session, case, "message:withdrawn", SYSTEM, at, message_kind=name, message_id=message.id)


def _stop_deliveries(session: Session, message: Message) -> None:
    """What a worker holds in its hands goes on; if it fails, it is not tried again (models.operations.
    delivering_messages.outgoing)."""
    rows = session.scalars(
        select(Delivery).where(Delivery.message_id == message.id, Delivery.state.in_(("planned", "to_call")))
    ).all()
    keys = {delivery_key(one.id): one for one in rows}
    held = set(session.scalars(select(Effect.key).where(Effect.key.in_(keys), Effect.state == "claimed")))
    for key, one in keys.items():
        if key not in held:
            one.state = "withdrawn"
    session.flush()


def _has_left(session: Session, message: Message) -> bool:
    left = select(Delivery.id).where(Delivery.message_id == message.id, Delivery.state != "withdrawn").limit(1)
    return session.scalar(left) is not None
