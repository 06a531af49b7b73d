"""Noting that a backup was made, or why it was not."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.backup_record import BackupRecord


def record_backup(session: Session, begun_at: datetime, ended_at: datetime, name: str = "", size: int = 0,
                  failure: str = "") -> None:  # fmt: skip
    """Keep one try, in real time; `failure` empty: the backup of this name and size (bytes) was made."""
    session.add(BackupRecord(begun_at=begun_at, ended_at=ended_at, name=name, size=size, failure=failure))
    session.flush()
