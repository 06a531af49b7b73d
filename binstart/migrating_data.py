"""`binstart migrate-data`: an embedded installation moves to PostgreSQL, all rows or none, counted and compared.

Files stay where they are, and so does the embedded database.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import JSON, Connection, Engine, Integer, String, Table, cast, func, inspect, select, text, type_coerce
from sqlalchemy.exc import DBAPIError

from binstart.backup import postgresql_copy
from binstart.migrating import MIGRATIONS, address_of, connected, upgrade
from binstart.preparing import CannotStart, take_data_folder
from models.rules.connections import plain_database, told
from models.settings import Settings
from models.tables import metadata

ROWS_AT_ONCE = 1000


@dataclass
class Rows:
    """What was read of one table. `total` is the same for the same rows in whatever order a database gives them."""

    count: int = 0
    total: int = 0

    def add(self, row: tuple[Any, ...]) -> None:
        """One row more."""
        told = json.dumps([value if value is None else str(value) for value in row], ensure_ascii=False)
        self.count += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(told.encode()).digest())) % 2**256


def migrate_data(settings: Settings, to: str, say: Callable[[str], None]) -> None:
    """Copy every table of the embedded database of these settings into the empty PostgreSQL database at `to`.

    Says each table when it was compared. Raises CannotStart when it can't be done, and the target is empty as before.
    """
    source = address_of(settings.model_copy(update={"database_url": ""}))
    if not Path(source.url.database or "").exists():
        raise CannotStart(f"there is no embedded database in {settings.data_dir}")
    if wrong := told(plain_database("--to", to), settings.plain_connections_to):
        raise CannotStart(wrong)
    target = connected(settings.model_copy(update={"database_url": to}))
    if target.dialect.name != "postgresql":
        raise CannotStart("the data moves to PostgreSQL: --to postgresql+psycopg://user@host/name")
    with take_data_folder(settings.data_dir):  # nobody works in it meanwhile
        try:
            _require_present_schema(source)
            with source.connect() as old, target.connect() as new, new.begin():
                _move(old, new, say)
        except DBAPIError as error:
            raise CannotStart(f"nothing was moved: the database said: {' '.join(str(error.orig).split())}") from None
        finally:
            source.dispose()
            target.dispose()


def _require_present_schema(source: Engine) -> None:
    with source.connect() as connection:
        there = connection.scalar(text("select version_num from alembic_version"))
    wanted = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if there != wanted:
        raise CannotStart(f"the embedded database is of version {there}, not {wanted}: run `binstart prepare` first")


def _move(old: Connection, new: Connection, say: Callable[[str], None]) -> None:
    if names := inspect(new).get_table_names():
        raise CannotStart(f"the database holds {len(names)} tables; the data moves into an empty one only")
    upgrade(new)
    revision = new.scalar(text("select version_num from alembic_version"))
    keys = postgresql_copy.begin_loading(new)
    new.execute(text("insert into alembic_version values (:revision)"), {"revision": revision})
    written = {table.name: _copy(old, new, table) for table in metadata.sorted_tables}
    postgresql_copy.end_loading(new, keys, {})
    for table in metadata.sorted_tables:
        _set_sequence(new, table)
        _require_same(table, written[table.name], _read(new, table))
        if written[table.name].count:
            say(f"{table.name:<28}{written[table.name].count:>10,} rows, the same on both sides")


def _copy(old: Connection, new: Connection, table: Table) -> Rows:
    seen = Rows()
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    driver: Any = new.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            for row in _rows(old, table):
                seen.add(row)
                copy.write_row(row)
    except (psycopg.Error, ValueError) as error:
        raise CannotStart(f"nothing was moved: {table.name}: {' '.join(str(error).split())}") from None
    return seen


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """All rows as plain values. JSON stays the very text that it is: nothing written in it is made anew."""
    is_sqlite = connection.dialect.name == "sqlite"
    columns = [
        (type_coerce(column, String) if is_sqlite else cast(column, String))
        if isinstance(column.type, JSON)
        else column
        for column in table.columns
    ]
    for row in connection.execute(select(*columns).execution_options(yield_per=ROWS_AT_ONCE)):
        yield tuple(row)


def _read(connection: Connection, table: Table) -> Rows:
    seen = Rows()
    for row in _rows(connection, table):
        seen.add(row)
    return seen


def _require_same(table: Table, ours: Rows, theirs: Rows) -> None:
    if ours.count != theirs.count:
        raise CannotStart(f"nothing was moved: {table.name} has {theirs.count} rows there, and {ours.count} here")
    if ours.total != theirs.total:
        raise CannotStart(f"nothing was moved: {table.name} has other values there than here")


def _set_sequence(connection: Connection, table: Table) -> None:
    """Go on counting behind the last number, where the database gives the numbers out."""
    for column in table.primary_key:
        if isinstance(column.type, Integer):
            named = {"table": f'"{table.name}"', "column": column.name}
            sequence = connection.scalar(text("select pg_get_serial_sequence(:table, :column)"), named)
            last = connection.scalar(select(func.max(column)))
            if sequence and last:
                connection.execute(text("select setval(:sequence, :last)"), {"sequence": sequence, "last": last})
