"""The survey of the members of a network: whom it was sent to, what was answered, and what remains of it.

Who answered and what was answered are kept apart: no column of `SurveyAnswer` leads to a member, a moment or an order.
When a survey closes, answers become counts and both tables are emptied of it (DECISIONS, 'The survey of the members').
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime
from models.enrolment import Enrolment


class Survey(Base):
    """One survey of one network. `answers`, `on_paper`: how many there were, once it is closed; `results`: the counts
    (models.rules.survey_form.counted), empty where too few answered."""

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("network_id", "kind", "year"),
        CheckConstraint("kind in ('baseline', 'yearly')", name="kind"),
        Index("uq_survey_open", "network_id", unique=True, sqlite_where=text("closed_at is null"),
              postgresql_where=text("closed_at is null")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood_network.id"))
    kind: Mapped[str]
    year: Mapped[int]
    questions_version: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the clock
    closes_on: Mapped[date]  # the last day on which one can answer
    remind_on: Mapped[date | None]  # None: nobody is reminded any more
    members_asked: Mapped[int]
    papers: Mapped[int]  # numbered from 1: how many members have a form on paper
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answers: Mapped[int | None]
    on_paper: Mapped[int | None]
    results: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class SurveyTicket(Base):
    """That one member may answer one survey, once. Gone when it closes. `way`: mail or paper."""

    __tablename__ = "survey_ticket"
    __table_args__ = (
        UniqueConstraint("survey_id", "enrolment_id"),
        CheckConstraint("way in ('mail', 'paper')", name="way"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), index=True)
    way: Mapped[str]
    link_seed: Mapped[str]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    has_answered: Mapped[bool] = mapped_column(default=False)

    survey: Mapped[Survey] = relationship()
    enrolment: Mapped[Enrolment] = relationship()


class SurveyAnswer(Base):
    """What one member answered, until the survey closes. `id` is random and orders the table on disk, so that the
    place of a row tells nothing of when it came."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        UniqueConstraint("survey_id", "paper_number"),
        CheckConstraint("way in ('online', 'paper')", name="way"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    way: Mapped[str]
    paper_number: Mapped[int | None]
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
