"""The end of a case's personal data: when it was warned of, whether it is kept longer and why, when it was erased."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class CaseErasure(Base):
    """One per case that ended long ago. Held: nothing is erased up to and with `held_until`. `erased_at`: only number,
    course, outcome and counts are left; backups that were made before still hold the rest until they go."""

    __tablename__ = "case_erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), unique=True)
    first_warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_until: Mapped[date | None]
    hold_reason: Mapped[str] = mapped_column(default="")
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    files: Mapped[int] = mapped_column(default=0)  # how many were erased
    words: Mapped[int] = mapped_column(default=0)  # pieces of text in the journal
