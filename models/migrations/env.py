"""Runs the migrations on the engine that the command hands over (`binstart.migrating`), or on a given address."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, Engine

from models.database import connect, mark_connection_as_writing
from models.tables import metadata


def _engine() -> Engine:
    given: Engine | None = context.config.attributes.get("engine")
    return given if given is not None else connect(context.config.get_main_option("sqlalchemy.url") or "")


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite copies a table and drops the old one, to which other rows refer: that would be refused, or delete them.
    All is checked again at the end; a row that refers to nothing stops the migration before it is kept."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()  # outside of a transaction, where SQLite lets this be changed
    cursor.execute("PRAGMA foreign_keys=off")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=on")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise RuntimeError(f"a row of {lost[0]} refers to a row of {lost[2]} that is not there")


def _run() -> None:
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:  # what is restored into an empty database is committed with its rows, or not at all
        _migrate(given)
        return
    with _engine().connect() as connection, _without_foreign_keys(connection):
        mark_connection_as_writing(connection)
        _migrate(connection)


def _migrate(connection: Connection) -> None:
    # Batches, because SQLite can't alter a table: Alembic copies it instead.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
        _check_foreign_keys(connection)


_run()
