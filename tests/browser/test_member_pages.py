"""Becoming a member in a real browser: on a phone, without script, and pages without barriers."""

import re
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug import Request, Response
from werkzeug.serving import make_server

from models.case import FoundingCase
from models.database import writing
from models.enrolment import Enrolment
from models.outbox import Effect
from models.person import Person
from models.rules.procedure import Stage
from tests.browser.conftest import DESKTOP, PHONE, PageOf
from tests.browser.test_charter_pages import assert_open_to_all
from tests.browser.test_resident_by_keyboard import name_of_focus, tab_to
from tests.factories import Place, advance_to, coordinator_of


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.EVALUATION)


def _coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _link(engine: Engine) -> str:
    with Session(engine) as session:
        text = session.scalars(select(Effect.payload).where(Effect.key.startswith("join:"))).all()[-1]["text"]
    found = re.search(r"/lid/\S+", text)
    assert found is not None
    return found[0]


@pytest.mark.journey("join_network", "without_scripts")
def test_on_a_phone_without_script_a_neighbour_joins_and_stops(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase
) -> None:
    page = page_of(width=PHONE, javascript=False)
    page.goto(f"/netwerken/{case.number.lower()}")
    page.get_by_role("button", name="Lid worden").click()
    page.get_by_label("Uw naam").fill("Nele Nieuw")
    page.get_by_label("Ik woon in het gebied").check()
    page.get_by_label("Straat", exact=True).select_option(label=place.streets[0].name)
    page.get_by_label("Huisnummer").fill("3")
    page.get_by_label("Uw e-mailadres").fill("nele@binstart.example")
    page.get_by_label("een e-mail", exact=True).check()
    for words in ("Ik heb het huishoudelijk reglement", "Ik ben 18 jaar of ouder", "Ik ga akkoord met wat er"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")

    page.goto(_link(engine))
    page.get_by_role("button", name="Ja, ik wil lid worden").click()
    expect(page.get_by_text("wacht op de coördinator")).to_be_visible()
    page.get_by_role("link", name="Ik wil stoppen").click()
    page.get_by_role("button", name="Ja, ik stop").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("U bent gestopt")


@pytest.mark.journey("join_network", "keyboard")
@pytest.mark.journey("welcome_member", "keyboard")
def test_with_the_keyboard_alone_a_neighbour_joins_and_the_coordinator_welcomes(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase
) -> None:
    page = page_of(width=PHONE)
    page.goto(f"/netwerken/{case.number.lower()}/lid-worden")
    _type(page, "Uw naam", "Nele Nieuw")
    _choose(page, "Ik woon in het gebied")
    _type(page, "Straat", place.streets[0].name)
    _type(page, "Huisnummer", "3")
    _type(page, "Uw e-mailadres", "nele@binstart.example")
    _choose(page, "een e-mail")
    for words in ("Ik heb het huishoudelijk reglement", "Ik ben 18 jaar of ouder", "Ik ga akkoord met wat er"):
        _choose(page, words)
    _press(page, "Versturen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")
    page.goto(_link(engine))
    _press(page, "Ja, ik wil lid worden")
    expect(page.get_by_text("wacht op de coördinator")).to_be_visible()

    page = page_of(_coordinator(engine, case), width=PHONE)
    page.goto(f"/dossier/{case.number}/leden")
    _press(page, "Verwelkomen")

    with Session(engine) as session:
        assert session.scalars(select(Enrolment.state)).all() == ["member"]


def _type(page: Page, label: str, words: str) -> None:
    tab_to(page, label)
    page.keyboard.type(words)


def _choose(page: Page, label: str) -> None:
    if not name_of_focus(page).startswith(label):
        tab_to(page, label)
    page.keyboard.press("Space")


def _press(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def test_the_pages_of_members_and_of_the_register_have_no_barriers(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase
) -> None:
    slug = case.number.lower()
    page = page_of(width=DESKTOP)
    for path in (f"/netwerken/{slug}/lid-worden", f"/netwerken/{slug}/schrijven", f"/netwerken/{slug}", "/netwerken",
                 "/widget", "/widget?straat=Kerkstraat", "/widget?straat=Nergens", "/widget/uitleg"):  # fmt: skip
        page.goto(path)
        for closed in page.locator("main details:not([open]) summary").all():
            closed.click()
        assert_open_to_all(page, path)
    page.goto(f"/netwerken/{slug}/lid-worden")
    page.get_by_role("button", name="Versturen").click()
    assert_open_to_all(page, "the form with faults")
    page = page_of(_coordinator(engine, case))
    page.goto(f"/dossier/{case.number}/leden")
    assert_open_to_all(page, "the list of members")


@pytest.fixture
def school() -> Iterator[Callable[[str], str]]:
    """Another site, on a port of its own: put HTML on it, and get its address."""
    shown: list[str] = []
    server = make_server("127.0.0.1", 0, Request.application(lambda request: Response(shown[-1], mimetype="text/html")))
    thread = Thread(target=server.serve_forever)
    thread.start()

    def put(html: str) -> str:
        shown.append(html)
        return f"http://localhost:{server.server_port}/"

    yield put
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_street_box_works_in_a_frame_of_another_site(
    page_of: PageOf, place: Place, case: FoundingCase, school: Callable[[str], str]
) -> None:
    page = page_of(width=DESKTOP)
    page.goto("/widget/uitleg")
    line = page.locator("#regel").input_value()
    page.goto(school(f"<!doctype html><html lang='nl'><title>Een school</title><h1>School</h1>{line}</html>"))
    frame = page.frame_locator("iframe")
    frame.get_by_label("Uw straat").fill("Kerkstraat 1")
    frame.get_by_role("button", name="Zoeken").click()

    expect(frame.get_by_text("Ja, er is een netwerk:")).to_be_visible()
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name=case.name).click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(case.name)
    assert page.context.cookies() == []
