"""Passkeys in a real browser, with the virtual device that chromium gives to tests."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from models.authority import Authority
from models.database import writing
from models.person import Person
from models.queries.accounts.second_steps import passkeys_of
from models.rules.access import Role
from models.settings import settings
from tests.browser.conftest import LiveServer, PageOf, barriers, overflow
from tests.factories import Place

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address by name: no browser makes passkeys for a bare network address."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    monkeypatch.setenv("BINSTART_BASE_URL", address)
    settings.cache_clear()
    return address


def window(page_of: PageOf, site: str, person: Person | None = None, **options: Any) -> Page:
    """A window at that address, in which this person is signed in, with a device for passkeys."""
    page = page_of(person, **options)
    for cookie in page.context.cookies():
        page.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": site}])
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.device = line  # type: ignore[attr-defined]
    return page


def make_one(page: Page, site: str, name: str = "laptop van het werk") -> None:
    page.goto(f"{site}/account/passkeys")
    page.get_by_label("Hoe noemt u deze passkey?").fill(name)
    page.keyboard.press("Enter")
    page.get_by_text("De passkey is toegevoegd").wait_for()


def test_a_passkey_is_made_named_used_and_removed(
    place: Place, page_of: PageOf, site: str, live_server: LiveServer
) -> None:
    mayor = place.people[Role.MAYOR]
    page = window(page_of, site, mayor, width=320)

    make_one(page, site)
    with Session(live_server.engine) as session:
        assert [one.name for one in passkeys_of(session, mayor.id)] == ["laptop van het werk"]
    page.get_by_role("button", name="Afmelden").click()
    page.get_by_role("link", name="Medewerker met een passkey").click()
    page.get_by_role("button", name="Passkey gebruiken").focus()
    page.keyboard.press("Enter")
    page.get_by_text("U bent aangemeld.").wait_for()
    page.goto(f"{site}/account/sessies")
    assert "met een passkey" in page.content()

    page.goto(f"{site}/account/passkeys")
    page.get_by_role("link", name="Andere naam").click()
    page.get_by_label("Hoe noemt u deze passkey?").fill("telefoon")
    page.get_by_role("button", name="Bewaren").click()
    page.get_by_role("button", name=re.compile("Verwijderen.*telefoon")).click()
    page.get_by_text("De passkey is verwijderd").wait_for()
    with Session(live_server.engine) as session:
        assert passkeys_of(session, mayor.id) == []


def test_a_device_that_stops_is_told_and_one_can_try_again(place: Place, page_of: PageOf, site: str) -> None:
    page = window(page_of, site, None)
    page.goto(f"{site}/aanmelden/passkey")
    assert page.get_by_text("Dat is niet gelukt").is_hidden()

    page.get_by_role("button", name="Passkey gebruiken").click()

    page.get_by_role("alert").filter(has_text="Dat is niet gelukt").wait_for()
    assert page.get_by_role("button", name="Passkey gebruiken").is_visible()


def test_a_passkey_that_was_removed_here_opens_nothing(place: Place, page_of: PageOf, site: str) -> None:
    page = window(page_of, site, place.people[Role.MAYOR])
    make_one(page, site)
    page.get_by_role("button", name=re.compile("Verwijderen.*laptop")).click()
    page.get_by_role("button", name="Afmelden").click()
    page.goto(f"{site}/aanmelden/passkey")

    page.get_by_role("button", name="Passkey gebruiken").click()

    page.get_by_role("alert").filter(has_text="De passkey is niet aanvaard").wait_for()


def test_where_a_second_step_is_asked_a_new_passkey_lets_its_owner_go_on(
    place: Place, page_of: PageOf, site: str, live_server: LiveServer
) -> None:
    with writing(live_server.engine) as session:
        authority = session.get_one(Authority, place.municipality.id)
        authority.settings = {**authority.settings, "second_factor_required": True}
    page = window(page_of, site, place.people[Role.MAYOR])

    page.goto(f"{site}/werklijst")
    page.get_by_role("link", name="Liever een passkey").click()
    page.get_by_label("Hoe noemt u deze passkey?").fill("laptop")
    page.get_by_role("button", name="Passkey maken").click()
    page.get_by_text("De passkey is toegevoegd").wait_for()

    page.goto(f"{site}/werklijst")
    assert "/werklijst" in page.url


@pytest.mark.parametrize("path", ["/account/passkeys", "/aanmelden/passkey"])
def test_without_scripts_the_page_says_what_works_instead(place: Place, page_of: PageOf, site: str, path: str) -> None:
    page = window(page_of, site, place.people[Role.MAYOR] if "account" in path else None, width=320, javascript=False)

    page.goto(f"{site}{path}")

    assert page.get_by_text("daarvoor zijn scripts en een recente browser nodig").is_visible()
    assert page.get_by_role("button", name="Passkey").count() == 0
    assert page.get_by_role("link", name="app voor codes" if "account" in path else "Anders aanmelden").is_visible()
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_have_no_barriers_and_fit(place: Place, page_of: PageOf, site: str, width: int) -> None:
    page = window(page_of, site, place.people[Role.MAYOR], width=width)
    make_one(page, site, "een heel lange naam voor een passkey op een heel oud toestel")
    for path in ("/account", "/account/passkeys", "/account/herstelcodes", "/tweede-stap-wissen"):
        page.goto(f"{site}{path}")
        assert (barriers(page), overflow(page)) == ([], 0), path
    page.goto(f"{site}/account/herstelcodes")
    page.get_by_role("button", name="Nieuwe codes maken").click()
    page.get_by_text("We tonen ze alleen nu").wait_for()
    assert (barriers(page), overflow(page)) == ([], 0)
