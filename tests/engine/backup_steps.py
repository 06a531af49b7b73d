"""Installations to back up and empty places to restore into, on each of the two kinds of database."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, create_engine, inspect, make_url, text

from binstart.backup.keys import make_key, private_keys
from binstart.backup.making import make_backup
from binstart.backup.restoring import restore
from binstart.migrating import address_of, upgrade
from models.database import writing
from models.document import Document
from models.file_store import documents, uploads
from models.operations.accounts.web_sessions import open_web_session
from models.operations.keeping.sealing_journals import seal_journals
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import Settings
from tests.factories import START, Place, advance_to, make_place

WORDS = b"De buren van de Kerkstraat"  # must not be readable in a backup


@dataclass
class House:
    """One installation: its settings and database, and a folder beside it for the key and the backups."""

    settings: Settings
    engine: Engine
    folder: Path
    place: Place

    @property
    def key(self) -> Path:
        return self.folder / "key"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"


@contextmanager
def new_database(server: str, like: str = "template1") -> Iterator[str]:
    """Address of a database on a PostgreSQL server, empty or a copy of another one; it is dropped afterwards."""
    name = f"backup_{os.getpid()}_{uuid4().hex[:8]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'create database "{name}" template "{like}"'))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'drop database "{name}" with (force)'))
    admin.dispose()


def copy_of(house: House, folder: Path, url: str) -> House:
    """The same installation in another folder and, on PostgreSQL, in a copy of its database."""
    shutil.copytree(house.folder, folder, dirs_exist_ok=True)
    settings = house.settings.model_copy(update={"data_dir": folder / "data", "database_url": url})
    return House(settings, address_of(settings), folder, house.place)


def make_house(folder: Path, url: str) -> House:
    """A municipality with a case under way, a document of it, a seal, and somebody who is signed in."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    (data / "kind").write_text("real\n", encoding="utf-8")
    (data / "secrets").mkdir(mode=0o700)
    (data / "secrets" / "web").write_text("w" * 43 + "\n", encoding="ascii")
    (data / "secrets" / "prefect").write_text("p" * 43 + "\n", encoding="ascii")
    settings = Settings(data_dir=data, database_url=url, backup_key=make_key(folder / "key"))
    engine = address_of(settings)
    upgrade(engine)
    with writing(engine) as session:
        place = make_place(session)
        case = advance_to(session, place, Stage.CHARTER)
        session.add(a_document(case.id, documents(settings).keep(WORDS * 1000)))
        uploads(settings).keep(b"%PDF-1.7 " + WORDS)
        open_web_session(session, place.people[Role.MAYOR].id, "link", datetime.now(UTC))
    with writing(engine) as session:
        seal_journals(session, date(2026, 3, 9), datetime(2026, 3, 9, tzinfo=UTC))
    return House(settings, engine, folder, place)


def back_up(house: House) -> Path:
    """The file of a backup, made now."""
    return make_backup(house.engine, house.settings, house.backups).file


def put_back(file: Path, house: House, place: Settings) -> tuple[list[str], Engine]:
    """Restore it into this place: what was said, and the database."""
    engine = address_of(place)
    return restore(file, private_keys(house.key), place, engine), engine


def is_empty(place: Settings) -> bool:
    """Whether nothing is there, neither rows nor files."""
    if place.database_url:
        engine = address_of(place)
        names = inspect(engine).get_table_names()
        engine.dispose()
        return not names and not place.data_dir.exists()
    return not place.data_dir.exists()


def small_files() -> None:
    """No file grows beyond this many bytes: a write fails halfway, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def a_document(case_id: int, sha256: str, version: str = "1") -> Document:
    """A row for a file that is kept."""
    return Document(case_id=case_id, kind="receipt", version=version, title="Ontvangstbewijs", sha256=sha256, size=1,
                    media_type="application/pdf", filename="ontvangst.pdf", produced_at=START)  # fmt: skip


def content(engine: Engine) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table, as text, but for what a restore takes away or asks anew (open work), and what a backup
    notes about itself."""
    found = {}
    with engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            if name not in ("web_session", "sign_in_link", "backup_record"):
                rows = connection.execute(text(f'select * from "{name}"')).mappings()  # noqa: S608
                anew = {"created_at", "claimed_by", "lease_until"} if name == "outbox_entry" else set()
                found[name] = sorted(
                    (tuple(str(value) for column, value in row.items() if column not in anew) for row in rows), key=str
                )
    return found


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, but for those of the database itself."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith("binstart.sqlite")
    }


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment of a process with these settings alone."""
    return _without_settings() | {
        "BINSTART_DATA_DIR": str(settings.data_dir),
        "BINSTART_DATABASE_URL": settings.database_url,
        "BINSTART_BACKUP_KEY": settings.backup_key,
    }


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("BINSTART_")}


def binstart(*words: str, settings: Settings | None = None, prepare: Callable[[], None] | None = None,
             **more: str) -> "subprocess.CompletedProcess[str]":  # fmt: skip
    """The command as it is typed, with these settings alone."""
    environment = (environment_of(settings) if settings else _without_settings()) | more
    return subprocess.run([sys.executable, "-m", "binstart", *words], capture_output=True, text=True, env=environment,
                          check=False, preexec_fn=prepare)  # fmt: skip
