"""Who presses the same button again, because no answer came, writes nothing twice (DECISIONS, 'Sent twice')."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from models.assignment import Note
from models.case import FoundingCase
from models.database import db, writing
from models.form_press import FormPress
from models.operations.keeping.noting_presses import forget_presses
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.retention import FORM_PRESS_KEPT
from models.settings import settings
from models.support import Voice
from models.tables import metadata
from models.upload import Upload
from tests.compiled_once import make_app
from tests.factories import Place, advance_to
from tests.files import PDF
from tests.pages.conftest import SignedIn
from tests.pages.giving_voices import FILLED, links_to
from tests.pages.visiting import Page, Visitor, _filled_in
from webapp import pressing

D, P, C = Role.DESK_OFFICER, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
TOLD = "Dit was al bewaard. Er is niets dubbel gebeurd."


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def app(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app on each of the two kinds of databases."""
    if request.param == "sqlite":
        yield app
        return
    monkeypatch.setenv("BINSTART_DATABASE_URL", request.getfixturevalue("empty_postgresql_url"))
    settings.cache_clear()
    made = make_app()
    made.test_client_class = Visitor
    with made.app_context():
        metadata.create_all(db.engine)
        database = db.engine
    yield made
    database.dispose()


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.CONSULTATION)


def sent(page: Page, **values: Any) -> MultiDict[str, Any]:
    """What a browser sends for the form of this page; sent once more, it is the very same."""
    form = page.soup.select_one("main form")
    assert form is not None
    filled = _filled_in(form)
    for name, value in values.items():
        filled[name] = value
    return filled


def note_page(browser: Visitor, case: FoundingCase) -> Page:
    return browser.read(f"/dossier/{case.number}/behandeling/nota")


def notes(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Note.text).order_by(Note.id)))


def count(engine: Engine, table: type) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_note_sent_twice_is_written_once_and_leads_to_the_same_page(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[D])
    page = note_page(officer, case)
    body = sent(page, text="Gebeld met de buurt.")

    first = officer.send(page.path, body)
    second = officer.send(page.path, body)

    assert (first.status, second.status) == (302, 302)
    assert second.location == first.location == f"/dossier/{case.number}/behandeling"
    assert notes(engine) == ["Gebeld met de buurt."]
    assert TOLD in second.follow().text


