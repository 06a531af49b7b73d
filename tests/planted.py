"""Rows of any table, made without their story: for tests that only ask who reaches them. Cases of which the story
matters come from tests/factories.py."""

import re
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import CheckConstraint, Column, Table, func, select
from sqlalchemy.orm import Session

from models.database import Base

Row = TypeVar("Row", bound=Base)

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BY_TYPE: dict[type, Any] = {int: 1, bool: False, date: MOMENT.date(), datetime: MOMENT, bytes: b"x"}


def plant(session: Session, model: type[Row], **values: Any) -> Row:
    """A row with these values; what else may not be empty is filled in as its type and constraints ask."""
    table = model.__table__
    assert isinstance(table, Table)
    missing = [column for column in table.columns if _must_be_given(column) and column.name not in values]
    row = model(**values, **{column.name: _something(session, table, column) for column in missing})
    session.add(row)
    session.flush()
    return row


def _must_be_given(column: Column[Any]) -> bool:
    return not (column.nullable or column.primary_key or column.default or column.server_default)


def _something(session: Session, table: Table, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        return session.scalar(select(func.min(key.column)))
    kind = getattr(column.type, "impl", column.type).python_type  # of our own types too, such as UtcDateTime
    if kind is not str:
        return BY_TYPE.get(kind, [])
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            listed = re.match(rf"{column.name} in \('(\w+)'", str(constraint.sqltext))
            if listed:
                return listed[1]
    return f"x{uuid4().hex[:12]}"
