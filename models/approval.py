"""Decisions of police and municipality on a founding, each with its reason."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Approval(Base):
    """One decision of one side in one round. The unique constraint makes the second of two simultaneous ones lose."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("case_id", "stage", "round", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    stage: Mapped[str]
    round: Mapped[int]
    side: Mapped[str]  # police, municipality
    is_approved: Mapped[bool]
    body: Mapped[str]
    reason: Mapped[str]
    conditions: Mapped[list[str]] = mapped_column(JSON, default=list)  # of an approval, each a line
    decided_on: Mapped[date]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    corrected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last time


class EarlierDecision(Base):
    """A decision as it was before its author corrected it; the corrected one is the approval itself."""

    __tablename__ = "earlier_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    side: Mapped[str]
    is_approved: Mapped[bool]
    body: Mapped[str]
    reason: Mapped[str]
    conditions: Mapped[list[str]] = mapped_column(JSON, default=list)
    decided_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
