"""Runs the migrations on the engine that the command hands over (`binstart.migrating`), or on a given address."""

from alembic import context
from sqlalchemy import Engine

from models.database import connect, mark_connection_as_writing
from models.tables import metadata


def _engine() -> Engine:
    given: Engine | None = context.config.attributes.get("engine")
    return given if given is not None else connect(context.config.get_main_option("sqlalchemy.url") or "")


def _run() -> None:
    with _engine().connect() as connection:
        mark_connection_as_writing(connection)
        # Batches, because SQLite can't alter a table: Alembic copies it instead.
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


_run()
