"""A resident's whole path on a phone with the keyboard alone, from 'is there a BIN in my street?' to the receipt."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Street
from models.database import writing
from models.outbox import Effect
from models.request import RequestDraft
from tests.browser.conftest import PHONE, LiveServer, barriers, overflow, press
from tests.factories import Place, submitted
from webapp.clock import real_now

PageOf = Callable[..., Page]
MOST_TABS = 120
MOST_PAGES = 21  # from the first question to the receipt, each adding row counted; DECISIONS, 'Ten minutes on a phone'


def name_of_focus(page: Page) -> str:
    """The label or the words of what has the focus. Without `evaluate`: that waits for ever where scripts are off."""
    focus = page.locator("main :focus, nav :focus")
    if focus.count() == 0:
        return ""
    number = focus.first.get_attribute("id")
    label = page.locator(f"label[for='{number}']") if number else None
    return (label if label is not None and label.count() else focus).first.inner_text().strip()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    seen = []
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        seen.append(name_of_focus(page))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"the keyboard never reaches ‘{name}’ on {page.url}: {seen[:40]}")


def enter(page: Page, name: str) -> None:
    """Go to a button or link and press Enter."""
    tab_to(page, name)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def type_in(page: Page, name: str, text: str) -> None:
    """Go to a field and type."""
    tab_to(page, name)
    page.keyboard.type(text)


def go_on(page: Page) -> None:
    enter(page, "Bewaren en verder")


def newest_mail(live_server: LiveServer) -> str:
    with Session(live_server.engine) as session:
        return str(session.scalars(select(Effect).order_by(Effect.id.desc()).limit(1)).one().payload["text"])


def sign_in(page: Page, live_server: LiveServer, email: str) -> None:
    """With the code from the mail."""
    type_in(page, "Uw e-mailadres", email)
    enter(page, "Mail vragen")
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", newest_mail(live_server))
    assert code is not None
    type_in(page, "Code", code[0])
    enter(page, "Aanmelden")


@pytest.mark.journey("ask_for_network", "keyboard")
@pytest.mark.journey("ask_for_network", "without_scripts")
@pytest.mark.journey("sign_in", "keyboard")
@pytest.mark.journey("sign_in", "without_scripts")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_resident_asks_for_a_bin_by_keyboard_alone_on_a_phone(
    page_of: PageOf, live_server: LiveServer, place: Place, javascript: bool
) -> None:
    page = page_of(width=PHONE, javascript=javascript)
    opened: list[str] = []
    page.on("framenavigated", lambda frame: opened.append(frame.url))
    page.goto("/")
    type_in(page, "Uw straat", "Kerkstraat 1")
    enter(page, "Zoeken")
    expect(page.get_by_text("Nee, op dit adres is er nog geen BIN.")).to_be_visible()
    enter(page, "Vraag een BIN aan")
    enter(page, "Aanmelden en beginnen")
    sign_in(page, live_server, place.resident.email)

    enter(page, "Aanvraag beginnen")
    tab_to(page, "BIN (bewoners)")
    page.keyboard.press("Space")
    go_on(page)
    type_in(page, "Hoe noemt u het netwerk?", "BIN Kerkkwartier")
    go_on(page)
    tab_to(page, "Oosterbeke")
    page.keyboard.press("Space")
    go_on(page)
    type_in(page, "Straat", "Kerkstraat")
    page.keyboard.press("Escape")
    type_in(page, "Tot en met nummer", "8")
    enter(page, "Nog een straat toevoegen")
    expect(page.get_by_role("status").filter(has_text="8 woningen")).to_be_visible()
    go_on(page)
    type_in(page, "Waarom wilt u een netwerk oprichten?", "Er zijn drie fietsen gestolen.")
    go_on(page)
    go_on(page)
    tab_to(page, "Het algemeen veiligheidsgevoel verhogen")
    page.keyboard.press("Space")
    for _page in ("doelstellingen", "woningen", "kandidaten", "eerdere pogingen"):
        go_on(page)
    expect(page.get_by_label("Adres")).to_have_value("Kerkstraat 1, 9994 Oosterbeke")
    go_on(page)
    tab_to(page, "Ik begrijp wat een BIN niet is")
    page.keyboard.press("Space")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk uw antwoorden na")
    enter(page, "Aanvraag verzenden")

    expect(page.get_by_role("heading", level=1)).to_have_text("Uw aanvraag is verzonden")
    assert len(opened) <= MOST_PAGES, opened


def test_what_is_typed_is_kept_and_counted_without_pressing_a_button(
    page_of: PageOf, live_server: LiveServer, place: Place
) -> None:
    page = to_the_area(page_of(place.resident, width=PHONE))

    page.get_by_label("Straat", exact=True).press_sequentially("Kerkstraat")
    expect(page.locator(".street-box__option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-total]")).to_have_text("10 woningen")
    page.get_by_label("Tot en met nummer").fill("4")

    expect(page.locator("[data-total]")).to_have_text("4 woningen")
    expect(page.locator("[data-row-count]").first).to_have_text("4 woningen")
    expect(page.get_by_text("Bewaard om")).to_be_visible()
    with Session(live_server.engine) as session:
        assert "Kerkstraat" in str(session.scalars(select(RequestDraft)).one().answers)


def test_the_map_of_the_chosen_streets_is_drawn_from_our_own_data(page_of: PageOf, place: Place) -> None:
    page = to_the_area(page_of(place.resident, width=PHONE))
    expect(page.locator(".map")).to_be_hidden()

    page.get_by_label("Straat", exact=True).fill("Kerkstraat")

    expect(page.locator(".map")).to_be_visible()
    expect(page.locator(".map path[stroke='#a63d1e']")).to_have_count(1)
    assert barriers(page) == []
    assert overflow(page) == 0


def test_the_faults_of_an_area_and_its_overlap_have_no_barriers(
    page_of: PageOf, live_server: LiveServer, place: Place
) -> None:
    with writing(live_server.engine) as session:
        submitted(session, place, real_now())
        session.add(Street(authority_id=place.zone.id, name="Zeedijk", normalised_name="zeedijk", postcode="9995",
                           dwelling_count=3))  # fmt: skip
    page = to_the_area(page_of(place.resident, width=PHONE))

    page.get_by_label("Straat", exact=True).fill("Kerkstraat")
    press(page, "Bewaren en verder")

    expect(page.get_by_role("alert")).to_contain_text("Schrijf waarom u toch dit gebied kiest.")
    assert barriers(page) == []
    page.get_by_label("Waarom kiest u toch dit gebied?").fill("Wij willen een eigen netwerk.")
    press(page, "Bewaren en verder")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waarom wilt u een netwerk oprichten?")


@pytest.mark.parametrize("kind", ["BIN-Z (zelfstandigen)", "SIN (sector)"])
def test_the_area_of_businesses_and_of_a_sector_is_asked_without_barriers(
    page_of: PageOf, place: Place, kind: str
) -> None:
    page = to_the_area(page_of(place.resident, width=PHONE), kind)

    press(page, "Bewaren en verder")

    assert barriers(page) == []
    assert overflow(page) == 0


def test_the_link_in_the_mail_leads_on_another_phone_to_where_one_stopped(
    page_of: PageOf, live_server: LiveServer, place: Place
) -> None:
    page = to_the_area(page_of(place.resident, width=PHONE))
    press(page, "Stuur mij een link om later verder te gaan")
    expect(page.get_by_text("Wij stuurden u een mail met een link.")).to_be_visible()
    link = re.search(r"http://\S+/aanvraag/verder/\S+", newest_mail(live_server))
    assert link is not None

    elsewhere = page_of(width=PHONE)
    elsewhere.goto(link[0])
    assert barriers(elsewhere) == []
    press(elsewhere, "Verdergaan")

    expect(elsewhere.get_by_role("heading", level=1)).to_be_visible()
    assert re.search(r"/aanvraag/\d+/", elsewhere.url)
    page_of(width=PHONE).goto(link[0])


def to_the_area(page: Page, kind: str = "BIN (bewoners)") -> Page:
    """Begin a request and go to the page of the area."""
    page.goto("/aanvraag")
    press(page, "Aanvraag beginnen")
    page.get_by_label(kind).check()
    press(page, "Bewaren en verder")
    page.get_by_label("Hoe noemt u het netwerk?").fill("BIN Kerkkwartier")
    press(page, "Bewaren en verder")
    page.get_by_label("Oosterbeke").check()
    press(page, "Bewaren en verder")
    return page
