"""A resident in a real browser: on a phone and a desktop, with the keyboard, with and without scripts."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from models.area import Area, StreetSegment
from models.database import writing
from models.network import NeighbourhoodNetwork
from tests.browser.conftest import DESKTOP, PHONE, LiveServer, barriers, overflow, press
from tests.factories import Place
from webapp.resident.steps import STEPS

PageOf = Callable[..., Page]


@pytest.fixture(autouse=True)
def network(live_server: LiveServer, place: Place) -> None:
    """BIN Molen in the Molenstraat."""
    with writing(live_server.engine) as session:
        area = Area(boundary_text="Rond de molen")
        area.segments = [StreetSegment(street_id=place.streets[1].id)]
        session.add(area)
        session.flush()
        session.add(NeighbourhoodNetwork(municipality_id=place.municipality.id, slug="bin-molen", name="BIN Molen",
                                         area_id=area.id, active_since=date(2020, 5, 1),
                                         contact="molen@binstart.example"))  # fmt: skip


def go_on(page: Page) -> None:
    press(page, "Bewaren en verder")


def fill_in(page: Page) -> None:
    """Every page of the request, with the least that is needed, up to the check."""
    page.goto("/aanvraag")
    press(page, "Aanvraag beginnen")
    page.get_by_label("BIN (bewoners)").check()
    go_on(page)
    page.get_by_label("Hoe noemt u het netwerk?").fill("BIN Kerkkwartier")
    go_on(page)
    page.get_by_label("Oosterbeke").check()
    go_on(page)
    page.get_by_label("Straat", exact=True).fill("Kerkstraat")
    page.get_by_label("Straat", exact=True).press("Escape")
    go_on(page)
    page.get_by_label("Waarom wilt u een netwerk oprichten?").fill("Er zijn drie fietsen gestolen.")
    go_on(page)
    go_on(page)
    page.get_by_label("De sociale samenhang versterken").check()
    go_on(page)
    go_on(page)
    go_on(page)
    go_on(page)
    page.get_by_label("Adres").fill("Kerkstraat 1")
    go_on(page)
    page.get_by_label("Ik begrijp wat een BIN niet is").check()
    go_on(page)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_request_is_filled_in_and_sent_on_a_phone_and_a_desktop_with_and_without_scripts(
    page_of: PageOf, place: Place, width: int, javascript: bool
) -> None:
    page = page_of(place.resident, width=width, javascript=javascript)

    fill_in(page)
    press(page, "Aanvraag verzenden")

    expect(page.get_by_role("heading", level=1)).to_have_text("Uw aanvraag is verzonden")
    expect(page.get_by_role("link", name="Volg dossier")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/zoek?straat=Molenstraat",
        "/zoek?straat=Kerkstraat 2",
        "/zoek?straat=Molestraat",
        "/netwerken",
        "/netwerken/bin-molen",
        "/wat-is-een-bin",
        "/aanvraag",
    ],
)
def test_a_public_page_has_no_barriers_and_fits_the_screen(page_of: PageOf, width: int, path: str) -> None:
    page = page_of(width=width)

    page.goto(path, wait_until="networkidle")

    assert barriers(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_page_of_the_request_has_no_barriers_also_with_its_faults_shown(
    page_of: PageOf, place: Place, width: int
) -> None:
    page = page_of(place.resident, width=width)
    page.goto("/aanvraag")
    press(page, "Aanvraag beginnen")
    first = page.url
    found = []

    for step in STEPS:
        page.goto(first.replace("soort", step.slug))
        found += barriers(page)
        go_on(page)
        found += barriers(page)
        assert overflow(page) == 0
    page.goto(first.replace("soort", "controleren"))
    found += barriers(page)

    assert found == []


def test_the_street_box_suggests_while_typing_and_is_worked_with_the_keyboard_alone(page_of: PageOf) -> None:
    page = page_of()
    page.goto("/")

    page.get_by_label("Uw straat").press_sequentially("molen")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type(" 4")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Ja, op dit adres is er een netwerk.")).to_be_visible()


def test_without_scripts_the_street_is_found_and_the_list_stands_in_for_the_map(page_of: PageOf) -> None:
    page = page_of(javascript=False)
    page.goto("/")
    page.get_by_label("Uw straat").fill("Molenstraat")
    press(page, "Zoeken")
    expect(page.get_by_role("link", name="BIN Molen")).to_be_visible()

    page.goto("/netwerken")

    expect(page.get_by_role("link", name="BIN Molen")).to_be_visible()
    expect(page.locator(".map")).to_be_hidden()


def test_the_map_shows_each_network_and_enter_opens_its_page(page_of: PageOf) -> None:
    page = page_of()
    page.goto("/netwerken")
    shape = page.locator("path[aria-label='BIN Molen']")

    shape.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("BIN Molen")
