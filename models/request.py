"""The founding request: what was asked, by whom and why; and its draft, saved at every step."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class FoundingRequest(Base):
    """Fields of domain.md 2.1. One per case; completion changes it and the journal tells that it did."""

    __tablename__ = "founding_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), unique=True)
    origin: Mapped[str]  # resident, trader, association, municipality, police
    channel: Mapped[str] = mapped_column(default="online")  # online, paper, phone, counter
    applicant_name: Mapped[str]
    applicant_email: Mapped[str] = mapped_column(default="")
    applicant_phone: Mapped[str] = mapped_column(default="")
    applicant_address: Mapped[str]
    motives: Mapped[str]
    expectations: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # residents, police, municipality
    objectives: Mapped[list[str]] = mapped_column(JSON, default=list)
    households: Mapped[int]
    candidate_coordinators: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # name, email, phone
    earlier_attempts: Mapped[str] = mapped_column(default="")
    overlap_explanation: Mapped[str] = mapped_column(default="")  # why streets of another network or founding
    handed_in_by: Mapped[str] = mapped_column(default="")  # who gave it to staff: name, and relation to the applicant
    handed_in_relation: Mapped[str] = mapped_column(default="")
    handed_in_note: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date | None]  # the day on which staff received it; None: the day on which it was sent
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completion_asked: Mapped[str] = mapped_column(default="")  # what is still missing; empty: nothing
    completion_due_on: Mapped[date | None]


class EarlierAttempt(Base):
    """An ended case in the same area, found when the new request came in and kept with it."""

    __tablename__ = "earlier_attempt"
    __table_args__ = (UniqueConstraint("case_id", "earlier_case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    earlier_case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)


class RequestDraft(Base):
    """A request being written. `answers` is kept as typed, so that save and return loses nothing."""

    __tablename__ = "request_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("founding_case.id"))  # once submitted


class ResumeLink(Base):
    """A link by mail with which somebody goes on with their request elsewhere: works once, for some days."""

    __tablename__ = "resume_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("request_draft.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
