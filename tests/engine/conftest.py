"""What the tests of the engine share: Prefect's server once per session; mail and database fresh for each test."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from flows import connection
from models.database import connect, writing
from models.settings import settings
from models.tables import metadata
from tests.compiled_once import know_statements
from tests.engine.harness import Installation, Mailbox, MailProcess, PrefectProcess, free_port
from tests.factories import make_place


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectProcess]:
    """Prefect's server for this test session."""
    server = PrefectProcess(tmp_path_factory.mktemp("prefect"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on loopback that is there."""
    box = Mailbox(free_port())
    server = MailProcess(box)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def installation(tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """A fresh embedded database with a municipality in it, and the settings of this process pointing there."""
    yield from _installation(tmp_path, mailbox, monkeypatch, "")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shared_installation(
    request: pytest.FixtureRequest, tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    """The same, on each of the two kinds of database: for what several workers do at the same time."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("empty_postgresql_url")
    yield from _installation(tmp_path, mailbox, monkeypatch, url)


def _installation(
    folder: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> Iterator[Installation]:
    names = {
        "BINSTART_DATA_DIR": str(folder),
        "BINSTART_DATABASE_URL": database_url,
        "BINSTART_BASE_URL": "http://binstart.example",
        "BINSTART_SMTP_HOST": "127.0.0.1",
        "BINSTART_SMTP_PORT": str(mailbox.port),
        "BINSTART_LEASE_SECONDS": "5",
        "BINSTART_ENGINE_POLL_SECONDS": "0.3",
    }
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    connection.database.cache_clear()
    engine = know_statements(connect(settings().effective_database_url))
    metadata.create_all(engine)
    with writing(engine) as session:
        place = make_place(session, code=uuid4().hex[:6].upper())  # one Prefect server sees the cases of all tests
    yield Installation(folder, names, engine, place)
    engine.dispose()
    connection.database().dispose()
    settings.cache_clear()
    connection.database.cache_clear()
