"""The file of a backup: a tar, encrypted as age does it, written and read as a stream of pieces.

Both are formats that other programs read: `age -d -i KEY FILE | tar x` opens a backup where no Binstart is left.
"""

import os
import tarfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import x25519

from binstart.preparing import CannotStart

PIECE = 256 * 1024  # bytes
_BLOCK = tarfile.BLOCKSIZE


@dataclass(frozen=True)
class Member:
    """One file in a backup; `pieces` together are `size` bytes."""

    name: str
    size: int
    pieces: Iterable[bytes]


def from_bytes(name: str, content: bytes) -> Member:
    """A member that is in memory."""
    return Member(name, len(content), (content,))


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """What is left to read of a file."""
    while piece := file.read(PIECE):
        yield piece


def write_archive(members: Iterable[Member], made_at: float, out: IO[bytes], keys: Sequence[x25519.Recipient]) -> None:
    """Encrypt these members to `out`. Raises what reading or writing them raised."""
    source, target = _Source(_tar(members, made_at)), _Target(out)
    try:
        pyrage.encrypt_io(source, target, keys)
    except Exception as error:  # the library tells as text what went wrong on our side
        raise source.failure or target.failure or error from None


def _tar(members: Iterable[Member], made_at: float) -> Iterator[bytes]:
    for member in members:
        info = tarfile.TarInfo(member.name)
        info.size, info.mtime, info.mode = member.size, int(made_at), 0o600
        yield info.tobuf(tarfile.GNU_FORMAT)
        written = 0
        for piece in member.pieces:
            written += len(piece)
            yield piece
        if written != member.size:
            raise CannotStart(f"{member.name} changed while it was read: {written} bytes instead of {member.size}")
        yield bytes(-written % _BLOCK)
    yield bytes(2 * _BLOCK)


class _Source:
    """What the encryption reads from: pieces, in the sizes in which they are asked."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left, self._at = pieces, b"", 0
        self.failure: BaseException | None = None

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        try:
            while self._at == len(self._left):
                self._left, self._at = next(self._pieces), 0
        except StopIteration:
            return b""
        except Exception as error:
            self.failure = error
            raise
        piece = self._left[self._at : self._at + size]
        self._at += len(piece)
        return piece


class _Target:
    """What the encryption writes to; it keeps why a write failed."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.failure: BaseException | None = None

    def write(self, piece: bytes) -> int:
        """Write all of it."""
        try:
            self._out.write(piece)
        except OSError as error:
            self.failure = error
            raise
        return len(piece)

    def flush(self) -> None:
        """Nothing to do: who opened the file closes it."""


class Unreadable(Exception):
    """The file is no backup that these keys open, or it was cut off or changed."""


@contextmanager
def read_archive(file: Path, keys: Sequence[x25519.Identity]) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The members of a backup in their order: name and content, each to be read before the next is asked for.

    All that comes out was proven whole, piece by piece; that nothing was cut off is known when the last was read.
    Raises Unreadable with the reason.
    """
    reading, writing = os.pipe()
    failures: list[str] = []

    def decrypt() -> None:
        try:
            with os.fdopen(writing, "wb") as out, file.open("rb") as source:
                pyrage.decrypt_io(source, out, keys)
        except BrokenPipeError:
            pass  # who reads has stopped, and knows why
        except Exception as error:
            failures.append(_why(error))

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            try:
                yield _members(plain)
                while plain.read(PIECE):  # the last pieces prove that nothing was cut off
                    pass
            except tarfile.TarError as error:
                thread.join()
                raise Unreadable(failures[0] if failures else f"no backup of Binstart: {error}") from None
        thread.join()
        if failures:
            raise Unreadable(failures[0])
    finally:
        thread.join()


def _members(plain: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=plain, mode="r|", bufsize=PIECE) as tar:
        for info in tar:
            content: Any = tar.extractfile(info) if info.isreg() else None
            if content is None:
                raise Unreadable(f"no backup of Binstart: {info.name} is no file")
            yield info.name, content


def _why(error: Exception) -> str:
    said = str(error)
    if "No matching keys" in said:
        return "it was encrypted with another key"
    if isinstance(error, pyrage.DecryptError):
        return "it is no backup, or its beginning was changed"
    if isinstance(error, OSError) and error.errno is None:
        return "it was cut off or changed"
    return f"it can't be read: {said}"
