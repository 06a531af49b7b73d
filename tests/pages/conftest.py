"""What the page tests share: the app on a database of its own, and browsers of people who are signed in."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from models.database import connect, db, writing
from models.encryption import keyring
from models.operations.accounts.web_sessions import open_web_session
from models.person import Person
from models.queries.keeping.encryption import app_secret
from models.queries.keeping.readiness import newest_revision
from models.settings import settings
from models.tables import metadata
from tests.compiled_once import make_app
from tests.factories import Place, make_place
from tests.pages.visiting import Visitor
from tests.writing_guard import require_lock_to_write

SignedIn = Callable[[Person], Visitor]


def app_of(session: Session, person_id: int) -> str:
    """The secret of somebody's app for codes, decrypted."""
    return app_secret(person_id, session.get_one(Person, person_id).totp_secret or "", keyring())


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and nothing in it, to be copied."""
    file = tmp_path_factory.mktemp("pages") / "empty.sqlite"
    engine = connect(f"sqlite:///{file}")
    metadata.create_all(engine)
    with engine.begin() as connection:  # as our migrations would leave it: /readyz looks
        connection.execute(text("create table alembic_version (version_num varchar(32))"))
        connection.execute(text("insert into alembic_version values (:newest)"), {"newest": newest_revision()})
    engine.dispose()  # the last connection takes the write-ahead log into the file
    return file


@pytest.fixture
def app(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The whole app in demonstration mode, in a folder of its own."""
    shutil.copyfile(empty_database, tmp_path / "binstart.sqlite")
    monkeypatch.setenv("BINSTART_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
    monkeypatch.setenv("BINSTART_BASE_URL", "http://localhost")
    monkeypatch.setenv("BINSTART_DEMONSTRATION", "true")
    settings.cache_clear()
    app = make_app()
    app.test_client_class = Visitor
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", require_lock_to_write)
    yield app
    with app.app_context():
        db.engine.dispose()
    settings.cache_clear()


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The database of the app. Write with `with writing(engine) as session:` and read with `with Session(engine) as
    session:`; leave the block before the app must write."""
    with app.app_context():
        return db.engine


@pytest.fixture
def session() -> Session:
    """Not for page tests: an open session would keep the app from writing."""
    raise AssertionError("use `with writing(engine) as session:` or `with Session(engine) as session:`")


@pytest.fixture
def place(engine: Engine) -> Place:
    """A municipality with its zone, streets and people, known to the app."""
    with writing(engine) as session:
        return make_place(session)


@pytest.fixture
def client(app: Flask) -> Visitor:
    """The browser of somebody who is not signed in."""
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


@pytest.fixture
def signed_in(app: Flask, engine: Engine) -> SignedIn:
    """`signed_in(person)`: a browser in which this person is signed in."""

    def sign_in(person: Person) -> Visitor:
        with writing(engine) as session:
            token = open_web_session(session, person.id, "link", datetime.now(UTC))
        client = app.test_client()
        assert isinstance(client, Visitor)
        with client.session_transaction() as cookie:
            cookie["token"] = token
        return client

    return sign_in
