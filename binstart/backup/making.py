"""`binstart backup`: database and files of one moment as one encrypted file, while everybody goes on working."""

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from binstart.backup import postgresql_copy, sqlite_copy
from binstart.backup.archive import Member, from_bytes, pieces_of, write_archive
from binstart.backup.keys import public_keys
from binstart.backup.manifest import FILES, HEADER, MANIFEST, POSTGRESQL, SQLITE, Header, Manifest, as_json
from binstart.preparing import CannotStart
from models.database import writing
from models.encryption import read_keyring
from models.file_store import DOCUMENTS, UPLOADS, FileLost, StoreAway, store_of
from models.operations.keeping.recording_backups import record_backup
from models.queries.keeping.backups import kept_files
from models.queries.keeping.journal_chains import last_seal
from models.rules.journal_chain import seal_line
from models.rules.refusals import KeyUnavailable
from models.settings import Settings

NAME = re.compile(r"binstart-\d{8}T\d{6}Z\.tar\.age")
# Not that of Prefect: its database is not in a backup, and its secret is made anew. Nor the keys of models.encryption:
# who has a backup and the key of backups must not read what the police alone may read.
KEPT_SECRETS = ("web", "sms")
MOST_NAMED = 20


class BeingMade(CannotStart):
    """Somebody else is at it, which is no failure."""


@dataclass(frozen=True)
class Made:
    """A backup that is there."""

    file: Path
    size: int  # bytes
    seconds: float
    removed: list[str]  # names of older ones that went


def make_backup(engine: Engine, settings: Settings, folder: Path) -> Made:
    """Make one in this folder, remove older ones than are kept, and note it in the database.

    Raises CannotStart with the reason when none was made; what was written of it is removed, and the failure noted.
    """
    begun, begun_at = time.monotonic(), datetime.now(UTC)
    file = folder / f"binstart-{begun_at:%Y%m%dT%H%M%SZ}.tar.age"
    try:
        with _alone_in(folder):
            _write(engine, settings, file, begun_at)
            removed = _remove_older(folder, settings.backups_kept)
    except BeingMade:
        raise
    except CannotStart as failure:
        with suppress(DBAPIError), writing(engine) as session:
            record_backup(session, begun_at, datetime.now(UTC), failure=str(failure))
        raise
    try:
        with writing(engine) as session:
            record_backup(session, begun_at, datetime.now(UTC), file.name, file.stat().st_size)
    except DBAPIError as error:
        raise CannotStart(f"{file} was made, and the database could not note it: {error.orig}") from None
    return Made(file, file.stat().st_size, time.monotonic() - begun, removed)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "lock").open("a", encoding="utf-8")
    except OSError as error:
        raise CannotStart(f"cannot write in the folder for backups {folder}: {error.strerror}") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingMade(f"another backup is being made in {folder}") from None
        for left in folder.glob("binstart-*.part"):
            left.unlink()  # of a backup that was killed: nobody else writes here now
        yield


def _write(engine: Engine, settings: Settings, file: Path, made_at: datetime) -> None:
    keys = public_keys(settings.backup_key)
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            write_archive(_members(engine, settings, made_at), made_at.timestamp(), out, keys)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(file)
    except OSError as error:
        raise CannotStart(f"no backup: {file} can't be written ({error.strerror})") from None
    except StoreAway as error:
        raise CannotStart(f"no backup: the files can't be read ({error})") from None
    except DBAPIError as error:
        raise CannotStart(f"no backup: the database can't be read ({' '.join(str(error.orig).split())})") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _members(engine: Engine, settings: Settings, made_at: datetime) -> Iterator[Member]:
    """All members; what each held is noted on the way, and told at the end."""
    with TemporaryFile() as sums:
        told: list[Manifest] = []
        damaged: list[str] = []
        for member in _content(engine, settings, made_at, told):
            sha256 = hashlib.sha256()
            yield replace(member, pieces=_summed(member, sha256))
            sums.write(f"{sha256.hexdigest()}  {member.name}\n".encode())
            if member.name.startswith((DOCUMENTS, UPLOADS)) and not member.name.endswith(sha256.hexdigest()):
                damaged.append(member.name)
        size = sums.tell()
        sums.seek(0)
        yield Member(FILES, size, pieces_of(sums))
        yield from_bytes(MANIFEST, as_json(replace(told[0], damaged=damaged[:MOST_NAMED])))


