"""What must be true before anything starts: good settings, a data folder that is ours alone, a free port, a database.

Each problem is one `CannotStart` with one line that says what is wrong and what to do.
"""

import fcntl
import json
import os
import secrets
import socket
import time
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from models.identity_providers import WrongProviders, read_providers
from models.settings import Settings, secret_folders

DEMONSTRATION, REAL = "demonstration", "real"
FOR_REAL = ("base_url", "smtp_host", "mail_from")  # what no default can know


class CannotStart(Exception):
    """One line for the person at the keyboard; the command ends with a code that is not 0."""


def read_settings(**given: Any) -> Settings:
    """The settings from the environment, else from .env; overruled by the words on the command line (None: not given).

    Raises CannotStart naming each setting that is wrong; never shows its value, which may be a secret.
    """
    try:
        return Settings(_env_file=".env", **{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = (f"BINSTART_{str(e['loc'][0]).upper()}: {e['msg']}" if e["loc"] else e["msg"] for e in error.errors())
        raise CannotStart("wrong setting: " + "; ".join(wrong)) from None


OF_PREFECT = ("PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_SERVER_DATABASE_CONNECTION_URL")


def take_secrets_of_prefect() -> None:
    """Put what Prefect must know from the files of a vault into the environment of this process: Prefect reads it there
    alone. Before Prefect is imported."""
    for name in OF_PREFECT:
        for folder in secret_folders():
            if name not in os.environ and (file := folder / name.lower()).is_file():
                os.environ[name] = file.read_text(encoding="utf-8").strip()


def check_is_complete(settings: Settings, *, demonstration: bool) -> None:
    """Raises CannotStart, naming each setting without which a real system starts and reaches nobody.

    The demonstration has a mailbox and an address of its own; a real one would send links to itself, from an invented
    sender, to a mail server that is not there.
    """
    missing = [name for name in FOR_REAL if name not in settings.model_fields_set or not getattr(settings, name)]
    if missing and not demonstration:
        names = ", ".join(f"BINSTART_{name.upper()}" for name in missing)
        raise CannotStart(f"missing setting: {names}; a real system needs it in .env or in the environment")


OF_PREPARING = {"BINSTART_MIGRATIONS_DATABASE_URL": ""}  # what the parts that run on must not hold


def as_environment(settings: Settings) -> dict[str, str]:
    """The same settings as BINSTART_* variables, for the processes that we start."""
    values = settings.model_dump(mode="json")
    return {f"BINSTART_{name.upper()}": _as_text(value) for name, value in values.items()}


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def take_data_folder(folder: Path) -> TextIO:
    """Make the folder, for us alone, and lock it; the lock lasts until the file that is returned is closed.

    Two instances on one folder would start two schedulers and two mailboxes on the same files.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "lock").open("a", encoding="utf-8")
    except OSError as error:
        raise CannotStart(f"cannot write in the data folder {folder}: {error.strerror}") from None
    for _ in range(5):  # who only looks whether we run holds the lock for an instant
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            time.sleep(0.1)
    lock.close()
    raise CannotStart(f"already running on the data folder {folder}; stop it, or choose another with --data")


def check_certificate(settings: Settings) -> None:
    """Raises CannotStart when the certificate for the seal can't be opened: else the first charter waits for it."""
    if not settings.seal_certificate:
        return
    from documents.press.sealing import NoCertificate, read_certificate

    try:
        read_certificate(Path(settings.seal_certificate), settings.seal_password)
    except NoCertificate as error:
        raise CannotStart(f"BINSTART_SEAL_CERTIFICATE: {error}") from None


def check_identity_providers(settings: Settings) -> None:
    """Raises CannotStart when the file of providers can't be used: else nobody could sign in by them."""
    try:
        read_providers(settings)
    except WrongProviders as error:
        raise CannotStart(f"BINSTART_IDENTITY_PROVIDERS: {error}") from None


def check_kind(folder: Path, *, demonstration: bool) -> None:
    """Raises CannotStart when the folder holds real cases and the demonstration is asked for, or the other way round.

    Prevents two accidents: a municipality whose real mail is shown to everyone at /dev/mail after a start without
    --no-demo, and demonstration accounts with known passwords in a system that has become real.
    """
    file = folder / "kind"
    kept = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    if kept and kept != (DEMONSTRATION if demonstration else REAL):
        holds = "real cases; start it with --no-demo" if kept == REAL else "the demonstration; start it with --demo"
        raise CannotStart(f"the data folder {folder} holds {holds}, or choose another with --data")


def keep_kind(folder: Path, *, demonstration: bool) -> None:
    """Remember what the folder holds, once its database is there."""
    (folder / "kind").write_text(f"{DEMONSTRATION if demonstration else REAL}\n", encoding="utf-8")


def check_port(host: str, port: int) -> None:
    """Raises CannotStart when the port cannot be had."""
    try:
        _bind(host, port).close()
    except OSError as error:
        raise CannotStart(
            f"cannot listen on {host}, port {port}: {error.strerror}; choose another with --port"
        ) from None


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody uses at this moment."""
    with _bind(host, 0) as bound:
        return int(bound.getsockname()[1])


def _bind(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound


def kept_secret(folder: Path, name: str, user: str = "") -> str:
    """The secret of this name in DATA/secrets, made once: 43 characters from A-Z, a-z, 0-9, - and _.

    With a user it is `user:secret`, one line that can be pasted where someone asks for it.
    """
    file = folder / "secrets" / name
    file.parent.mkdir(mode=0o700, exist_ok=True)
    if not file.exists():
        made = secrets.token_urlsafe(32) + "\n"
        fresh = file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(f"{user}:{made}" if user else made, encoding="ascii")
        fresh.rename(file)
    return file.read_text(encoding="ascii").strip()
