"""Who has taken a case, for police and municipality each; what they note among themselves, and whom they mention."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime
from models.person import Person
from models.zone_key import ZoneKey


class Assignment(Base):
    """Who has a case in hand now, one person per side. Who had it before stands in the journal."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("case_id", "side"),
        CheckConstraint("side in ('police', 'municipality')", name="side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    side: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined")


class Note(Base):
    """What one side wrote down for itself; the other side and residents never see it. Of the police it stands here
    encrypted, with a key of their zone, and in no other way. Of a case that was erased both are empty."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("side in ('police', 'municipality')", name="side"),
        CheckConstraint("side = 'municipality' or text is null", name="police_not_readable"),
        CheckConstraint("text is null or encrypted is null", name="one_of_both"),
        CheckConstraint("encrypted is null or zone_key_id is not null", name="names_its_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    side: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str | None]
    encrypted: Mapped[str | None]
    zone_key_id: Mapped[int | None] = mapped_column(ForeignKey("zone_key.id"), index=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[Person] = relationship(lazy="joined")
    zone_key: Mapped[ZoneKey | None] = relationship(lazy="joined")


class Mention(Base):
    """A colleague who is named in a note; it stays in their work list until they say that they saw it."""

    __tablename__ = "mention"
    __table_args__ = (UniqueConstraint("note_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined")


class RememberedFilters(Base):
    """The filters that somebody used last in the work list, as they stand in its address."""

    __tablename__ = "remembered_filters"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
