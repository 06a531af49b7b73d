"""What was counted of each case, on one line, so that figures over tens of thousands of cases come at once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class CaseFigures(Base):
    """One founding as the figures see it (models.rules.insight_figures.Founding). Worked out anew from stage records,
    journal and terms after each change; nothing but figures reads it, and it can be thrown away.

    `days_…`: of a stage that was left for good; `waiting_…`: of those the days on which somebody was waited for;
    `for_…`: days that this one was waited for. `terms`: [kind, begin, last day, over, days of standstill], days as
    ordinals. `opinions`: [asked, over, whether answered]. `marks`: what else a what-if needs to know.
    """

    __tablename__ = "case_figures"
    __table_args__ = (
        Index("ix_case_figures_municipality_id", "municipality_id"),
        Index("ix_case_figures_zone_id", "zone_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), primary_key=True)
    journal_length: Mapped[int]  # of the case when this was worked out
    summed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[str]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    outcome: Mapped[str]
    ended_in: Mapped[str]
    way: Mapped[str]  # the variant, its parts with dots between
    total: Mapped[int | None]
    total_waiting: Mapped[int | None]
    days_idea: Mapped[int | None]
    days_consultation: Mapped[int | None]
    days_info_evening: Mapped[int | None]
    days_charter: Mapped[int | None]
    days_federal_check: Mapped[int | None]
    days_launch: Mapped[int | None]
    waiting_idea: Mapped[int | None]
    waiting_consultation: Mapped[int | None]
    waiting_info_evening: Mapped[int | None]
    waiting_charter: Mapped[int | None]
    waiting_federal_check: Mapped[int | None]
    waiting_launch: Mapped[int | None]
    for_initiator: Mapped[int | None]
    for_adviser: Mapped[int | None]
    for_police: Mapped[int | None]
    for_municipality: Mapped[int | None]
    for_evening: Mapped[int | None]
    for_signatories: Mapped[int | None]
    for_ministry: Mapped[int | None]
    supporting: Mapped[int]
    dwellings: Mapped[int]
    lowest_share: Mapped[int]
    terms: Mapped[list[Any]] = mapped_column(JSON, default=list)
    opinions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    marks: Mapped[list[str]] = mapped_column(JSON, default=list)


class CaseActions(Base):
    """How many entries of the journal of a case a member of staff made in a month ('2026-03'), and as what."""

    __tablename__ = "case_actions"
    __table_args__ = (Index("ix_case_actions_month", "month"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    function: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
