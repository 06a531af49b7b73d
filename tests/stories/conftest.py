"""A theatre for every story."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect import Task
from sqlalchemy import Engine

from binstart.demonstration.authorities import make_authorities
from binstart.demonstration.people import make_people
from flows import connection
from models.clock import present
from models.database import connect, db, writing
from models.settings import settings
from models.tables import metadata
from tests.compiled_once import make_app
from tests.stories.theatre import MailServer, Theatre


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with Oosterbeke and Westveld, their streets and their staff, to be copied."""
    file = tmp_path_factory.mktemp("town") / "town.sqlite"
    engine = connect(f"sqlite:///{file}")
    metadata.create_all(engine)
    with writing(engine) as session:
        now = present(session)
        make_people(session, make_authorities(session, now.date()), now)
    engine.dispose()  # the last connection takes the write-ahead log into the file
    return file


@pytest.fixture
def theatre(tmp_path: Path, town: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theatre]:
    """The pages, the database and a mail server, in a folder of its own."""
    shutil.copyfile(town, tmp_path / "binstart.sqlite")
    port = _free_port()
    values = {
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "a secret key for tests, long enough to be accepted",
        "BASE_URL": "http://localhost",
        "DEMONSTRATION": "true",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(port),
    }
    for name, value in values.items():
        monkeypatch.setenv(f"BINSTART_{name}", value)
    monkeypatch.setattr(Task, "__call__", lambda task, *arguments: task.fn(*arguments))
    settings.cache_clear()
    connection.database.cache_clear()
    server = MailServer(settings().mailbox_dir, port)
    server.start()
    app = make_app()
    with app.app_context():
        engine: Engine = db.engine
    yield Theatre(app, engine)
    server.stop()
    engine.dispose()
    connection.database().dispose()
    settings.cache_clear()
    connection.database.cache_clear()


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
