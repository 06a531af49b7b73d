"""A neighbour replies to the invitation in a real browser: on a phone, by keyboard alone, with and without scripts."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.database import writing
from models.reply import Reply
from models.rules.access import Role
from tests import reply_steps
from tests.browser.conftest import PHONE, LiveServer, barriers, overflow, press
from tests.factories import Place

PageOf = Callable[..., Page]


@pytest.fixture
def letters(live_server: LiveServer, place: Place) -> list[str]:
    """The codes of the letters to an evening with room for three."""
    with writing(live_server.engine) as session:
        case = reply_steps.with_letters(session, place, datetime.now(UTC), room_limit=3)
        return [one.code for one in reply_steps.letters(session, case)]


def replies(live_server: LiveServer) -> list[tuple[str, int]]:
    with Session(live_server.engine) as session:
        return [(one.state, one.people) for one in session.scalars(select(Reply).order_by(Reply.id))]


@pytest.mark.journey("reply_to_invitation", "without_scripts")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_reply_is_given_changed_and_withdrawn_on_a_phone_with_and_without_scripts(
    live_server: LiveServer, page_of: PageOf, letters: list[str], javascript: bool
) -> None:
    page = page_of(width=PHONE, javascript=javascript)
    page.goto(f"/u/{letters[0]}")
    assert overflow(page) <= 0
    page.get_by_label("Wij komen", exact=True).check()
    page.get_by_label("Met hoeveel komt u?").fill("2")
    page.get_by_label("een tolk Vlaamse Gebarentaal").check()
    press(page, "Antwoord versturen")
    expect(page.get_by_text("Uw antwoord is genoteerd").first).to_be_visible()

    page.get_by_label("Met hoeveel komt u?").fill("3")
    press(page, "Antwoord versturen")
    expect(page.get_by_label("Met hoeveel komt u?")).to_have_value("3")
    assert replies(live_server) == [("standing", 3)]

    page.get_by_role("link", name="Antwoord intrekken").click()
    press(page, "Antwoord intrekken")
    expect(page.get_by_text("Uw antwoord is ingetrokken")).to_be_visible()
    assert replies(live_server) == [("withdrawn", 0)]


@pytest.mark.journey("reply_to_invitation", "keyboard")
def test_a_reply_is_given_by_keyboard_alone(live_server: LiveServer, page_of: PageOf, letters: list[str]) -> None:
    page = page_of(width=PHONE)
    page.goto(f"/u/{letters[1]}")
    page.get_by_label("Wij komen", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Uw antwoord is genoteerd").first).to_be_visible()
    assert replies(live_server) == [("standing", 2)]


def test_the_pages_of_a_reply_have_no_barriers(
    live_server: LiveServer, page_of: PageOf, letters: list[str], place: Place
) -> None:
    page = page_of(width=PHONE)
    page.goto(f"/u/{letters[2]}")
    assert barriers(page) == []
    press(page, "Antwoord versturen")
    assert barriers(page) == []
    page.goto("/u/onbekend")
    assert barriers(page) == []
    with Session(live_server.engine) as session:
        number = reply_steps.number_of(session, letters[0])
    page.goto(f"/steun/{number}/infoavond")
    assert (barriers(page), overflow(page) <= 0) == ([], True)
    staff = page_of(width=PHONE, person=place.people[Role.DESK_OFFICER])
    for path in ("infoavonden", "plan-info-evening", "cancel-info-evening"):
        staff.goto(f"/dossier/{number}/{path}")
        assert (barriers(staff), overflow(staff) <= 0) == ([], True)
