"""This process's way to the database, and the name under which it claims work."""

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.database import connect
from models.database import writing as writing_on
from models.operations.keeping.showing_life import show_clockwork
from models.settings import settings

GIVE_WAY = 0.004  # seconds: longer than who waits for the write lock sleeps between two tries (models.database)


@lru_cache
def database() -> Engine:
    """The database of the settings, one connection pool per process."""
    return connect(settings().effective_database_url)


@contextmanager
def reading() -> Iterator[Session]:
    """A short session that changes nothing."""
    with Session(database()) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A short session that is committed at the end, or rolled back on an error.

    On SQLite one writes at a time: people at a page go first, also while hundreds of mails go out one after the other.
    """
    with writing_on(database()) as session:
        yield session
    if database().dialect.name == "sqlite":
        time.sleep(GIVE_WAY)


@lru_cache
def worker_name() -> str:
    """Who claims: this process on this machine, and no other that ever had the same number."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def real_now() -> datetime:
    """Real time in UTC: leases and pauses don't follow the demonstration clock."""
    return datetime.now(UTC)


def lease() -> timedelta:
    """How long a claim holds when nobody renews it."""
    return timedelta(seconds=settings().lease_seconds)


def note_clockwork(name: str) -> None:
    """A part of the clockwork has run to its end: the administrator's page tells when it last did."""
    with writing() as session:
        show_clockwork(session, name, real_now())
