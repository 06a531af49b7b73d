"""Standing delegations: a body has a member of staff decide in its name, without anybody being away."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime
from models.person import Person


class Delegation(Base):
    """From its first day, to its last one where it has one, this person decides on foundings in the name of a body."""

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint("last_on is null or last_on >= first_on", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    body: Mapped[str]  # models.rules.delegation.BODIES
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reference: Mapped[str]  # of the act: 'collegebesluit 2026/114'
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # revoked, or entered by mistake

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
