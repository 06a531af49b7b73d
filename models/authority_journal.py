"""The journal of an authority: each change of settings, calendar, texts and absences, chained as that of a case."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class AuthorityJournalEntry(Base):
    """One change (models.rules.authority_events). `hash` covers this entry and the hash before it."""

    __tablename__ = "authority_journal_entry"
    __table_args__ = (UniqueConstraint("authority_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    hash: Mapped[str]
