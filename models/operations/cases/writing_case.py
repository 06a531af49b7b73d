"""What an operation puts on a case and in its journal is written together: one statement each, however much it is.

An operation moves the head of the journal, the stage, the term and who is waited for up to nine times; each would be a
statement of its own (benchmarks/engine.py). It is written by `write_case`, at the latest before the commit; who reads
the journal again in the same transaction calls it before. A transaction that is rolled back takes it along.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, event, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models.case import FoundingCase
from models.database import Base
from models.journal import JournalEntry

UNWRITTEN = "unwritten_cases"  # in `session.info`: case id -> what is to be written of it

_WRITE_ENTRIES = insert(Base.metadata.tables[JournalEntry.__tablename__])
_CASES = Base.metadata.tables[FoundingCase.__tablename__]


@dataclass
class _Unwritten:
    columns: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)


def put_on_case(session: Session, case: FoundingCase, **columns: Any) -> None:
    """These columns of the case get these values; the object in memory has them at once."""
    _unwritten(session, case).columns.update(columns)
    for name, value in columns.items():
        set_committed_value(case, name, value)


def set_due_day(session: Session, case: FoundingCase, day: date | None) -> None:
    """The last day of what the case waits for; None: no term."""
    if case.due_on != day:
        put_on_case(session, case, due_on=day)


def put_in_journal(session: Session, case: FoundingCase, entry: dict[str, Any]) -> None:
    """The entry that comes next in the journal of the case; it moves the head of its chain."""
    _unwritten(session, case).entries.append(entry)
    put_on_case(session, case, journal_length=entry["sequence"], journal_hash=entry["hash"])


def write_case(session: Session) -> None:
    """Write what was put on cases and in their journals since the last time."""
    unwritten: dict[int, _Unwritten] = session.info.pop(UNWRITTEN, {})
    for case_id, one in unwritten.items():
        connection = session.connection()
        if one.entries:
            connection.execute(_WRITE_ENTRIES, one.entries)
        values = {f"new_{name}": value for name, value in one.columns.items()}
        connection.execute(_update_of(tuple(one.columns)), {"of_case": case_id, **values})


def _unwritten(session: Session, case: FoundingCase) -> _Unwritten:
    cases: dict[int, _Unwritten] = session.info.setdefault(UNWRITTEN, {})
    return cases.setdefault(case.id, _Unwritten())


@cache
def _update_of(columns: tuple[str, ...]) -> Update:
    """The statement for these columns, built once."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return update(_CASES).where(_CASES.c.id == bindparam("of_case")).values(values)


@event.listens_for(Session, "before_commit")
def _write_before_commit(session: Session) -> None:
    write_case(session)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: Any) -> None:
    session.info.pop(UNWRITTEN, None)
