"""What the nightly retention run forgot the last time, and what it will forget in the coming months."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class RetentionRecord(Base):
    """One step of the run (models.operations.keeping.retention_run), written anew each night. Counts of rows only."""

    __tablename__ = "retention_record"

    step: Mapped[str] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime)
    forgotten: Mapped[int]
    coming: Mapped[int]  # that will be forgotten within COMING
