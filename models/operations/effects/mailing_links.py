"""Mails to people without an account: they belong to no case, go at once, and no list of a case shows to whom."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.operations.accounts.attempts import TooManyAttempts, count_attempt, require_below_limit
from models.operations.accounts.signing_in import Mail
from models.outbox import Effect
from models.rules.languages import told_language


def may_mail(session: Session, kind: str, email: str, at: datetime) -> bool:
    """Whether this address gets one more mail of a kind (models.operations.accounts.attempts) now; it is counted. Who
    types an address that asks too often learns nothing of that."""
    try:
        require_below_limit(session, kind, email, at)
    except TooManyAttempts:
        return False
    count_attempt(session, kind, email, at)
    return True


def plan_mail(session: Session, key: str, to: str, mail: Mail, more: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Plan a mail; one with this key that was planned before is enough. Its text is erased once it left. `more`: what
    goes with it (models.queries.evenings.evening_calendar.as_attached)."""
    if session.scalar(select(Effect.id).where(Effect.key == key)) is None:
        session.add(Effect(key=key, kind="mail", case_id=None,
                           payload={"to": to, "subject": mail.subject, "text": mail.text,
                                    **told_language(mail.language), **more}))  # fmt: skip
        session.flush()
