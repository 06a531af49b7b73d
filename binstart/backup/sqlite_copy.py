"""The embedded database in a backup: one file, copied by SQLite itself while others write."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from binstart.backup.archive import Member, pieces_of
from binstart.preparing import CannotStart
from models.database import connect

MEMBER = "database/binstart.sqlite"


@contextmanager
def snapshot(engine: Engine, data: Path) -> Iterator[Engine]:
    """A copy of the database as it is now, in the data folder, which is as closed as the database. It goes afterwards.

    In one step, so under one reading transaction: SQLite begins anew whenever another process writes between two steps.
    """
    source = Path(engine.url.database or "")
    with TemporaryDirectory(prefix="backup-", dir=data) as folder:
        copy = Path(folder) / "binstart.sqlite"
        try:
            with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as target:
                live.backup(target, pages=-1)
                target.execute("PRAGMA journal_mode=delete")  # one file; who opens it chooses again
        except sqlite3.Error as error:
            raise CannotStart(f"the database can't be copied: {error}") from None
        made = connect(f"sqlite:///{copy}")
        try:
            yield made
        finally:
            made.dispose()


def members(copy: Engine) -> Iterator[Member]:
    """The file of the snapshot."""
    copy.dispose()  # what it holds open would be written to the file only then
    file = Path(copy.url.database or "")
    with file.open("rb") as content:
        yield Member(MEMBER, file.stat().st_size, pieces_of(content))


def rows_by_table(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    names = session.scalars(text("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"))
    return {name: session.scalar(text(f'select count(*) from "{name}"')) or 0 for name in names.all()}  # noqa: S608


def remove_leftovers(data: Path) -> None:
    """Snapshots of backups that were killed. Call it where no other backup runs."""
    for folder in data.glob("backup-*"):
        shutil.rmtree(folder, ignore_errors=True)


def require_sound(session: Session) -> None:
    """Raises ValueError when the file is damaged or a row refers to one that is not there."""
    said = session.scalar(text("PRAGMA quick_check"))
    if said != "ok":
        raise ValueError(f"the database is damaged: {said}")
    if lost := session.execute(text("PRAGMA foreign_key_check")).first():
        raise ValueError(f"a row of {lost[0]} refers to a row of {lost[2]} that is not there")
