"""`binstart restore`: a backup put back into an empty place, whole and checked, or not at all."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from pyrage import x25519
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from binstart.backup import postgresql_copy, sqlite_copy
from binstart.backup.archive import PIECE, Unreadable, read_archive
from binstart.backup.checking import (
    NotAsWritten,
    about_keys,
    about_secret,
    check_content,
    require_same_rows,
    require_same_sums,
)
from binstart.backup.manifest import (
    FILES,
    FORM,
    HEADER,
    MANIFEST,
    POSTGRESQL,
    SQLITE,
    Header,
    Manifest,
    header_from,
    manifest_from,
)
from binstart.migrating import upgrade
from binstart.preparing import CannotStart
from models.database import connect, mark_connection_as_writing
from models.file_store import DOCUMENTS, UPLOADS, FileStore, StoreAway, store_of
from models.operations.accounts.web_sessions import forget_everybody
from models.operations.effects.claiming_work import ask_again
from models.settings import Settings

UNFINISHED, DATABASE = ".restoring", "binstart.sqlite"
_FILE = re.compile(r"(documents|uploads)/[0-9a-f]{64}|secrets/(web|sms)")  # nothing else, and nowhere else
_PART = re.compile(r"database/([a-z][a-z0-9_]*)/\d{6}")


def restore(file: Path, keys: Sequence[x25519.Identity], settings: Settings, engine: Engine) -> list[str]:
    """Put the backup into the data folder and database of these settings. Returns what was found, as lines for people.

    Raises CannotStart when the place is not empty, when the backup can't be read, and when what came out is not what
    the backup says; the place is empty then as before.
    """
    folder = _empty_folder(settings.data_dir)
    _require_empty(engine, folder)
    _require_no_files(settings)
    try:
        with _unfinished(folder) as work:
            lines = _restore_into(work, file, keys, settings, engine)
            _move_up(work, folder)
    except Unreadable as error:
        raise CannotStart(f"nothing was restored: {file}: {error}") from None
    except (NotAsWritten, ValueError, TypeError, KeyError) as error:
        raise CannotStart(f"nothing was restored: {file} is not as it says: {error}") from None
    except StoreAway as error:
        raise CannotStart(f"nothing was restored: the place for files: {error}") from None
    except OSError as error:
        raise CannotStart(f"nothing was restored: {error.filename or folder} ({error.strerror or error})") from None
    except DBAPIError as error:
        raise CannotStart(f"nothing was restored: the database said: {' '.join(str(error.orig).split())}") from None
    return lines


def _empty_folder(folder: Path) -> Path:
    if folder.exists() and any(folder.iterdir()):
        left = " (left by a restore that was cut off: remove it)" if (folder / UNFINISHED).exists() else ""
        raise CannotStart(f"the data folder {folder} is not empty{left}; a backup goes into an empty place only")
    return folder


def _require_empty(engine: Engine, folder: Path) -> None:
    if engine.dialect.name == SQLITE:
        place = Path(engine.url.database or "")
        if place.resolve() != (folder / DATABASE).resolve():
            raise CannotStart(f"an embedded database is restored into its data folder, and not to {place}")
        return
    try:
        if names := inspect(engine).get_table_names():
            raise CannotStart(f"the database holds {len(names)} tables; a backup goes into an empty one only")
    except DBAPIError as error:
        raise CannotStart(f"the database can't be used: {' '.join(str(error.orig).split())}") from None


def _require_no_files(settings: Settings) -> None:
    """Where files are kept elsewhere, nothing of another installation may lie there."""
    try:
        if settings.files_are_elsewhere and any(any(store.listed()) for _, store in _stores(settings)):
            raise CannotStart("there are files in the place for files; a backup goes into an empty one only")
    except StoreAway as error:
        raise CannotStart(f"the place for files can't be used: {error}") from None


def _stores(settings: Settings) -> list[tuple[str, FileStore]]:
    return [(kind, store_of(settings, kind)) for kind in (DOCUMENTS, UPLOADS)]


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder in the data folder; both are gone when the block fails."""
    was_there = folder.exists()
    work = folder / UNFINISHED
    try:
        work.mkdir(mode=0o700, parents=True)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if not was_there and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _move_up(work: Path, folder: Path) -> None:
    """What is whole gets its place; the database last, for without it nothing starts."""
    folder.chmod(0o700)
    for name in sorted(os.listdir(work), key=lambda name: (name.startswith(DATABASE), name)):
        (work / name).rename(folder / name)


def _restore_into(work: Path, file: Path, keys: Sequence[x25519.Identity], settings: Settings,
                  engine: Engine) -> list[str]:  # fmt: skip
    with _Restored(work, settings, engine) as restored:
        with TemporaryFile() as sums, read_archive(file, keys) as members:
            for name, content in members:
                restored.take(name, content, sums)
        return restored.finish()


