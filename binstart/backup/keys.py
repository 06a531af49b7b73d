"""The two halves of the key of backups, in the format of age: who makes one needs the public half alone."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from binstart.preparing import CannotStart


def public_keys(setting: str) -> list[x25519.Recipient]:
    """The keys of the setting, with spaces between. Raises CannotStart when there is none, or one is none."""
    if not setting.split():
        raise CannotStart(
            "BINSTART_BACKUP_KEY is not set: no backup leaves unencrypted; `binstart backup-key` makes one"
        )
    try:
        return [x25519.Recipient.from_str(one) for one in setting.split()]
    except RecipientError:
        wrong = "it is the private half, which must not be here" if "AGE-SECRET" in setting.upper() else "it is none"
        raise CannotStart(f"BINSTART_BACKUP_KEY must be a public key (age1…), and {wrong}") from None


def private_keys(file: Path) -> Sequence[x25519.Identity]:
    """The keys in this file. Raises CannotStart when it can't be read or holds none."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="ascii").splitlines()]
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except OSError as error:
        raise CannotStart(f"the key can't be read: {file} ({error.strerror})") from None
    except (UnicodeDecodeError, IdentityError):
        found = []
    if not found:
        raise CannotStart(f"{file} holds no private key (AGE-SECRET-KEY-…)")
    return found


def make_key(file: Path) -> str:
    """Write a new private key, for its owner alone, and return its public half. Never over an older one."""
    made = x25519.Identity.generate()
    public = str(made.to_public())
    words = f"# Binstart, key of backups, {datetime.now(UTC):%Y-%m-%d}. Without it no backup can be restored.\n"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(f"{words}# public key: {public}\n{made}\n")
    except FileExistsError:
        raise CannotStart(f"{file} is there already; a key that made backups must never be lost") from None
    except OSError as error:
        raise CannotStart(f"{file} can't be written: {error.strerror}") from None
    return public
