"""Signing in by a provider of identities in a real browser: from our page to theirs and back, also without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from models.settings import settings
from tests.browser.conftest import PageOf, barriers, overflow
from tests.factories import Place
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, PASSWORD, Provider, running_provider
from tests.pages.test_signing_in_by_provider import FILE


@pytest.fixture(autouse=True)
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with running_provider() as running:
        (tmp_path / "acm.secret").write_text(CLIENT_SECRET)
        file = tmp_path / "providers.toml"
        file.write_text(FILE.format(issuer=running.issuer, client_id=CLIENT_ID))
        monkeypatch.setenv("BINSTART_IDENTITY_PROVIDERS", str(file))
        settings.cache_clear()
        running.add("nele", email="nele@binstart.example", email_verified=True, name="Nele Nieuw")
        yield running


def go_there(page: Page) -> None:
    page.goto("/aanmelden?next=/account/sessies")
    page.get_by_role("button", name="itsme").click()
    page.get_by_role("heading", name="Aanmelden bij de provider").wait_for()
    page.get_by_label("Naam").fill("nele")
    page.get_by_label("Wachtwoord").fill(PASSWORD)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_resident_goes_to_the_provider_and_comes_back_signed_in(
    place: Place, page_of: PageOf, javascript: bool
) -> None:
    page = page_of(width=320, javascript=javascript)

    go_there(page)
    page.get_by_role("button", name="Doorgaan").click()

    page.get_by_role("heading", name="Waar ben ik aangemeld?").wait_for()
    assert "Nele Nieuw" in page.content()


def test_who_signs_out_can_sign_out_there_too(place: Place, page_of: PageOf, provider: Provider) -> None:
    page = page_of(width=320)
    go_there(page)
    page.get_by_role("button", name="Doorgaan").click()

    page.get_by_role("button", name="Afmelden").click()
    page.get_by_role("button", name="Ook afmelden bij itsme").click()

    page.get_by_role("heading", name="Aanmelden", exact=True).wait_for()
    assert len(provider.signed_out) == 1


def test_the_pages_on_the_way_have_no_barriers_and_fit(place: Place, page_of: PageOf) -> None:
    page = page_of(width=320)

    page.goto("/aanmelden")
    assert (barriers(page), overflow(page)) == ([], 0)
    go_there(page)
    page.get_by_role("button", name="Weigeren").click()
    page.get_by_role("heading", name="U hebt de aanmelding gestopt").wait_for()

    assert (barriers(page), overflow(page)) == ([], 0)
