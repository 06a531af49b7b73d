"""The secret of the installation is changed: what it signed before counts while the settings name the one of before."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from models.rules.access import Role
from models.settings import settings
from tests.factories import Place
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from webapp import create_app

BEFORE = "a secret key for tests, long enough to be accepted"
NOW = "another secret key for tests, and long enough too"


@pytest.fixture
def changed(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Visitor, str], tuple[int, int]]]:
    """`changed(browser, before)`: the same installation with another secret; what its account page, and after it a form
    on that page, answer to a browser that was signed in."""

    def ask(browser: Visitor, before: str) -> tuple[int, int]:
        monkeypatch.setenv("BINSTART_SECRET_KEY", NOW)
        monkeypatch.setenv("BINSTART_SECRET_KEY_BEFORE", before)
        settings.cache_clear()
        other = create_app()
        other.test_client_class = Visitor
        client = other.test_client()
        assert isinstance(client, Visitor)
        kept = browser.get_cookie("binstart")
        assert kept is not None
        client.set_cookie("binstart", kept.value)
        page = client.read("/account/sessies")
        if page.status != 200:
            return page.status, 0
        return 200, page.submit(action="/afmelden").status

    yield ask
    settings.cache_clear()


def test_who_was_signed_in_stays_so(
    place: Place, signed_in: SignedIn, changed: Callable[[Visitor, str], tuple[int, int]]
) -> None:
    browser = signed_in(place.people[Role.MAYOR])

    assert changed(browser, BEFORE) == (200, 302)


def test_without_the_one_of_before_everybody_signs_in_again(
    place: Place, signed_in: SignedIn, changed: Callable[[Visitor, str], tuple[int, int]]
) -> None:
    browser = signed_in(place.people[Role.MAYOR])

    assert changed(browser, "") == (302, 0)