class _Restored:
    """What came out so far. Nothing is kept before `finish` found all of it in order."""

    def __init__(self, work: Path, settings: Settings, engine: Engine) -> None:
        self._work, self._settings, self._engine = work, settings, engine
        # A backup of before notes of the police were encrypted: they are on their way in, with keys that come along.
        self._keys_file = settings.model_copy(update={"data_dir": work}).keys_file
        self._header: Header | None = None
        self._manifest: Manifest | None = None
        self._connection: Connection | None = None
        self._foreign_keys: list[tuple[str, str, str]] = []

    def __enter__(self) -> "_Restored":
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()  # what was not committed is gone

    def take(self, name: str, content: IO[bytes], sums: IO[bytes]) -> None:
        """One member, in the order in which they stand."""
        if self._manifest is not None or (self._header is None) != (name == HEADER):
            raise NotAsWritten(f"{name} stands where it should not")
        if name == FILES:
            require_same_sums(content, sums)
        elif name == MANIFEST:
            self._manifest = manifest_from(content.read())
        else:
            summing = _Summing(content)
            self._keep(name, summing)
            while summing.read(PIECE):
                pass
            sums.write(f"{summing.sha256.hexdigest()}  {name}\n".encode())

    def _keep(self, name: str, content: Any) -> None:
        if name == HEADER:
            self._header = self._begin(header_from(content.read(-1)))
        elif name == sqlite_copy.MEMBER and self._connection is None:
            _write(self._work / DATABASE, content)
        elif (part := _PART.fullmatch(name)) and self._connection is not None:
            postgresql_copy.load(self._connection, part[1], content)
        elif _FILE.fullmatch(name):
            _write(self._work / name, content)
        else:
            raise NotAsWritten(f"it holds {name}, which is in no backup of this kind")

    def _begin(self, header: Header) -> Header:
        if header.form != FORM:
            raise NotAsWritten(f"its form {header.form} is not known to this version of Binstart")
        if header.database != self._engine.dialect.name:
            raise NotAsWritten(f"it was made of {header.database}, and the settings name {self._engine.dialect.name}")
        if header.database == POSTGRESQL:
            self._connection = self._engine.connect()
            self._connection.begin()  # all that follows is one transaction, the tables too
            upgrade(self._connection, header.revision, self._keys_file)
            self._foreign_keys = postgresql_copy.begin_loading(self._connection)
        return header

    def finish(self) -> list[str]:
        """Check all of it, and keep it. Raises NotAsWritten."""
        header, manifest = self._header, self._manifest
        if header is None or manifest is None:
            raise NotAsWritten("its end is missing")
        if header.kind:
            (self._work / "kind").write_text(f"{header.kind}\n", encoding="utf-8")
        lines = self._finish_postgresql(manifest) if self._connection is not None else self._finish_sqlite(manifest)
        counted = f"{sum(manifest.tables.values()):,} rows in {len(manifest.tables)} tables, as many as there were"
        about = [*about_secret(manifest, self._settings, self._work), *about_keys(manifest, self._settings)]
        return [f"restored the backup of {header.made_at}", counted, *lines, *about]

    def _finish_postgresql(self, manifest: Manifest) -> list[str]:
        assert self._connection is not None
        postgresql_copy.end_loading(self._connection, self._foreign_keys, manifest.sequences)
        require_same_rows(postgresql_copy.rows_by_table(self._connection), manifest)
        upgrade(self._connection, keys_file=self._keys_file)
        return self._keep_checked(self._connection, manifest)

    def _finish_sqlite(self, manifest: Manifest) -> list[str]:
        engine = connect(f"sqlite:///{self._work / DATABASE}")
        try:
            with Session(engine) as session:
                sqlite_copy.require_sound(session)
                require_same_rows(sqlite_copy.rows_by_table(session), manifest)
            upgrade(engine, keys_file=self._keys_file)
            with engine.connect() as connection:
                mark_connection_as_writing(connection)
                connection.begin()
                return self._keep_checked(connection, manifest)
        finally:
            engine.dispose()

    def _keep_checked(self, connection: Connection, manifest: Manifest) -> list[str]:
        lines = check_content(connection, manifest, self._work)
        with Session(connection) as session:
            forget_everybody(session)
            ask_again(session, datetime.now(UTC))
            session.flush()
        with _files_in_place(self._work, self._settings):
            connection.commit()
        return lines


@contextmanager
def _files_in_place(work: Path, settings: Settings) -> Iterator[None]:
    """Where files are kept elsewhere they go there before the database speaks of them; all go when the block fails."""
    stores = _stores(settings) if settings.files_are_elsewhere else []
    try:
        for kind, store in stores:
            for file in sorted((work / kind).glob("*")):
                store.put(file.name, file.read_bytes())
                file.unlink()
            shutil.rmtree(work / kind, ignore_errors=True)
        yield
    except BaseException:
        for _, store in stores:
            for one in store.listed():
                store.forget(one.name)
        raise


class _Summing:
    """A file that is summed while it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As of any file."""
        piece = self._content.read(size)
        self.sha256.update(piece)
        return piece


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := content.read(PIECE):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
