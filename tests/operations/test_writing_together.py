"""Several people write at once: on SQLite they take turns, quickly, and who waits too long is told."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from flows import connection
from models import database
from models.database import connect, writing
from models.settings import settings


@pytest.fixture
def counter(tmp_path: Path) -> Engine:
    """A database with one number, which stands at 0."""
    engine = connect(f"sqlite:///{tmp_path / 'counter.sqlite'}")
    with writing(engine) as session:
        session.execute(text("create table counter (number integer not null)"))
        session.execute(text("insert into counter values (0)"))
    return engine


@pytest.fixture
def worker_of(counter: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The same database, to which this process belongs as a worker."""
    monkeypatch.setenv("BINSTART_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BINSTART_DATABASE_URL", f"sqlite:///{tmp_path / 'counter.sqlite'}")
    settings.cache_clear()
    connection.database.cache_clear()
    yield counter
    connection.database().dispose()
    connection.database.cache_clear()
    settings.cache_clear()


def _number(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("select number from counter")) or 0)


def test_eight_people_who_write_at_once_each_get_their_turn(counter: Engine) -> None:
    # Given eight people who each add one, twenty-five times: read, then written, as an operation does
    def add() -> None:
        for _ in range(25):
            with writing(counter) as session:
                number = session.scalar(text("select number from counter")) or 0
                session.execute(text("update counter set number = :number"), {"number": number + 1})

    people = [threading.Thread(target=add) for _ in range(8)]
    # When they all do
    for one in people:
        one.start()
    for one in people:
        one.join()
    # Then nothing was lost, and nobody was refused
    assert _number(counter) == 200


def test_who_waits_too_long_for_their_turn_is_told(counter: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.05)
    # Given somebody who writes and does not end
    with writing(counter) as slow:
        slow.execute(text("update counter set number = 1"))
        # When another wants to write
        with pytest.raises(OperationalError, match="database is locked"), writing(counter):
            pytest.fail("two wrote at once")
    # Then the first could end
    assert _number(counter) == 1


def test_a_connection_is_patient_again_after_it_took_its_turn(counter: Engine) -> None:
    with writing(counter) as session:
        session.execute(text("update counter set number = 1"))
    with counter.connect() as connection:
        assert connection.scalar(text("pragma busy_timeout")) == 1000 * database.LONGEST_WAIT


def test_a_worker_with_much_to_write_lets_people_go_first(worker_of: Engine) -> None:
    # Given a worker that writes without end, ten milliseconds at a time, and counts
    is_done = threading.Event()

    def work() -> None:
        while not is_done.is_set():
            with connection.writing() as session:
                session.execute(text("update counter set number = number + 1"))
                time.sleep(0.01)

    worker = threading.Thread(target=work)
    worker.start()
    # When somebody at a page writes now and then
    passed = []
    try:
        for _ in range(15):
            time.sleep(0.02)
            before = _number(worker_of)
            with writing(worker_of) as session:
                passed.append(int(session.scalar(text("select number from counter")) or 0) - before)
    finally:
        is_done.set()
        worker.join()
    # Then the worker ended what it was at, and they were next: most times nothing else passed
    assert median(passed) <= 1, passed
