"""Subscriptions as an administrator keeps them: made, tried, given a new secret, resumed, ended."""

from datetime import datetime
from secrets import token_hex, token_urlsafe

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.authority import Authority
from models.operations.authorities.administering import own_authority
from models.operations.authorities.authority_journal import note_change
from models.operations.cases.acting import written
from models.outbox import LEAVES_WORK, Effect
from models.queries.authorities.webhooks import KIND, stem
from models.rules.access import Actor
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.rules.webhooks import (
    BOTH_SECRETS_FOR,
    LONGEST_NAME,
    checked_address,
    checked_events,
    printed_secret,
    secret_bytes,
)
from models.webhook import Webhook

SHORTEST_SECRET = 32


def make_webhook(session: Session, by: Actor, authority_id: int, at: datetime, *, name: str, address: str,
                 events: list[str], allows_loopback: bool, secret_key: str) -> tuple[Webhook, str]:  # fmt: skip
    """A subscription of an address to events. Returns its row and its secret, as a receiver takes it over. Raises
    Invalid with the field."""
    authority = own_authority(session, by, authority_id)
    name = written(name, "name")
    if len(name) > LONGEST_NAME:
        raise Invalid("too_long", f"Hoogstens {LONGEST_NAME} tekens.", "name")
    row = Webhook(authority_id=authority.id, name=name, events=checked_events(events), seed=token_urlsafe(16),
                  address=checked_address(address, allows_loopback=allows_loopback), made_at=at,
                  made_by_id=by.person_id)  # fmt: skip
    session.add(row)
    note_change(session, authority, "webhook:made", by, at, name=name, address=row.address, events=row.events)
    session.flush()
    return row, _secret(row, secret_key)


def renew_secret(session: Session, by: Actor, authority_id: int, webhook_id: int, at: datetime, now: datetime,
                 secret_key: str) -> str:  # fmt: skip
    """A new secret; the one of before signs too for a day, so that the receiver can take the new one over. `now`: real
    time. Raises Stale while the one of before still signs: two are enough."""
    authority, row = _own(session, by, authority_id, webhook_id)
    if row.former_until is not None and row.former_until > now:
        raise Stale("renewed_already", "Er is al een nieuw geheim. Het vorige tekent nog even mee.")
    row.former_seed, row.former_until, row.seed = row.seed, now + BOTH_SECRETS_FOR, token_urlsafe(16)
    note_change(session, authority, "webhook:secret_renewed", by, at, name=row.name)
    session.flush()
    return _secret(row, secret_key)


def try_webhook(session: Session, by: Actor, authority_id: int, webhook_id: int) -> None:
    """Plan a message that tells of nothing, to see whether it arrives. Raises GateNotMet unless it is active."""
    _authority, row = _own(session, by, authority_id, webhook_id)
    if row.state != "active":
        raise GateNotMet("not_active", "Dit abonnement is gepauzeerd. Hervat het eerst.")
    session.add(Effect(key=f"{stem(row.id)}test:{token_hex(6)}", kind=KIND, payload={"webhook_id": row.id}))
    session.info[LEAVES_WORK] = True
    session.flush()


def resume_webhook(session: Session, by: Actor, authority_id: int, webhook_id: int, at: datetime) -> None:
    """It gets again what happens from now on. Raises Stale when it is active."""
    authority, row = _own(session, by, authority_id, webhook_id)
    if row.state == "active":
        raise Stale("active_already", "Dit abonnement was al hervat.")
    row.state, row.failing_since = "active", None
    note_change(session, authority, "webhook:resumed", by, at, name=row.name)
    session.flush()


def end_webhook(session: Session, by: Actor, authority_id: int, webhook_id: int, at: datetime) -> None:
    """Nothing is sent to it any more."""
    authority, row = _own(session, by, authority_id, webhook_id)
    row.state, row.seed, row.former_seed, row.former_until = "ended", "", "", None
    give_up_all(session, row.id)
    note_change(session, authority, "webhook:ended", by, at, name=row.name, address=row.address)
    session.flush()


def give_up_all(session: Session, webhook_id: int) -> None:
    """What was still to be sent is not. A worker that is just sending finds its claim gone."""
    session.execute(
        update(Effect)
        .where(Effect.kind == KIND, Effect.key.startswith(stem(webhook_id)), Effect.state.in_(("planned", "claimed")))
        .values(state="given_up", claimed_by=None, lease_until=None)
    )


def _secret(row: Webhook, secret_key: str) -> str:
    if len(secret_key) < SHORTEST_SECRET:
        raise ValueError("BINSTART_SECRET_KEY is missing: without it no secret of a subscription can be made")
    return printed_secret(secret_bytes(row.seed, secret_key))


def _own(session: Session, by: Actor, authority_id: int, webhook_id: int) -> tuple[Authority, Webhook]:
    authority = own_authority(session, by, authority_id)
    row = session.get(Webhook, webhook_id, populate_existing=True)
    if row is None or row.authority_id != authority.id or row.state == "ended":
        raise Invalid("unknown_webhook", "Dit abonnement hoort niet bij uw gemeente of zone.")
    return authority, row
