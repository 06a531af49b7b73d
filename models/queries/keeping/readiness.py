"""Whether visitors can be let in: the database answers and is of this version, and the data folder can be written."""

import tempfile
from functools import lru_cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import models.migrations

WRITTEN = 4096  # bytes: as much as the smallest thing that we keep; a full disk takes an empty file


def is_reachable(session: Session) -> bool:
    """Whether the database answers."""
    try:
        session.execute(text("select 1"))
    except SQLAlchemyError:
        session.rollback()
        return False
    return True


def is_at_head(session: Session) -> bool:
    """Whether the tables are those of this version: neither older, nor made by a later Binstart."""
    try:
        found = session.scalars(text("select version_num from alembic_version")).all()
    except SQLAlchemyError:
        session.rollback()
        return False
    return list(found) == [newest_revision()]


@lru_cache
def newest_revision() -> str:
    """The last of our migrations. Read once: it does not change while a process runs."""
    folder = Path(next(iter(models.migrations.__path__)))
    return str(ScriptDirectory(str(folder)).get_current_head())


def is_writable(folder: Path) -> bool:
    """Whether something can be kept in the folder: it is there, ours to write, and not full. Leaves nothing behind."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            return file.write(b"\0" * WRITTEN) == WRITTEN
    except OSError:
        return False
