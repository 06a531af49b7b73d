"""Workers and the clockwork show that they live. All moments here are real time."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.sign_of_life import CLOCKWORK, WORKER, SignOfLife

# A worker that was killed can't take its sign away; after this long nobody waits for it any more.
FORGOTTEN_AFTER = timedelta(days=1)
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def show_worker(session: Session, name: str, now: datetime, *, prefect_answers: bool) -> None:
    """A worker lives, and Prefect answers it or not. Signs of workers that are long gone are taken away."""
    _show(session, WORKER, name, now, prefect_answers)
    session.execute(delete(SignOfLife).where(SignOfLife.part == WORKER, SignOfLife.seen_at < now - FORGOTTEN_AFTER))


def take_worker_away(session: Session, name: str) -> None:
    """A worker stops as it was asked to."""
    session.execute(delete(SignOfLife).where(SignOfLife.part == WORKER, SignOfLife.name == name))


def show_clockwork(session: Session, name: str, now: datetime) -> None:
    """A part of the clockwork has run to its end."""
    _show(session, CLOCKWORK, name, now, None)


def _show(session: Session, part: str, name: str, now: datetime, prefect_answers: bool | None) -> None:
    seen = {"seen_at": now, "prefect_answers": prefect_answers}
    insert = _INSERTS[session.get_bind().dialect.name]
    session.execute(
        insert(SignOfLife)
        .values(part=part, name=name, **seen)
        .on_conflict_do_update(index_elements=["part", "name"], set_=seen)
    )
