"""What must follow: work handed to the engine, and every effect that leaves the system, each exactly once."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime
from models.tracing import traceparent

# In `session.info`: this transaction leaves work for the engine. Who commits may wake it then.
LEAVES_WORK = "binstart_leaves_work"


def _real_time() -> datetime:
    """Leases and pauses run in real time, also where a demonstration clock moves the dates of the procedure."""
    return datetime.now(UTC)


class OutboxEntry(Base):
    """One piece of work: run the flow `flow` for the case. Written with the fact, in the same transaction."""

    __tablename__ = "outbox_entry"
    __table_args__ = (Index("ix_outbox_entry_done_at_available_at", "done_at", "available_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    flow: Mapped[str]  # the stage's name
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_real_time)
    available_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_real_time)
    claimed_by: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    traceparent: Mapped[str] = mapped_column(default=traceparent, server_default="")  # of the click that asked for it


class Effect(Base):
    """A mail, a document, a message to a member or to a program, or a look of the virus scanner that must come to be.
    `key` (case, stage, kind, recipient, version) is unique: a second run finds it and does nothing. Claimed before it
    is done, confirmed after."""

    __tablename__ = "effect"
    __table_args__ = (
        CheckConstraint(
            "kind in ('mail', 'document', 'member_mail', 'member_sms', 'survey_mail', 'member_notice', 'webhook', "
            "'scan')",
            name="kind",
        ),
        Index("ix_effect_case_id_state", "case_id", "state"),
        Index("ix_effect_state_available_at", "state", "available_at"),
        Index("ix_effect_kind_state", "kind", "state"),  # a million of them are counted without reading one
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("founding_case.id"))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(default="planned")  # planned, claimed, confirmed, given_up
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_real_time)
    available_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_real_time)
    claimed_by: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    traceparent: Mapped[str] = mapped_column(default=traceparent, server_default="")  # of what planned it
