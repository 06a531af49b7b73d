"""A row of any table with something in every column, to see what is left of it after it was forgotten."""

import re
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, LargeBinary, Table, insert, select
from sqlalchemy.orm import Session

from models.database import UtcDateTime
from models.privacy.places import tables

_NUMBERS = count(1)
_ONE_OF = re.compile(r'"?(\w+)"? in \(\'([^\']*)\'')
LISTS = frozenset({"candidate_coordinators", "conditions", "extra_items", "press", "reach", "wishes", "needs", "papers",
                   "typed", "document_ids", "upload_ids", "reminders", "outline", "signs", "sample",
                   "objectives"})  # fmt: skip


def fill(session: Session, name: str, at: datetime, within: dict[str, int], **given: Any) -> dict[str, Any]:
    """Insert a row. `within`: for each table the row to which it belongs, if there is one already; other rows that it
    needs are made. `given`: what must stand in some columns. Returns the row as it stands."""
    table = tables()[name]
    values = {column.name: given[column.name] if column.name in given else _value(session, table, column, at, within)
              for column in table.c if column.name in given or not _numbers_itself(column)}  # fmt: skip
    key = session.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return read(session, name, tuple(key))


def read(session: Session, name: str, key: tuple[Any, ...]) -> dict[str, Any]:
    """The row with this key; empty when it is gone."""
    table = tables()[name]
    query = select(table).where(*(column == part for column, part in zip(table.primary_key, key, strict=True)))
    found = session.execute(query).mappings().one_or_none()
    return dict(found) if found is not None else {}


def key_of(name: str, row: dict[str, Any]) -> tuple[Any, ...]:
    """The primary key of a row."""
    return tuple(row[column.name] for column in tables()[name].primary_key)


def _numbers_itself(column: Column[Any]) -> bool:
    return column.primary_key and column.name == "id" and column.type.python_type is int


def _value(session: Session, table: Table, column: Column[Any], at: datetime, within: dict[str, int]) -> Any:
    for key in column.foreign_keys:
        return _above(session, table, column, key.column.table.name, at, within)
    if (listed := _listed(table).get(column.name)) is not None:
        return listed
    if isinstance(column.type, JSON):
        return ["Jan Voorbeeld"] if column.name in LISTS else {"to": "jan@buurt.example", "texts": ["Jan"]}
    if isinstance(column.type, LargeBinary):
        return b"key"
    if isinstance(column.type, UtcDateTime):
        return at
    kind = column.type.python_type
    number = next(_NUMBERS)
    return {str: f"Jan {number}", int: 1, bool: True, float: 1.0, datetime: at, date: at.date()}.get(kind)


def _above(session: Session, table: Table, column: Column[Any], above: str, at: datetime,
           within: dict[str, int]) -> Any:  # fmt: skip
    if above in within:
        return within[above]
    if above == table.name or (column.nullable and above not in ("upload",)):
        return None
    row = fill(session, above, at, within)
    return row["id"]


def _listed(table: Table) -> dict[str, str]:
    checks = [one for one in table.constraints if isinstance(one, CheckConstraint)]
    return {name: first for one in checks for name, first in _ONE_OF.findall(str(one.sqltext))}
