"""Absences of staff: who is away from which function, and who holds it meanwhile in their name."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime
from models.person import Person


class Absence(Base):
    """From the first to the last day a deputy of the same authority holds the function in the name of who is away."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="order"),
        CheckConstraint("deputy_id <> person_id", name="somebody_else"),
        Index("ix_absence_authority_id_role", "authority_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # back earlier, or entered by mistake

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id], lazy="joined")
