"""The founding request: what was asked, by whom and why; and its draft, saved at every step."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
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
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completion_asked: Mapped[str] = mapped_column(default="")  # what is still missing; empty: nothing
    completion_due_on: Mapped[date | None]


class RequestDraft(Base):
    """A request being written. `answers` is kept as typed, so that save and return loses nothing."""

    __tablename__ = "request_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("founding_case.id"))  # once submitted
