"""The journal of a case: what happened, when and by which function, chained so that nothing changes quietly."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class JournalEntry(Base):
    """One event (models.rules.journal_events). `hash` covers this entry and the hash before it."""

    __tablename__ = "journal_entry"
    __table_args__ = (UniqueConstraint("case_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[str]
    stage: Mapped[str]
    round: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    function: Mapped[str]  # 'desk_officer', 'initiator', 'system'
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    hash: Mapped[str]
