"""When a backup was made, or why it was not: so that a page can tell how old the last one is."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class BackupRecord(Base):
    """One try, in real time."""

    __tablename__ = "backup_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    name: Mapped[str] = mapped_column(default="")  # of the file; its folder is a setting
    size: Mapped[int] = mapped_column(BigInteger, default=0)  # bytes
    failure: Mapped[str] = mapped_column(default="")  # empty: it was made