def test_two_presses_at_the_same_moment_write_one_note_and_both_are_led_on(
    app: Flask, engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    page = note_page(signed_in(place.people[D]), case)
    body = sent(page, text="Gebeld met de buurt.")
    cookie = page.visitor.get_cookie("binstart")
    assert cookie is not None
    together = Barrier(4)
    answers: list[Page] = []

    def press() -> None:
        browser = app.test_client()
        assert isinstance(browser, Visitor)
        browser.set_cookie("binstart", cookie.value)
        together.wait()
        answers.append(browser.send(page.path, body))

    threads = [Thread(target=press) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert [(one.status, one.location) for one in answers] == [(302, f"/dossier/{case.number}/behandeling")] * 4
    assert notes(engine) == ["Gebeld met de buurt."]


def test_the_key_of_somebody_else_stops_nobody(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    mine, theirs = note_page(signed_in(place.people[P]), case), note_page(signed_in(place.people[C]), case)
    body = sent(mine, text="Gebeld met de buurt.")
    mine.visitor.send(mine.path, body)

    with_my_key = sent(theirs, text="Gebeld met de buurt.", press_key=body["press_key"])
    answer = theirs.visitor.send(theirs.path, with_my_key)

    assert answer.status == 302
    assert count(engine, Note) == 2


def test_a_form_that_was_refused_can_be_sent_again_as_it_is(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[D])
    page = note_page(officer, case)
    stranger = "999999"
    body = sent(page, text="Gebeld met de buurt.", colleague_ids=stranger)

    refused = [officer.send(page.path, body).status for _ in range(2)]
    body.poplist("colleague_ids")
    kept = officer.send(page.path, body)

    assert refused == [422, 422]
    assert kept.status == 302
    assert notes(engine) == ["Gebeld met de buurt."]


def test_what_the_four_eyes_or_a_stale_page_refused_is_refused_again(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    chief = signed_in(place.people[C])
    page = chief.read(f"/dossier/{case.number}/decide-as-police")
    body = sent(page, is_approved="yes", reason="Goed voorbereid.", seen="idea:1")

    assert [chief.send(page.path, body).status for _ in range(2)] == [409, 409]
    assert count(engine, FormPress) == 0


def test_who_goes_back_and_writes_something_else_writes_a_second_note(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[D])
    page = note_page(officer, case)
    officer.send(page.path, sent(page, text="Gebeld met de buurt."))

    changed = officer.send(page.path, sent(page, text="Gebeld met de buurt. Ze bellen terug."))

    assert changed.status == 302
    assert notes(engine) == ["Gebeld met de buurt.", "Gebeld met de buurt. Ze bellen terug."]


def test_the_same_words_on_a_fresh_page_are_a_second_note(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[D])

    for _ in range(2):
        page = note_page(officer, case)
        officer.send(page.path, sent(page, text="Niet thuis."))

    assert notes(engine) == ["Niet thuis.", "Niet thuis."]


@pytest.mark.parametrize("key", ["", "kort", "x" * 23, "é" * 22, "a" * 5000])
def test_a_key_that_is_none_protects_nothing_and_breaks_nothing(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn, key: str
) -> None:
    officer = signed_in(place.people[D])
    page = note_page(officer, case)

    answers = [officer.send(page.path, sent(page, text="Niet thuis.", press_key=key)).status for _ in range(2)]

    assert answers == [302, 302]
    assert count(engine, Note) == 2
    assert count(engine, FormPress) == 0


def test_an_uploaded_file_counts_by_what_is_in_it(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[P])
    page = officer.read(f"/dossier/{case.number}/record-judicial-contact")

    def send(content: bytes) -> int:
        return officer.send(page.path, sent(page, means="telefonisch", file=(BytesIO(content), "brief.pdf"))).status

    answers = [send(PDF), send(PDF), send(PDF + b" ")]

    assert answers == [302, 302, 302]
    with Session(engine) as session:
        assert sorted(session.scalars(select(Upload.size))) == [len(PDF), len(PDF) + 1]  # each read to its end


def test_somebody_without_an_account_gives_one_voice_and_gets_one_mail(
    client: Visitor, engine: Engine, place: Place, case: FoundingCase
) -> None:
    page = client.read(f"/steun/{case.number}")
    body = sent(page, **FILLED, street_id=str(place.streets[0].id))

    first, second = client.send(page.path, body), client.send(page.path, body)

    assert first.status == second.status == 302
    assert first.location == second.location
    assert count(engine, Voice) == 1
    assert len(links_to(engine)) == 1


def test_where_a_press_led_stands_nowhere_in_readable_form(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[D])
    page = note_page(officer, case)
    officer.send(page.path, sent(page, text="Gebeld met de buurt."))

    with Session(engine) as session:
        press = session.scalars(select(FormPress)).one()

    assert press.led_to
    assert case.number not in press.led_to
    assert re.fullmatch("[0-9a-f]{64}", press.mark)


def test_when_the_process_ends_before_it_knows_where_it_led_the_page_says_that_it_was_kept(
    engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn
) -> None:
    officer = signed_in(place.people[D])
    page = note_page(officer, case)
    body = sent(page, text="Gebeld met de buurt.")
    officer.send(page.path, body)
    with writing(engine) as session:
        press = session.scalars(select(FormPress)).one()
        press.led_to, press.pressed_at = "", datetime.now(UTC) - timedelta(minutes=1)

    answer = officer.send(page.path, body)

    assert answer.status == 200
    assert answer.title == "Dit was al bewaard"
    assert page.path in answer.links()
    assert count(engine, Note) == 1


def test_signing_in_is_never_led_on_without_its_cookie(client: Visitor, engine: Engine, place: Place) -> None:
    """Its answer holds the cookie; who did not get it must be able to ask again."""
    page = client.read("/aanmelden")
    body = sent(page, email=place.people[D].email)

    client.send(page.path, body)
    client.send(page.path, body)

    assert count(engine, FormPress) == 0


def test_wrong_tries_are_counted_each_time(client: Visitor, engine: Engine, place: Place) -> None:
    page = client.read("/aanmelden/wachtwoord")
    body = sent(page, email=place.people[D].email, password="een verkeerde lange zin", code="123456")

    answers = [client.send(page.path, body).status for _ in range(2)]

    assert answers[0] == 422
    assert count(engine, FormPress) == 0


def test_old_presses_are_forgotten(engine: Engine, place: Place, case: FoundingCase, signed_in: SignedIn) -> None:
    officer = signed_in(place.people[D])
    page = note_page(officer, case)
    officer.send(page.path, sent(page, text="Gebeld met de buurt."))
    now = datetime.now(UTC)

    with writing(engine) as session:
        kept = forget_presses(session, now + FORM_PRESS_KEPT - timedelta(hours=1))
        forgotten = forget_presses(session, now + FORM_PRESS_KEPT + timedelta(hours=1))

    assert (kept, forgotten) == (0, 1)


def test_every_form_that_writes_carries_a_key(app: Flask) -> None:
    """By design: whatever shows the token against forgery of one of our forms shows the key beside it."""
    from webapp.forms import BinstartForm

    with app.test_request_context():
        keys = {re.search(r'name="press_key" value="([^"]+)"', str(BinstartForm().csrf_token))[1] for _ in range(3)}  # type: ignore[index]

    assert len(keys) == 3
    assert all(pressing._KEY.fullmatch(key) for key in keys)


def test_no_form_has_a_field_of_its_own_with_the_name_of_the_key(app: Flask) -> None:
    """The kit asks addresses of the press: the key had the name of that field once, and was taken for an address."""
    from webapp.forms import BinstartForm

    def everything(kind: type) -> list[type]:
        return [kind, *(one for below in kind.__subclasses__() for one in everything(below))]

    named = {name for form in everything(BinstartForm) for name in vars(form) if not name.startswith("_")}

    assert "press" in named
    assert pressing.FIELD not in named
