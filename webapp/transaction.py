"""Keeping what a person did: one commit per request, and waking the engine when there is work for it."""

from contextlib import suppress
from typing import Any

from flask import Flask, g, request
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, UOWTransaction

from models.database import db, mark_as_writing
from models.outbox import LEAVES_WORK, Effect
from models.settings import settings

WRITING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def init_transactions(app: Flask) -> None:
    """Take the write lock before the first statement of every request that means to write, and give back what every
    request held."""
    app.before_request(_mark_as_writing)
    app.teardown_appcontext(_give_back)


def commit() -> None:
    """Commit what the operations of this request did. Call it once, at the end of a view that succeeded."""
    session = db.session()
    session.commit()
    g.is_committed = True
    if session.info.pop(LEAVES_WORK, False):
        _wake_engine()


def write_more() -> None:
    """What follows means to write too, after a `commit()` or in a request that only read; what was not kept is undone.

    A transaction that begins to write after it has read is refused where somebody else wrote in between (SQLite:
    'database is locked', at once)."""
    undo()
    mark_as_writing(db.session())


def is_committed() -> bool:
    """Whether this request has kept anything."""
    return bool(g.get("is_committed", False))


def undo() -> None:
    """Throw away what this request changed; a refused action leaves nothing behind."""
    db.session.rollback()
    db.session().info.pop(LEAVES_WORK, None)


def _give_back(error: BaseException | None) -> None:
    """Before Flask-SQLAlchemy does: a database that went away after the answer was there must not turn it into a 500
    (found by the drill). What is read and not kept needs no rollback that succeeds."""
    try:
        db.session.close()
    except SQLAlchemyError:
        db.session().invalidate()


def _mark_as_writing() -> None:
    if request.method in WRITING_METHODS:
        mark_as_writing(db.session())


def _wake_engine() -> None:
    # The engine also looks by itself; a folder that can't be written must not undo a decision that was saved.
    with suppress(OSError):
        settings().wake_file.touch()


@event.listens_for(db.session, "after_flush")
def _notice_work(session: Session, flush_context: UOWTransaction) -> None:
    new: list[Any] = list(session.new)
    if any(isinstance(row, Effect) for row in new):
        session.info[LEAVES_WORK] = True
