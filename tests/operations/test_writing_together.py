"""Several people write at once: on SQLite they take turns, quickly, and who waits too long is told."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from models import database
from models.database import connect, writing


@pytest.fixture
def counter(tmp_path: Path) -> Engine:
    """A database with one number, which stands at 0."""
    engine = connect(f"sqlite:///{tmp_path / 'counter.sqlite'}")
    with writing(engine) as session:
        session.execute(text("create table counter (number integer not null)"))
        session.execute(text("insert into counter values (0)"))
    return engine


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
