"""Files in a bucket of an S3-compatible store: the other kind of place of `models.file_store`.

Each question has an end: a store that hangs holds up who asks for `files_patience_seconds` and no longer.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from obstore.exceptions import BaseError
from obstore.store import S3Store

from models.file_store import PIECE, FileLost, KeptFile, StoreAway, checked, is_name
from models.settings import Settings

RETRIES = 2
CONNECT = timedelta(seconds=3)
PROBE_PATIENCE = 3.0  # seconds
PROBE_LASTS = 15.0  # seconds; proxies ask every few
FRESH = timedelta(days=1)  # one that is there longer is written once more: see `keep`


def bucket_of(chosen: Settings, kind: str) -> "Bucket":
    """The place of the settings, for one kind of file."""
    key, secret = chosen.files_keys
    known = (chosen.files_endpoint, chosen.files_bucket, chosen.files_region, chosen.files_path_style, key, secret)
    return _bucket(known, chosen.files_patience_seconds, f"{chosen.files_prefix}{kind}/")


@lru_cache(maxsize=8)
def _bucket(known: tuple[Any, ...], patience: float, folder: str) -> "Bucket":
    return Bucket(_line(known, patience, RETRIES), _line(known, PROBE_PATIENCE, 0), folder)


def _line(known: tuple[Any, ...], patience: float, retries: int) -> S3Store:
    endpoint, bucket, region, path_style, key, secret = known
    where: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
    limit = timedelta(seconds=patience)
    return S3Store(
        bucket, region=region, access_key_id=key, secret_access_key=secret,
        virtual_hosted_style_request=not path_style,
        checksum_algorithm="SHA256",  # the store holds what it got against it
        client_options={"allow_http": endpoint.startswith("http://"), "connect_timeout": CONNECT, "timeout": limit},
        retry_config={"max_retries": retries, "retry_timeout": limit}, **where,
    )  # fmt: skip


class Bucket:
    """Files below one name in a bucket. `probe`: a line for asking whether the store is there, with less patience."""

    def __init__(self, store: S3Store, probe: S3Store, folder: str) -> None:
        self._store, self._probe, self._folder = store, probe, folder
        self._answered, self._asked_at = False, -PROBE_LASTS

    def keep(self, content: bytes) -> str:
        """As FileStore says. One that lay there for days is written once more and becomes fresh, so that nobody takes
        it for a file that was left behind."""
        sha256 = hashlib.sha256(content).hexdigest()
        kept = self.find(sha256)
        if kept is None or kept.size != len(content) or kept.kept_at < datetime.now(UTC) - FRESH:
            self.put(sha256, content)
        return sha256

    def put(self, name: str, content: bytes) -> None:
        """As FileStore says: in one request, so that nothing of it is there before all of it is."""
        with _as_away():
            try:
                self._store.put(self._folder + name, content, use_multipart=False)
            except FileNotFoundError as error:  # what is not found is the bucket
                raise StoreAway(_why(error)) from error

    def read(self, sha256: str) -> bytes:
        """As FileStore says."""
        with _as_away(), _as_lost(sha256):
            content = bytes(self._store.get(self._folder + sha256).bytes())
        return checked(sha256, content)

    def pieces(self, name: str) -> tuple[int, Iterator[bytes]]:
        """As FileStore says."""
        with _as_away(), _as_lost(name):
            found = self._store.get(self._folder + name)

        def read() -> Iterator[bytes]:
            with _as_away():
                for piece in found.stream(min_chunk_size=PIECE):
                    yield bytes(piece)

        return found.meta["size"], read()

    def find(self, name: str) -> KeptFile | None:
        """As FileStore says."""
        with _as_away():
            try:
                seen = self._store.head(self._folder + name)
            except FileNotFoundError:
                return None
        return KeptFile(name, seen["size"], seen["last_modified"])

    def listed(self) -> Iterator[KeptFile]:
        """As FileStore says."""
        with _as_away():
            for some in self._store.list(self._folder):
                for one in some:
                    name = one["path"].removeprefix(self._folder)
                    if is_name(name):
                        yield KeptFile(name, one["size"], one["last_modified"])

    def forget(self, name: str) -> None:
        """As FileStore says."""
        with _as_away():
            try:
                self._store.delete(self._folder + name)
            except FileNotFoundError:
                return

    def answers(self) -> bool:
        """As FileStore says, by writing a small object. What was found holds for some seconds in this process."""
        if time.monotonic() - self._asked_at >= PROBE_LASTS:
            try:
                self._probe.put(f"{self._folder}probe", b"Binstart", use_multipart=False)
                self._answered = True
            except (BaseError, OSError):
                self._answered = False
            self._asked_at = time.monotonic()
        return self._answered


@contextmanager
def _as_away() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise StoreAway(_why(error)) from error


@contextmanager
def _as_lost(name: str) -> Iterator[None]:
    """A file that is not there; where the bucket itself is not, nothing can be said of the file."""
    try:
        yield
    except FileNotFoundError as error:
        if "NoSuchBucket" in str(error):
            raise
        raise FileLost(name) from None


def _why(error: Exception) -> str:
    """The first line of what the library says: the kind of fault, never a key or a header."""
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]}"
