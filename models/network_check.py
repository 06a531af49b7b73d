"""Asking a network that seems dormant whether it still works, its answer, and what was done with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class NetworkCheck(Base):
    """One question. `signs`: why it was asked (models.rules.dormancy.SIGNS); without `asked_by_id` the clock asked.
    `follow_up`: what municipality or police did with it; then it is closed."""

    __tablename__ = "network_check"
    __table_args__ = (
        CheckConstraint("answer in ('', 'alive', 'needs_help', 'stops')", name="answer"),
        Index("ix_network_check_case_id_asked_at", "case_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    signs: Mapped[list[Any]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    follow_up: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
