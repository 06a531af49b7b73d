"""The agenda on the screen of the hall, and on the phone of who runs the evening without a laptop."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS
from tests.browser.conftest import PHONE, LiveServer, barriers, overflow
from tests.factories import Place
from tests.pages.action_examples import with_evening_today

PageOf = Callable[..., Page]
PROJECTOR = 1920


@pytest.fixture
def case(live_server: LiveServer, place: Place) -> FoundingCase:
    with writing(live_server.engine) as session:
        return with_evening_today(session, place)


@pytest.mark.parametrize(("width", "smallest"), [(PHONE, 24), (PROJECTOR, 70)])
def test_the_present_item_is_large_and_the_next_one_comes_by_keyboard(
    page_of: PageOf, place: Place, case: FoundingCase, width: int, smallest: int
) -> None:
    page = page_of(place.people[Role.DESK_OFFICER], width=width)
    page.goto(f"/dossier/{case.number}/projector")

    size = page.locator("h1").evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    assert size >= smallest
    assert (barriers(page), overflow(page)) == ([], 0)

    page.get_by_role("button", name="Volgend punt").focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text(list(AGENDA_ITEMS.values())[1])
