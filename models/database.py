"""The connection to the database: base class, naming of constraints, and what SQLite and PostgreSQL each need."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

# Fixed names, so that migrations can name a constraint on every database.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WRITING = "binstart_writing"
LONGEST_WAIT = 10  # seconds for the write lock of SQLite


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones; a moment without one would be read as local time by someone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def engine_options(url: str) -> dict[str, Any]:
    """Options for `create_engine` and for Flask-SQLAlchemy; the events below do the rest."""
    # What somebody typed would stand in the message of each database error.
    if url.startswith("sqlite"):
        # Prepared statements are kept: Python's 128 are fewer than the pages of the web app use together.
        return {"connect_args": {"timeout": LONGEST_WAIT, "check_same_thread": False, "cached_statements": 1000},
                "hide_parameters": True}  # fmt: skip
    return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 4, "hide_parameters": True}


def connect(url: str) -> Engine:
    """An engine for use outside the web app (flows, the command, tests)."""
    return create_engine(url, **engine_options(url))


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that means to write: commits at the end, rolls back on an error.

    SQLite takes its write lock at the start: a reading transaction that starts to write later fails at once with
    'database is locked', however long one would wait.
    """
    with Session(engine, expire_on_commit=False) as session:
        mark_as_writing(session)
        yield session
        session.commit()


def mark_as_writing(session: Session) -> None:
    """Make the session's next transaction a writing one. Call before its first statement."""
    session.connection(execution_options={WRITING: True})


def mark_connection_as_writing(connection: Connection) -> None:
    """The same for a bare connection (migrations, bulk filling)."""
    connection.execution_options(**{WRITING: True})


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we send BEGIN ourselves, see below
    for pragma in (
        "journal_mode=wal",
        "synchronous=normal",
        "foreign_keys=on",
        f"busy_timeout={1000 * LONGEST_WAIT}",
        "wal_autocheckpoint=8000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    driver: Any = connection.connection.driver_connection  # straight: it is sent before everything that is asked
    if connection.get_execution_options().get(WRITING):
        _take_write_lock(driver)
    else:
        driver.execute("BEGIN")


def _take_write_lock(driver: sqlite3.Connection) -> None:
    """Ask again every few milliseconds. SQLite itself sleeps up to 100 ms between two tries, however short the others
    write: with eight people at once the unluckiest waited four times longer (benchmarks/web.py)."""
    give_up = time.monotonic() + LONGEST_WAIT
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            time.sleep(random.uniform(0.001, 0.003))
    finally:
        driver.execute(f"PRAGMA busy_timeout={1000 * LONGEST_WAIT}")
