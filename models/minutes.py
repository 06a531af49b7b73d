"""The minutes of an info evening: their text in versions, and who approved which version."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class MinutesVersion(Base):
    """One version of the text; the last one counts. `sections`: per part (models.rules.minutes) its text. The first is
    drafted from what was noted of the evening."""

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("evening_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evening_id: Mapped[int] = mapped_column(ForeignKey("info_evening.id"))
    version: Mapped[int]
    sections: Mapped[dict[str, str]] = mapped_column(JSON)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    function: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MinutesApproval(Base):
    """The approval of one version by one party. Nobody approves for both; a next version begins without approvals."""

    __tablename__ = "minutes_approval"
    __table_args__ = (
        UniqueConstraint("version_id", "party"),
        UniqueConstraint("version_id", "given_by_id"),
        CheckConstraint("party in ('chair', 'police')", name="party"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"))
    party: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    function: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