def _summed(member: Member, sha256: "hashlib._Hash") -> Iterator[bytes]:
    for piece in member.pieces:
        sha256.update(piece)
        yield piece


def _content(engine: Engine, settings: Settings, made_at: datetime, told: list[Manifest]) -> Iterator[Member]:
    """First the database, then the files: a file is there before a row names it, and never changes."""
    if engine.dialect.name == SQLITE:
        sqlite_copy.remove_leftovers(settings.data_dir)
        with sqlite_copy.snapshot(engine, settings.data_dir) as copy:
            with Session(copy) as session:
                yield _header(session, settings, made_at, SQLITE)
                manifest = _manifest(session, settings, sqlite_copy.rows_by_table(session))
            yield from sqlite_copy.members(copy)
            there: set[str] = set()
            yield from _files(settings, there)
            with Session(copy) as session:
                told.append(replace(manifest, lost=_count_lost(session, there)))
        return
    rows: dict[str, int] = {}
    with postgresql_copy.snapshot(engine) as connection, Session(connection) as session:
        yield _header(session, settings, made_at, POSTGRESQL)
        yield from postgresql_copy.members(connection, rows)
        manifest = replace(_manifest(session, settings, rows), sequences=postgresql_copy.sequences(connection))
        there = set()
        yield from _files(settings, there)
        told.append(replace(manifest, lost=_count_lost(session, there)))


def _header(session: Session, settings: Settings, made_at: datetime, database: str) -> Member:
    if not inspect(session.connection()).has_table("alembic_version"):
        raise CannotStart("no backup: this database has no tables of Binstart yet")
    revision = session.scalar(text("select version_num from alembic_version"))
    kind = settings.data_dir / "kind"
    said = kind.read_text(encoding="utf-8").strip() if kind.exists() else ""
    return from_bytes(HEADER, as_json(Header(made_at.isoformat(), database, str(revision), said)))


def _manifest(session: Session, settings: Settings, rows: dict[str, int]) -> Manifest:
    seal = last_seal(session)
    line = seal_line(seal.number, seal.day, seal.hash) if seal else ""
    marks = key_marks(settings)
    return Manifest(tables=rows, seal=line, secret_mark=secret_mark(settings), key_mark=marks[0] if marks else "")


def secret_mark(settings: Settings) -> str:
    """Tells whether two secrets that sign links and cookies are the same, and nothing about them."""
    kept = settings.data_dir / "secrets" / "web"
    secret = settings.secret_key or (kept.read_text(encoding="ascii").strip() if kept.exists() else "")
    return hashlib.sha256(f"binstart backup {secret}".encode()).hexdigest()[:16] if secret else ""


def key_marks(settings: Settings) -> tuple[str, ...]:
    """Of the keys that encrypt notes of the police; none where there are no keys."""
    try:
        return read_keyring(settings.keys_file).marks
    except KeyUnavailable:
        return ()


def _files(settings: Settings, there: set[str]) -> Iterator[Member]:
    """The secrets, then all files; the names of those are noted in `there`."""
    for name in KEPT_SECRETS:
        if (file := settings.data_dir / "secrets" / name).exists():
            yield from_bytes(f"secrets/{name}", file.read_bytes())
    for kind in (DOCUMENTS, UPLOADS):
        store = store_of(settings, kind)
        for one in store.listed():
            with suppress(FileLost):  # letters that were forgotten meanwhile
                size, pieces = store.pieces(one.name)
                yield Member(f"{kind}/{one.name}", size, pieces)
                there.add(f"{kind}/{one.name}")


def _count_lost(session: Session, there: set[str]) -> int:
    return sum(f"{kind}/{sha256}" not in there for kind, sha256 in kept_files(session))


def _remove_older(folder: Path, kept: int) -> list[str]:
    """Names hold their moment, so they sort by it. 0 keeps all."""
    names = sorted(file.name for file in folder.iterdir() if NAME.fullmatch(file.name))
    older = names[:-kept] if kept else []
    for name in older:
        (folder / name).unlink()
    return older
