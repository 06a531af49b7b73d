"""Backups: when the last ones were made, and which files the database speaks of."""

from collections.abc import Iterator

from sqlalchemy import inspect, literal, select, union_all
from sqlalchemy.orm import Session

from models.backup_record import BackupRecord
from models.document import Document
from models.file_store import DOCUMENTS, UPLOADS
from models.house_style import HouseStyle
from models.invitation import LetterRun
from models.rules.uploads import REFUSED
from models.upload import Upload


def last_backup(session: Session) -> BackupRecord | None:
    """The newest one that was made."""
    return session.scalars(
        select(BackupRecord).where(BackupRecord.failure == "").order_by(BackupRecord.ended_at.desc()).limit(1)
    ).one_or_none()


def last_backup_failure(session: Session) -> BackupRecord | None:
    """Why the newest try failed; None: it did not, or there was none."""
    newest = session.scalars(select(BackupRecord).order_by(BackupRecord.id.desc()).limit(1)).one_or_none()
    return newest if newest is not None and newest.failure else None


def kept_files(session: Session) -> Iterator[tuple[str, str]]:
    """Kind (DOCUMENTS, UPLOADS) and sha256 of each file that a row names; one may come more than once. A backup before
    an upgrade reads the tables of an older version, which did not know of scans."""
    uploads = select(literal(UPLOADS), Upload.sha256)
    if any(column["name"] == "scan_state" for column in inspect(session.connection()).get_columns("upload")):
        uploads = uploads.where(Upload.scan_state != REFUSED)
    named = union_all(
        select(literal(DOCUMENTS), Document.sha256),
        select(literal(DOCUMENTS), HouseStyle.logo_sha256).where(HouseStyle.logo_sha256 != ""),
        select(literal(DOCUMENTS), LetterRun.body_sha256).where(LetterRun.body_sha256 != ""),
        uploads,
    )
    found = session.connection().execute(named.execution_options(yield_per=1000))
    return ((folder, sha256) for folder, sha256 in found)
