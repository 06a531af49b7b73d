"""What stands in the database encrypted: the notes of the police, and the secrets of apps for codes.

The keys of the installation stand in a file outside the database (mode 0600), the newest first: what is written uses
the first, what is read tries them all. Each police zone has a key of its own, which stands in the database wrapped by a
key of the installation (models.zone_key). What was encrypted for one place can't be read in another: where it belongs
is part of what is checked.
"""

import binascii
import hashlib
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.rules.refusals import KeyUnavailable
from models.settings import Settings, settings

FORM = "v1."  # AES-256-GCM, a nonce of 12 bytes before it, base64
KEY_SIZE, NONCE_SIZE = 32, 12  # bytes
_WORDS = "# Keys of this Binstart, the newest first. Without them no note of the police can be read: keep a copy.\n"


@dataclass(frozen=True)
class Keyring:
    """Keys of 32 bytes, the newest first."""

    keys: tuple[bytes, ...]

    def encrypt(self, text: str, about: str) -> str:
        """With the newest key. `about`: where it belongs, such as 'note of case 12'; it must be named to read it."""
        nonce = secrets.token_bytes(NONCE_SIZE)
        closed = AESGCM(self.keys[0]).encrypt(nonce, text.encode(), about.encode())
        return FORM + urlsafe_b64encode(nonce + closed).decode()

    def decrypt(self, closed: str, about: str) -> str:
        """With whichever key opens it. Raises KeyUnavailable when none does."""
        try:
            content = urlsafe_b64decode(closed.removeprefix(FORM).encode())
        except (binascii.Error, UnicodeEncodeError):
            raise _wrong_key() from None
        for key in self.keys:
            try:
                return AESGCM(key).decrypt(content[:NONCE_SIZE], content[NONCE_SIZE:], about.encode()).decode()
            except (InvalidTag, ValueError):
                continue
        raise _wrong_key()

    @property
    def marks(self) -> tuple[str, ...]:
        """By which people tell keys apart, and which tells nothing about them."""
        return tuple(hashlib.sha256(b"binstart key " + key).hexdigest()[:8] for key in self.keys)


def new_key() -> bytes:
    """A fresh key."""
    return secrets.token_bytes(KEY_SIZE)


def as_text(key: bytes) -> str:
    """A key as a line of a file, or to be wrapped by another one."""
    return urlsafe_b64encode(key).decode()


def from_text(line: str) -> bytes:
    """Raises ValueError for what is no key."""
    key = urlsafe_b64decode(line.strip().encode("ascii"))
    if len(key) != KEY_SIZE:
        raise ValueError("a key has 32 bytes")
    return key


def read_keyring(file: Path) -> Keyring:
    """The keys in this file. Raises KeyUnavailable when it is missing, can't be read or holds none."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        keys = tuple(from_text(line) for line in lines if line.strip() and not line.startswith("#"))
    except OSError:
        raise KeyUnavailable(
            "key_missing", "Het bestand met de sleutels van Binstart ontbreekt. Verwittig wie Binstart beheert."
        ) from None
    except ValueError:
        keys = ()
    if not keys:
        raise KeyUnavailable("key_wrong", "In het bestand met de sleutels van Binstart staat geen goede sleutel.")
    return Keyring(keys)


def write_keys(file: Path, keys: Iterable[bytes]) -> None:
    """Put these keys into the file, the newest first, for its owner alone; who reads it meanwhile sees all or none."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(_WORDS + "".join(f"{as_text(key)}\n" for key in keys))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)


def keyring() -> Keyring:
    """The keys of this installation, as they are now: a key that is added counts without a restart. Raises
    KeyUnavailable."""
    file = _in_use.get() or settings().keys_file
    try:
        now = file.stat()
    except OSError:
        return read_keyring(file)
    seen = (str(file), now.st_mtime_ns, now.st_size, now.st_ino)
    if _known.get("seen") != seen:
        _known.update(ring=read_keyring(file), seen=seen)
    ring = _known["ring"]
    assert isinstance(ring, Keyring)
    return ring


@contextmanager
def keys_of(chosen: Settings) -> Iterator[None]:
    """Within the block the keys are those of these settings: a command knows them from its own words or from .env."""
    before = _in_use.set(chosen.keys_file)
    try:
        yield
    finally:
        _in_use.reset(before)


_known: dict[str, object] = {}
_in_use: ContextVar[Path | None] = ContextVar("keys_file", default=None)


def _wrong_key() -> KeyUnavailable:
    sentence = "Met de sleutels die Binstart nu heeft, kan dit niet gelezen worden. Verwittig wie Binstart beheert."
    return KeyUnavailable("key_wrong", sentence)
