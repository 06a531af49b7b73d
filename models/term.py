"""The terms of a case, each with how it was computed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Term(Base):
    """One term (models.rules.terms). `subject_id`: which opinion or contact, where a case has several; else 0.

    `computation` is what the page shows: it stays as it was when the term is over.
    """

    __tablename__ = "term"
    __table_args__ = (Index("ix_term_case_id_over_at", "case_id", "over_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str]
    round: Mapped[int]
    ends_on: Mapped[date | None]  # None: it stands still
    computation: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # what was waited for came, or the stage closed
