"""An adviser answers in a real browser: on a phone, by keyboard only, without scripts; and nobody meets a barrier."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.database import writing
from models.opinion import Opinion
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.advice_steps import answer, ask_outside, link_of
from tests.browser.conftest import DESKTOP, PHONE, LiveServer, barriers, overflow, press
from tests.factories import Place, advance_to
from tests.files import PDF

PageOf = Callable[..., Page]
NOW = datetime.now(UTC)
QUESTION = "Kent het parket feiten in deze straten die tegen een netwerk pleiten?\n\nEn ziet u een voorwaarde?"


@pytest.fixture
def case(live_server: LiveServer, place: Place) -> FoundingCase:
    """In consultation."""
    with writing(live_server.engine) as session:
        return advance_to(session, place, Stage.CONSULTATION)


@pytest.fixture
def link(live_server: LiveServer, place: Place, case: FoundingCase) -> str:
    """The link of an adviser who was asked today."""
    with writing(live_server.engine) as session:
        opinion = ask_outside(session, place, case, NOW, question=QUESTION, due_on=day_of(NOW) + timedelta(days=20))
        return f"/advies/{link_of(session, opinion)}"


def given(live_server: LiveServer) -> tuple[str, str, str]:
    with Session(live_server.engine) as session:
        opinion = session.scalars(select(Opinion)).one()
        return opinion.state, opinion.tendency, opinion.text


@pytest.mark.journey("give_advice", "without_scripts")
@pytest.mark.parametrize("javascript", [True, False])
def test_an_adviser_answers_with_a_file_on_a_phone_with_and_without_scripts(
    live_server: LiveServer, page_of: PageOf, link: str, javascript: bool
) -> None:
    page = page_of(width=PHONE, javascript=javascript)
    page.goto(link)
    page.get_by_label("Gunstig, onder voorwaarden").check()
    press(page, "Antwoord versturen")
    expect(page.get_by_role("link", name="Vul in welke voorwaarden u stelt.")).to_be_visible()
    page.get_by_label("Toelichting").fill("Mits een vorming.")
    page.get_by_label("Bijlage bij uw advies").set_input_files(
        {"name": "advies.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(page, "Antwoord versturen")

    expect(page.get_by_role("heading", level=1)).to_have_text("Uw advies is ontvangen")
    expect(page.get_by_text("advies.pdf")).to_be_visible()
    assert given(live_server) == ("given", "conditional", "Mits een vorming.")


@pytest.mark.journey("give_advice", "keyboard")
def test_an_adviser_asks_for_time_and_answers_with_the_keyboard_only(
    live_server: LiveServer, page_of: PageOf, link: str
) -> None:
    page = page_of(width=PHONE)
    page.goto(link)
    page.get_by_label("Gunstig", exact=True).focus()
    for _step in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Ik heb meer tijd nodig")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("De magistraat is met verlof.")
    day = day_of(NOW) + timedelta(days=40)
    for part in (day.day, day.month, day.year):
        page.keyboard.press("Tab")
        page.keyboard.type(str(part))
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(page.get_by_text("nog geen antwoord")).to_be_visible()

    page.get_by_label("Gunstig", exact=True).focus()
    page.keyboard.press("Space")
    for _step in range(6):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Antwoord versturen")).to_be_focused()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Uw advies is ontvangen")
    assert given(live_server) == ("given", "favourable", "")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_pages_of_an_adviser_have_no_barriers_and_fit_the_screen(
    live_server: LiveServer, page_of: PageOf, link: str, width: int
) -> None:
    page = page_of(width=width)
    page.goto(link)
    assert (barriers(page), overflow(page)) == ([], 0)
    press(page, "Antwoord versturen")  # everything is missing
    assert (barriers(page), overflow(page)) == ([], 0)
    page.get_by_label("Ongunstig").check()
    page.get_by_label("Toelichting").fill("Te groot.")
    press(page, "Antwoord versturen")
    assert (barriers(page), overflow(page)) == ([], 0)
    page.goto("/advies/onbekend")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet")
    assert (barriers(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_pages_of_staff_about_advice_have_no_barriers_and_fit_the_screen(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase, link: str, width: int
) -> None:
    with writing(live_server.engine) as session:
        opinion = session.scalars(select(Opinion)).one()
        later_on = opinion.due_on + timedelta(days=9)
        answer(session, opinion, NOW, "more_time", "De magistraat is met verlof.", wished_on=later_on)
    page = page_of(place.people[Role.MANDATED_OFFICER], width=width)

    for path in ("", "/ask-opinion", "/answer-adviser/1", "/withdraw-opinion/1", "/give-opinion/1"):
        page.goto(f"/dossier/{case.number}{path}")
        assert (barriers(page), overflow(page)) == ([], 0), path
