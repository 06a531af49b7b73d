"""The legal steps of a case are walked once per test process; after that the rows that they wrote are laid down again.

Most of what a test cost was walking a founding to the stage that it is about: hundreds of statements, the same ones in
each test. What is repeated here is what the steps wrote, never something that was made up. It is only done where a
database holds what known steps wrote and nothing else: any other statement that writes, and any rollback, ends that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Table, event, inspect, select, text
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.tables import metadata

_READS = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE")
_Key = tuple[object, ...]
_Rows = dict[Table, dict[_Key, Any]]

_histories: dict[str, _Key] = {}  # per database: the known steps that made all that is in it
_walked: dict[_Key, "_Walked"] = {}
_known: list[str] = []  # databases in which a known step writes now


@dataclass(frozen=True)
class _Walked:
    case_id: int
    added: dict[Table, list[Any]]
    changed: dict[Table, dict[_Key, Any]]


def walk_once(session: Session, step: _Key, walk: Callable[[], FoundingCase]) -> FoundingCase:
    """What `walk` gives, a step that is named by all that it depends on beside the database."""
    session.flush()
    address = _address(session)
    history = _histories.get(address)
    if history is None:
        return walk()
    key = (*history, step)
    if key not in _walked:
        before = _rows_of(session)
        with knowing(session, step):
            case = walk()
            session.flush()
        if address in _histories:
            _walked[key] = _compared(case.id, before, _rows_of(session))
        return case
    done = _walked[key]
    _lay_down(session, done)
    _histories[address] = key
    _refresh(session, done)
    return session.get_one(FoundingCase, done.case_id)


@contextmanager
def knowing(session: Session, step: _Key) -> Iterator[None]:
    """What is written inside is the known step."""
    session.flush()
    address = _address(session)
    history = _histories.get(address)
    _known.append(address)
    try:
        yield
        session.flush()
    finally:
        _known.remove(address)
    if history is not None:
        _histories[address] = (*history, step)


def begin_if_empty(session: Session) -> None:
    """From here on the database is known, where nothing is in it; its numbers begin again at one."""
    if session.scalar(select(Authority.id).limit(1)) is None and not session.new:
        _continue_numbers(session)
        _histories[_address(session)] = (session.get_bind().dialect.name,)


@event.listens_for(Engine, "before_cursor_execute")
def _notice_writing(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
    if not statement.lstrip().upper().startswith(_READS):
        _end_knowing(connection)


@event.listens_for(Engine, "rollback")
def _notice_rollback(connection: Any) -> None:
    _histories.pop(str(connection.engine.url), None)


@event.listens_for(Engine, "rollback_savepoint")
def _notice_rollback_to_savepoint(connection: Any, name: str, context: Any) -> None:
    _histories.pop(str(connection.engine.url), None)


def _end_knowing(connection: Any) -> None:
    address = str(connection.engine.url)
    if address not in _known:
        _histories.pop(address, None)


def _address(session: Session) -> str:
    return str(session.connection().engine.url)


def _rows_of(session: Session) -> _Rows:
    """All rows as the database keeps them, by their primary key: nothing is lost between what is JSON null and NULL."""
    return {table: _rows_in(session, table) for table in metadata.sorted_tables}


def _rows_in(session: Session, table: Table) -> dict[_Key, Any]:
    keys = [column.name for column in table.primary_key]
    if session.get_bind().dialect.name == "sqlite":
        order = [column.name for column in table.columns]
        names = ", ".join(f'"{name}"' for name in order)
        rows = session.connection().exec_driver_sql(f'select {names} from "{table.name}"').all()  # noqa: S608
        at = [order.index(name) for name in keys]
        return {tuple(row[one] for one in at): tuple(row) for row in rows}
    listed = ", ".join(f'"{name}"' for name in keys)
    ids = session.connection().exec_driver_sql(f'select {listed} from "{table.name}" order by {listed}').all()  # noqa: S608
    asked = f'copy (select {_columns(table)} from "{table.name}" order by {listed}) to stdout'  # noqa: S608
    with _cursor(session).copy(asked) as lines:
        return dict(zip([tuple(row) for row in ids], [bytes(line) for line in lines], strict=True))


def _compared(case_id: int, before: _Rows, after: _Rows) -> _Walked:
    added: dict[Table, list[Any]] = {}
    changed: dict[Table, dict[_Key, Any]] = {}
    for table, rows in after.items():
        was = before[table]
        assert was.keys() <= rows.keys(), f"a step of a case took a row of {table.name} away"
        new = [row for key, row in rows.items() if key not in was]
        other = {key: row for key, row in rows.items() if key in was and was[key] != row}
        added |= {table: new} if new else {}
        changed |= {table: other} if other else {}
    return _Walked(case_id, added, changed)


def _lay_down(session: Session, done: _Walked) -> None:
    address = _address(session)
    _known.append(address)
    try:
        if session.get_bind().dialect.name == "sqlite":
            _lay_down_in_sqlite(session, done)
        else:
            _lay_down_in_postgresql(session, done)
            _continue_numbers(session)
    finally:
        _known.remove(address)


def _refresh(session: Session, done: _Walked) -> None:
    """What is known of rows that changed; the rest stays as it is, for who goes on with it after the session ended."""
    for known in list(session):
        state = inspect(known)
        if tuple(state.identity or ()) in done.changed.get(state.mapper.local_table, {}):
            session.expire(known)
            session.refresh(known)


def _lay_down_in_sqlite(session: Session, done: _Walked) -> None:
    connection = session.connection()
    connection.exec_driver_sql("pragma defer_foreign_keys=on")
    for table, changed in done.changed.items():
        columns = ", ".join(f'"{column.name}"=?' for column in table.columns)
        keys = " and ".join(f'"{column.name}"=?' for column in table.primary_key)
        for key, row in changed.items():
            connection.exec_driver_sql(f'update "{table.name}" set {columns} where {keys}', (*row, *key))  # noqa: S608
    for table, rows in done.added.items():
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        connection.exec_driver_sql(f'insert into "{table.name}" ({names}) values ({marks})', rows)  # noqa: S608


def _lay_down_in_postgresql(session: Session, done: _Walked) -> None:
    cursor = _cursor(session)
    cursor.execute("set local session_replication_role = replica")  # they fitted before
    for table, changed in done.changed.items():
        keys = " and ".join(f'"{column.name}"=%s' for column in table.primary_key)
        for key in changed:
            cursor.execute(f'delete from "{table.name}" where {keys}', key)  # noqa: S608
        _copy(cursor, table, list(changed.values()))
    for table, rows in done.added.items():
        _copy(cursor, table, rows)
    cursor.execute("set local session_replication_role = origin")


def _copy(cursor: Any, table: Table, rows: list[bytes]) -> None:
    with cursor.copy(f'copy "{table.name}" ({_columns(table)}) from stdin') as into:
        into.write(b"".join(rows))


def _columns(table: Table) -> str:
    """By name: a database that migrations made has them in another order."""
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _cursor(session: Session) -> Any:
    return session.connection().connection.cursor()


def _continue_numbers(session: Session) -> None:
    """Numbers that rows of PostgreSQL get go on after the last row that is there, as SQLite's do by themselves."""
    if session.get_bind().dialect.name == "sqlite":
        return
    ends = [
        f"(select setval('{table.name}_id_seq', coalesce(max(id), 1), max(id) is not null) from \"{table.name}\")"  # noqa: S608
        for table in metadata.sorted_tables
        if table.autoincrement_column is not None
    ]
    session.connection().execute(text(f"select {', '.join(ends)}"))
