"""An evening in real browsers at once: a phone at the door, the laptop of the chair, the big screen, and a voter."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.evenings import inviting
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS
from tests.browser.conftest import DESKTOP, PHONE, LiveServer, PageOf, barriers, overflow, press
from tests.factories import Place, acting, later
from tests.pages.action_examples import with_evening_today

HALL = 1920
TITLES = list(AGENDA_ITEMS.values())
D = Role.DESK_OFFICER


@pytest.fixture
def case(live_server: LiveServer, place: Place) -> FoundingCase:
    """An evening that is going on, with a letter for every dwelling."""
    with writing(live_server.engine) as session:
        case = with_evening_today(session, place)
        at = later(case)
        inviting.invite_dwellings(session, case.id, acting(session, place.people[D], at), at)
        inviting.make_invitations(session, session.scalars(select(InfoEvening.id)).one(), at)
        return case


@pytest.fixture
def code(live_server: LiveServer, case: FoundingCase) -> str:
    """That of the letter to Kerkstraat 3."""
    with Session(live_server.engine) as session:
        return session.scalars(select(Invitation.code).where(Invitation.house_number == 3)).first() or ""


def faults(page: Page) -> tuple[list[str], int]:
    return barriers(page), overflow(page)


def test_an_evening_goes_from_the_door_to_its_results_on_three_sizes(
    page_of: PageOf, place: Place, case: FoundingCase, code: str
) -> None:
    # Given a phone at the door, the laptop of the chair, and the big screen
    door, laptop, screen = (page_of(place.people[D], width=width) for width in (PHONE, DESKTOP, HALL))
    door.goto(f"/dossier/{case.number}/check-in?code={code}")
    door.locator("#people").fill("2")
    door.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(door.get_by_text("2 mensen aangemeld")).to_be_visible()
    screen.goto(f"/dossier/{case.number}/projector")
    expect(screen.locator("h1")).to_have_text(TITLES[0])
    assert faults(screen) == ([], 0)

    # When the chair notes what is said and goes on
    laptop.goto(f"/dossier/{case.number}/leiden")
    assert "2 mensen" in laptop.locator("main").inner_text()
    laptop.get_by_label("Wat werd er gezegd en afgesproken?").fill("De politie legt uit wat een BIN is.")
    assert faults(laptop) == ([], 0)
    press(laptop, "Bewaren en naar het volgende punt")

    # Then the screen follows by itself
    expect(screen.locator("h1")).to_have_text(TITLES[1], timeout=30_000)

    # When a vote is opened, a dwelling votes on its phone
    laptop.goto(f"/dossier/{case.number}/ballots?over=network")
    laptop.get_by_label("De vraag").fill("Keurt u dit BIN goed?")
    laptop.get_by_label("Telefoon").check()
    assert faults(laptop) == ([], 0)
    press(laptop, "Stemming openen")
    expect(screen.locator("h1")).to_have_text("Keurt u dit BIN goed?", timeout=30_000)
    assert faults(screen) == ([], 0)
    shown = screen.locator("#stemming .breakable").bounding_box()
    assert shown is not None
    assert shown["y"] + shown["height"] < 800  # where one votes is seen without scrolling
    phone = page_of(width=PHONE)
    phone.goto(screen.locator("#stemming .breakable").inner_text())
    assert faults(phone) == ([], 0)
    phone.get_by_label("Voor").check()
    phone.get_by_label("Code van uw brief").fill(code.lower())
    press(phone, "Stemmen")
    expect(phone.get_by_text("Uw stem is geteld")).to_be_visible()
    expect(screen.get_by_text("1 stem binnen")).to_be_visible(timeout=30_000)

    # Then the result is on the screen, and the record of the evening begins with all of it
    laptop.get_by_role("button", name="Stemming sluiten").click()
    press(laptop, "Stemming sluiten")
    expect(screen.get_by_text("1 voor, 0 tegen, 0 onthoudingen")).to_be_visible(timeout=30_000)
    laptop.goto(f"/dossier/{case.number}/record-info-evening")
    expect(laptop.locator("textarea[name=items-concept_and_rules-result]")).to_have_value(
        "De politie legt uit wat een BIN is."
    )
    expect(laptop.locator("input[name=network_approved][value=yes]")).to_be_checked()
    expect(laptop.locator("#attendance")).to_have_value("2")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_who_leads_the_evening_on_a_phone_goes_on_by_keyboard(
    page_of: PageOf, place: Place, case: FoundingCase, javascript: bool
) -> None:
    page = page_of(place.people[D], width=PHONE, javascript=javascript)
    page.goto(f"/dossier/{case.number}/leiden")
    if javascript:
        assert faults(page) == ([], 0)

    page.get_by_label("Wat werd er gezegd en afgesproken?").focus()
    page.keyboard.type("Kort en goed.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_text("Kort en goed.")).to_be_visible()
    expect(page.locator("h3")).to_contain_text(TITLES[1])
