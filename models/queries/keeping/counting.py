"""Counts over the whole installation, for figures that are kept elsewhere; nothing of a single case."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.outbox import Effect


def effects_by_state(session: Session) -> list[tuple[str, str, int]]:
    """How many effects there are of each kind in each state."""
    rows = session.execute(select(Effect.kind, Effect.state, func.count()).group_by(Effect.kind, Effect.state))
    return [(kind, state, count) for kind, state, count in rows]


def journal_entries(session: Session) -> int:
    """How many entries the journals of cases and authorities have. Each knows the length of its own."""
    lengths = (select(func.sum(one.journal_length)) for one in (FoundingCase, Authority))
    return sum(session.scalar(one) or 0 for one in lengths)
