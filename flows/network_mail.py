"""Mails about a network that need no flow run: each due effect is claimed, handed over and settled, one by one.

Surveys and what members hear of their network differ only in what they say and in what follows a refused address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from opentelemetry.trace import Span, SpanKind
from sqlalchemy.orm import Session

from flows.connection import lease, reading, real_now, worker_name, writing
from flows.log_lines import tell_effect
from flows.mail import NoAddress
from flows.mail_server import AddressRefused, MailServer, MailServerAway, NeverDeliverable
from models.clock import present
from models.operations.effects.carrying_out import (
    claim_effect,
    confirm_effect,
    due_effects,
    give_up_effect,
    postpone_effect,
)
from models.outbox import Effect
from models.tracing import note_fault, span


@dataclass(frozen=True)
class Outgoing:
    """One mail, made when it is handed over: a fault in it is one of this mail alone. `returns_to`: where it goes
    when it comes back; empty: to the sender."""

    make: Callable[[], EmailMessage]
    returns_to: str = ""


Prepare = Callable[[Session, Effect], Outgoing | None]  # None: it is no longer for this person
Refused = Callable[[Session, int, datetime], None]  # what follows when no server takes mail for the address


def send_due(kind: str, prepare: Prepare, refused: Refused) -> int:
    """Hand over what is due of this kind. Returns how many; what fails is tried again later."""
    with reading() as session:
        due = list(due_effects(session, None, kind, real_now()))
    if not due:
        return 0
    count = 0
    with MailServer() as server:
        for effect_id in due:
            try:
                count += _send(kind, effect_id, server, prepare, refused)
            except MailServerAway:
                break  # the others don't have to find that out one by one
    return count


def _send(kind: str, effect_id: int, server: MailServer, prepare: Prepare, refused: Refused) -> bool:
    with writing() as session:
        effect = claim_effect(session, effect_id, worker_name(), real_now(), lease())
        if effect is None:
            return False
        outgoing, asked_in = prepare(session, effect), effect.traceparent
        if outgoing is None:
            confirm_effect(session, effect_id, worker_name(), real_now())
            return False
    with span(kind.replace("_", " "), asked_in, kind=SpanKind.PRODUCER, effect=effect_id) as found:
        return _hand_over(kind, effect_id, server, outgoing, refused, found)


def _hand_over(kind: str, effect_id: int, server: MailServer, outgoing: Outgoing, refused: Refused,
               found: Span) -> bool:  # fmt: skip
    try:
        server.take(outgoing.make(), outgoing.returns_to)
    except (NeverDeliverable, NoAddress) as error:
        note_fault(found, error)
        tell_effect(kind, effect_id, None, "given_up", error)
        with writing() as session:
            if isinstance(error, AddressRefused | NoAddress):
                refused(session, effect_id, present(session))
            give_up_effect(session, effect_id, worker_name(), present(session), type(error).__name__)
        return False
    except Exception as error:  # whatever goes wrong with one mail must not stop the others
        note_fault(found, error)
        tell_effect(kind, effect_id, None, "postponed", error)
        with writing() as session:
            postpone_effect(session, effect_id, worker_name(), real_now(), present(session), type(error).__name__)
        if isinstance(error, MailServerAway):
            raise
        return False
    tell_effect(kind, effect_id, None, "sent")
    with writing() as session:
        return confirm_effect(session, effect_id, worker_name(), real_now())
