"""While the place of the files is away, pages that need one say so, nothing is half kept, and the rest works."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.contact import AuthorityContact
from models.database import writing
from models.file_store import documents, uploads
from models.operations.keeping.uploading import checked_file, keep_upload
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from models.upload import Upload
from tests.engine.backup_steps import a_document
from tests.factories import START, Place, acting, advance_to, submitted
from tests.files import PDF
from tests.object_store import ObjectStore
from tests.pages.conftest import SignedIn

AWAY = "De opslag van bestanden is even niet bereikbaar"


@pytest.fixture
def bucket(app: Flask, object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    """The installation of the app keeps its files in a bucket."""
    for name, value in (object_store.settings() | {"BINSTART_FILES_PATIENCE_SECONDS": "1"}).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    return object_store


@pytest.fixture
def away(bucket: ObjectStore) -> Iterator[None]:
    """It hangs."""
    bucket.hang()
    yield
    bucket.go_on()


def test_a_document_in_a_bucket_is_downloaded_as_any(
    bucket: ObjectStore, engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        document = a_document(case.id, documents().keep(PDF))
        session.add(document)
        session.flush()
        number = document.id

    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/document/{number}")

    assert (page.status, page.response.get_data()) == (200, PDF)


def test_a_download_says_that_the_store_is_away_and_not_that_the_file_is_damaged(
    bucket: ObjectStore, engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case, desk = submitted(session, place), acting(session, place.people[Role.DESK_OFFICER])
        upload = keep_upload(session, uploads(), case.id, desk, START, checked_file("brief.pdf", PDF))
        address = f"/dossier/{case.number}/bijlage/{upload.id}"
    visitor = signed_in(place.people[Role.DESK_OFFICER])
    bucket.hang()
    try:
        page = visitor.read(address)
        others = [visitor.read(f"/dossier/{case.number}").status, visitor.read("/werk").status]
    finally:
        bucket.go_on()

    assert page.status == 503
    assert page.headers["Retry-After"] == "60"
    assert AWAY in page.text
    assert others[0] == 200
    assert visitor.read(address).status == 200


def test_what_was_typed_beside_a_file_that_could_not_be_kept_is_shown_and_nothing_is_noted(
    bucket: ObjectStore, engine: Engine, place: Place, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    visitor = signed_in(place.people[Role.MANDATED_OFFICER])
    address = f"/dossier/{case.number}/record-judicial-contact"
    page = visitor.read(address)
    with Session(engine) as session:
        before = session.scalar(select(func.count()).select_from(AuthorityContact))
    bucket.hang()
    try:
        answer = page.submit(means="telefonisch", contacted="het parket", note="Alles besproken",
                             file=[(BytesIO(PDF), "brief.pdf")])  # fmt: skip
    finally:
        bucket.go_on()

    assert answer.status == 503, answer.text
    assert AWAY in answer.text
    assert "Alles besproken" in answer.text  # so that nobody has to type it again
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(AuthorityContact)) == before
        assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_readiness_tells_it_and_closes_no_door(away: None, app: Flask) -> None:
    answer = app.test_client().get("/readyz")

    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["files"]) == ("degraded", False)
    assert "127.0.0.1" not in answer.text


def test_readiness_of_a_store_that_answers(bucket: ObjectStore, app: Flask) -> None:
    answer = app.test_client().get("/readyz")

    assert (answer.json["status"], answer.json["files"]) == ("ok", True)


def test_the_administrator_sees_it_with_what_to_do(away: None, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.ADMINISTRATOR]).read("/beheer/draait-alles")

    assert "De opslag antwoordt niet." in page.text
    assert "wat gemaakt moet worden, wacht" in page.text


def test_the_administrator_sees_that_the_store_answers(bucket: ObjectStore, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.ADMINISTRATOR]).read("/beheer/draait-alles")

    assert "De opslag antwoordt." in page.text


def test_metrics_tell_it(away: None, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINSTART_METRICS_TOKEN", "t" * 20)
    settings.cache_clear()

    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {'t' * 20}"})

    assert "binstart_files_answer 0.0" in answer.text
