"""PostgreSQL in a backup: each table by COPY, all in one transaction that sees one moment. Needs no programs of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from psycopg import sql
from sqlalchemy import Connection, Engine, text

from binstart.backup.archive import Member, from_bytes, pieces_of

FOLDER = "database/"
PART = 4 * 1024 * 1024  # bytes of a table that are in memory at once
_TABLES = text(
    "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
    "where c.relkind = 'r' and n.nspname = current_schema() order by c.relname"
)
_COLUMNS = text(
    "select attname from pg_attribute where attrelid = cast(:name as regclass) and attnum > 0 and not attisdropped "
    "order by attnum"
)
_SEQUENCES = text("select sequencename, last_value from pg_sequences where schemaname = current_schema()")
_FOREIGN_KEYS = text(
    "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint "
    "where contype = 'f' and connamespace = current_schema()::regnamespace order by 1, 2"
)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is now and changes nothing."""
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        connection.scalar(text("select 1"))  # its moment is that of its first question
        yield connection


def table_names(connection: Connection) -> list[str]:
    """All tables of the schema."""
    return list(connection.scalars(_TABLES))


def members(connection: Connection, rows: dict[str, int]) -> Iterator[Member]:
    """Each table in parts, whose first line names its columns; counts its rows in `rows` while it is read."""
    for table in table_names(connection):
        columns = list(connection.scalars(_COLUMNS, {"name": f'"{table}"'}))
        rows[table] = 0
        for number, part in enumerate(_parts(connection, table, columns), 1):
            rows[table] += part.count(b"\n")  # in this format a line is a row, whatever it holds
            yield from_bytes(f"{FOLDER}{table}/{number:06d}", "\t".join(columns).encode() + b"\n" + part)


def _parts(connection: Connection, table: str, columns: list[str]) -> Iterator[bytes]:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    command = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), listed)
    driver: Any = connection.connection.driver_connection
    part, size = [], 0
    with driver.cursor() as cursor, cursor.copy(command) as copy:
        for row in copy:
            part.append(bytes(row))
            size += len(row)
            if size >= PART:
                yield b"".join(part)
                part, size = [], 0
    if part:
        yield b"".join(part)


def sequences(connection: Connection) -> dict[str, int]:
    """The last number that each sequence gave out. Read it last: it may be ahead of the rows, never behind."""
    return {name: last for name, last in connection.execute(_SEQUENCES) if last is not None}


def rows_by_table(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    counted = {}
    for name in table_names(connection):
        counted[name] = connection.scalar(text(f'select count(*) from "{name}"')) or 0  # noqa: S608
    return counted


def begin_loading(connection: Connection) -> list[tuple[str, str, str]]:
    """Empty the tables and take their foreign keys away, which are returned for `end_loading`."""
    keys = [(table, name, definition) for table, name, definition in connection.execute(_FOREIGN_KEYS)]
    for table, name, _ in keys:
        connection.exec_driver_sql(f'alter table {table} drop constraint "{name}"')
    names = ", ".join(f'"{name}"' for name in table_names(connection))
    connection.exec_driver_sql(f"truncate {names}")
    return keys


def end_loading(connection: Connection, keys: list[tuple[str, str, str]], last: dict[str, int]) -> None:
    """Put the foreign keys back, by which all rows are checked; `last`: the last number of each sequence."""
    for table, name, definition in keys:
        connection.exec_driver_sql(f'alter table {table} add constraint "{name}" {definition}')
    for name, number in last.items():
        named = {"name": f'"{name}"', "number": number}
        connection.execute(text("select setval(cast(:name as regclass), :number)"), named)


def load(connection: Connection, table: str, content: IO[bytes]) -> None:
    """The rows of one part."""
    if table not in table_names(connection):
        raise ValueError(f"there is no table {table} in this version of Binstart")
    columns = _first_line(content).split("\t")
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    driver: Any = connection.connection.driver_connection
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), listed)
    with driver.cursor() as cursor, cursor.copy(command) as copy:
        for piece in pieces_of(content):
            copy.write(piece)


def _first_line(content: IO[bytes]) -> str:
    line = b""
    while not line.endswith(b"\n"):
        sign = content.read(1)
        if not sign:
            raise ValueError("a part of a table has no line of columns")
        line += sign
    return line.decode().rstrip("\n")
