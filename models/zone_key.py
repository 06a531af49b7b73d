"""The keys of police zones, with which their notes are encrypted; each wrapped by a key of the installation."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class ZoneKey(Base):
    """One key of a zone. What is written uses the one that is not retired; notes name the one that opens them."""

    __tablename__ = "zone_key"
    __table_args__ = (
        Index("uq_zone_key_in_use", "zone_id", unique=True, sqlite_where=text("retired_at is null"),
              postgresql_where=text("retired_at is null")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    wrapped: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
