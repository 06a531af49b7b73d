"""One message to one subscription: handed over once, and what follows when that fails.

A message has a unique key, claimed before and confirmed after, as every effect. Its words are made when it leaves, from
the entry of the journal, and are the same each time; the key is its number, by which a receiver knows it again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.journal import JournalEntry
from models.mandate import Mandate
from models.operations.accounts.signing_in import Mail
from models.operations.authorities.authority_journal import note_change
from models.operations.authorities.webhooks import give_up_all
from models.operations.effects.carrying_out import confirm_effect, postpone_effect
from models.outbox import LEAVES_WORK, Effect
from models.person import Person
from models.rules.access import SYSTEM, Role
from models.rules.webhooks import PAUSED_AFTER, TESTED, secret_bytes
from models.webhook import Webhook


@dataclass(frozen=True)
class OutgoingEvent:
    """What goes to one receiver. `secrets`: those that sign."""

    webhook_id: int
    address: str
    message_id: str
    content: bytes
    secrets: tuple[bytes, ...]


def outgoing_event(session: Session, effect: Effect, now: datetime, base_url: str,
                   secret_key: str, before: str = "") -> OutgoingEvent | None:  # fmt: skip
    """What a claimed message must hand over; None: its subscription is paused or ended. `now`: real time. While the
    settings name the secret of `before`, what was made with that one signs too: receivers take the new one over."""
    row = session.get_one(Webhook, effect.payload["webhook_id"])
    if row.state != "active":
        return None
    seeds = [row.seed]
    if row.former_until is not None and row.former_until > now:
        seeds.append(row.former_seed)
    content = json.dumps(_told(session, effect, base_url.rstrip("/")), ensure_ascii=False, separators=(",", ":"))
    secrets = tuple(secret_bytes(seed, key) for key in (secret_key, before) if key for seed in seeds)
    return OutgoingEvent(row.id, row.address, effect.key, content.encode(), secrets)


def _told(session: Session, effect: Effect, base: str) -> dict[str, Any]:
    """A CloudEvent: that something happened in a case, when and by which function. No name, and no text of anybody."""
    event = {"specversion": "1.0", "id": effect.key, "datacontenttype": "application/json"}
    if "case_id" not in effect.payload:
        return event | {"source": f"{base}/api", "type": _type_of(TESTED), "time": effect.planned_at.isoformat(),
                        "data": {}}  # fmt: skip
    number, entry = session.execute(
        select(FoundingCase.number, JournalEntry)
        .join(JournalEntry, JournalEntry.case_id == FoundingCase.id)
        .where(JournalEntry.case_id == effect.payload["case_id"], JournalEntry.sequence == effect.payload["sequence"])
    ).one()
    page = f"{base}/api/v1/cases/{number}"
    data = {
        "case": number, "sequence": entry.sequence, "event": entry.event, "stage": entry.stage, "round": entry.round,
        "function": entry.function, "case_url": page, "journal_url": f"{page}/journal",
    }  # fmt: skip
    return event | {"source": f"{base}/api", "type": _type_of(entry.event), "subject": number,
                    "time": entry.at.isoformat(), "data": data}  # fmt: skip


def _type_of(event: str) -> str:
    return "binstart." + event.replace(":", ".")


def confirm_event(session: Session, effect_id: int, worker: str, now: datetime) -> bool:
    """It was taken. False when the claim was lost meanwhile: then whoever took it over confirms it."""
    if not confirm_effect(session, effect_id, worker, now):
        return False
    _webhook_of(session, effect_id).failing_since = None
    return True


def postpone_event(session: Session, effect_id: int, worker: str, now: datetime, at: datetime, error: str) -> bool:
    """It was not taken: again after a pause that grows, and no more after some days. True when the subscription failed
    for so long that it should be paused."""
    webhook_id = _webhook_of(session, effect_id).id  # before: what is given up may forget it
    postpone_effect(session, effect_id, worker, now, at, error)
    row = session.get_one(Webhook, webhook_id)
    if row.failing_since is None:
        row.failing_since = now
    return row.state == "active" and now - row.failing_since >= PAUSED_AFTER


def pause_webhook(session: Session, webhook_id: int, at: datetime, mail: Mail) -> None:
    """Nothing is sent any more, what was planned neither, and its administrators hear it. A second time changes
    nothing."""
    authority_id = session.get_one(Webhook, webhook_id).authority_id
    authority = session.scalars(
        select(Authority).where(Authority.id == authority_id).with_for_update(of=Authority)
    ).one()
    row = session.get_one(Webhook, webhook_id, populate_existing=True)
    if row.state != "active":
        return
    row.state = "paused"
    give_up_all(session, row.id)
    note_change(session, authority, "webhook:paused", SYSTEM, at, name=row.name)
    session.add_all(
        Effect(key=f"webhook_paused:{row.id}:{authority.journal_length}:{person.id}", kind="mail", case_id=None,
               payload={"to": person.email, "name": person.name, "subject": mail.subject, "text": mail.text})
        for person in _administrators(session, authority.id, at)
    )  # fmt: skip
    session.info[LEAVES_WORK] = True
    session.flush()


def _administrators(session: Session, authority_id: int, at: datetime) -> Sequence[Person]:
    on = at.date()
    held = select(Mandate.person_id).where(
        Mandate.authority_id == authority_id, Mandate.role == Role.ADMINISTRATOR.value, Mandate.since <= on,
        Mandate.until.is_(None) | (Mandate.until >= on),
    )  # fmt: skip
    return session.scalars(
        select(Person).where(Person.id.in_(held), Person.is_active, Person.email.is_not(None)).order_by(Person.id)
    ).all()


def _webhook_of(session: Session, effect_id: int) -> Webhook:
    effect = session.get_one(Effect, effect_id)
    return session.get_one(Webhook, effect.payload["webhook_id"], populate_existing=True)
