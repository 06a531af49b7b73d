"""Subscriptions of an authority, what was sent to each, and what can be sent now."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.outbox import Effect
from models.webhook import Webhook

KIND = "webhook"  # of an effect
LAST = 50  # messages in the log of a page


def stem(webhook_id: int) -> str:
    """What the keys of all messages of a subscription begin with."""
    return f"webhook:{webhook_id}:"


def webhooks_of(session: Session, authority_id: int) -> Sequence[Webhook]:
    """The subscriptions of an authority that are not ended, the newest first."""
    return session.scalars(
        select(Webhook)
        .where(Webhook.authority_id == authority_id, Webhook.state != "ended")
        .order_by(Webhook.id.desc())
    ).all()


def last_messages(session: Session, webhook_id: int) -> Sequence[Effect]:
    """The last messages of a subscription, the newest first."""
    return session.scalars(
        select(Effect)
        .where(Effect.kind == KIND, Effect.key.startswith(stem(webhook_id)))
        .order_by(Effect.id.desc())
        .limit(LAST)
    ).all()


def subscribed_to(session: Session, case: FoundingCase) -> Sequence[Webhook]:
    """The active subscriptions that may hear of a case: of its own municipality and zone."""
    return session.scalars(
        select(Webhook)
        .where(Webhook.state == "active", Webhook.authority_id.in_((case.municipality_id, case.zone_id)))
        .order_by(Webhook.id)
    ).all()


def by_subscription(session: Session, effect_ids: Sequence[int]) -> dict[int, list[int]]:
    """These effects by subscription, each in its order."""
    found: dict[int, list[int]] = {}
    rows = session.execute(select(Effect.id, Effect.payload).where(Effect.id.in_(effect_ids)).order_by(Effect.id))
    for effect_id, payload in rows:
        found.setdefault(payload["webhook_id"], []).append(effect_id)
    return found
