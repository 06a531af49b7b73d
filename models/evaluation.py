"""The yearly evaluation: the views of coordinator, police and municipality, their discussion, and the outcome
(domain.md 4)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Evaluation(Base):
    """One evaluation of one case: `round` is that of the stage EVALUATION."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("case_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    round: Mapped[int]
    opens_on: Mapped[date]  # the clock opens it on this day
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    coordinator_view: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    coordinator_view_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    police_view: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    police_view_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    municipality_view: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    municipality_view_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discussed_on: Mapped[date | None]
    discussed_by: Mapped[str] = mapped_column(default="")  # who was there, in words
    conclusions: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
