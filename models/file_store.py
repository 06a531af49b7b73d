"""Where documents and uploads are kept: each file under the sha256 of its content, in a folder or in a bucket.

Settings alone say which: `documents()` and `uploads()` give the place. A file never changes once it is there, and each
is held against its name when it is read.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import Protocol

from models.settings import Settings, settings

DOCUMENTS, UPLOADS = "documents", "uploads"
PIECE = 256 * 1024  # bytes
PROBE = 4096  # bytes: as much as the smallest thing that we keep; a full disk takes an empty file
_UNFINISHED = ".new"
_UNFINISHED_KEPT = timedelta(days=1)


class StoreAway(Exception):
    """The place of the files does not answer, or does not let us in. Nothing is lost: it can be tried again."""


class FileLost(Exception):
    """The file is gone, or no longer what it was."""


@dataclass(frozen=True)
class KeptFile:
    """One file as its place tells of it: `size` in bytes, and since when it lies there."""

    name: str
    size: int
    kept_at: datetime


class FileStore(Protocol):
    """What each of the two kinds of place does. All raise StoreAway."""

    def keep(self, content: bytes) -> str:
        """Keep a file under its sha256, which is returned. Whole or not at all; what is there is not written again."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a file under a name that is known, as a restore does."""

    def read(self, sha256: str) -> bytes:
        """The file. Raises FileLost when it is gone, or not what was kept."""

    def pieces(self, name: str) -> tuple[int, Iterator[bytes]]:
        """Its size in bytes and its content, piece by piece and not checked. Raises FileLost when it is gone."""

    def find(self, name: str) -> KeptFile | None:
        """What is told of it; None when it is not there."""

    def listed(self) -> Iterator[KeptFile]:
        """All files, in no order."""

    def forget(self, name: str) -> None:
        """Take it away; one that is gone already is no fault."""

    def answers(self) -> bool:
        """Whether something can be kept here now. Asks within seconds, and never raises."""


def documents(of: Settings | None = None) -> FileStore:
    """Where documents that were made are kept, of these settings or of this process."""
    return store_of(of or settings(), DOCUMENTS)


def uploads(of: Settings | None = None) -> FileStore:
    """Where uploaded files are kept."""
    return store_of(of or settings(), UPLOADS)


def store_of(chosen: Settings, kind: str) -> FileStore:
    """The place for one kind of file, DOCUMENTS or UPLOADS."""
    if chosen.files_bucket:
        from models.bucket import bucket_of  # only where there is one: its library need not be loaded elsewhere

        return bucket_of(chosen, kind)
    return Folder(chosen.files_folder / kind, is_shared=bool(chosen.files_dir))


class Folder:
    """Files in a folder, on the disk or shared by several hosts."""

    def __init__(self, path: Path, *, is_shared: bool = False) -> None:
        self.path, self._is_shared = path, is_shared

    def keep(self, content: bytes) -> str:
        """As FileStore says. One that is there becomes fresh: nobody may take it for a file that was left."""
        sha256 = hashlib.sha256(content).hexdigest()
        with _as_away():
            kept = self.find(sha256)
            if kept is None or kept.size != len(content):
                self.put(sha256, content)
            else:
                os.utime(self.path / sha256)
        return sha256

    def put(self, name: str, content: bytes) -> None:
        """As FileStore says; also when power fails."""
        with _as_away():
            # Never the folder above a shared one: a disk that is not mounted must not be taken for an empty one.
            self.path.mkdir(mode=0o700, parents=not self._is_shared, exist_ok=True)
            with NamedTemporaryFile(dir=self.path, suffix=_UNFINISHED, delete=False) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(self.path / name)

    def read(self, sha256: str) -> bytes:
        """As FileStore says."""
        with _as_away():
            try:
                content = (self.path / sha256).read_bytes()
            except (FileNotFoundError, IsADirectoryError):
                raise FileLost(sha256) from None
        return checked(sha256, content)

    def pieces(self, name: str) -> tuple[int, Iterator[bytes]]:
        """As FileStore says."""
        with _as_away():
            try:
                file = (self.path / name).open("rb")
            except FileNotFoundError:
                raise FileLost(name) from None

        def read() -> Iterator[bytes]:
            with file:
                while piece := file.read(PIECE):
                    yield piece

        return os.fstat(file.fileno()).st_size, read()

    def find(self, name: str) -> KeptFile | None:
        """As FileStore says."""
        with _as_away():
            try:
                seen = (self.path / name).stat()
            except FileNotFoundError:
                return None
        return KeptFile(name, seen.st_size, datetime.fromtimestamp(seen.st_mtime, UTC))

    def listed(self) -> Iterator[KeptFile]:
        """As FileStore says; without those that are being written."""
        with _as_away():
            names = os.listdir(self.path) if self.path.exists() else []
        for name in names:
            if is_name(name) and (kept := self.find(name)):
                yield kept

    def forget(self, name: str) -> None:
        """As FileStore says."""
        with _as_away():
            (self.path / name).unlink(missing_ok=True)

    def answers(self) -> bool:
        """As FileStore says. Leaves nothing behind."""
        try:
            with TemporaryFile(dir=self.path if self.path.exists() else self.path.parent, buffering=0) as file:
                return file.write(b"\0" * PROBE) == PROBE
        except OSError:
            return False

    def remove_unfinished(self, now: datetime) -> int:
        """Half-written files of a process that was killed; returns how many. `now`: real time."""
        border = (now - _UNFINISHED_KEPT).timestamp()
        old = [file for file in self.path.glob(f"*{_UNFINISHED}") if file.stat().st_mtime < border]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)


def checked(sha256: str, content: bytes) -> bytes:
    """The content, when it is that of its name. Raises FileLost."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileLost(f"{sha256} is not what was kept")
    return content


def is_name(name: str) -> bool:
    """Whether this is the name of a file that we keep."""
    return len(name) == 64 and all(sign in "0123456789abcdef" for sign in name)


@contextmanager
def _as_away() -> Iterator[None]:
    """A disk that is full, read-only or gone is a place that does not let us in."""
    try:
        yield
    except OSError as error:
        raise StoreAway(error.strerror or type(error).__name__) from error
