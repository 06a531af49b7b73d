"""The federal check: the signed charter sent to the FPS Interior, and its answer (domain.md 2.12)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime
from models.person import Person


class FederalCheck(Base):
    """One sending of one charter version. There is no legal term: it ages in plain sight."""

    __tablename__ = "federal_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"), unique=True)
    sent_on: Mapped[date]
    channel: Mapped[str]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")  # conform, remarks
    reference: Mapped[str] = mapped_column(default="")
    remarks: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    sent_by: Mapped[Person] = relationship(foreign_keys=[sent_by_id], lazy="joined")
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id], lazy="joined")


class FederalRemark(Base):
    """One remark of the FPS Interior: a task on the section that it concerns, until somebody says what was done."""

    __tablename__ = "federal_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("federal_check.id"), index=True)
    section: Mapped[str]  # a code of models.rules.charter_sections; empty: the whole charter
    text: Mapped[str]
    is_followed: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")  # what was changed, or why nothing was
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: it waits
