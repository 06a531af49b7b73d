"""Signing in with a real browser: on a phone and a desktop, with scripts and without."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outbox import Effect
from models.rules.access import Role
from tests.browser.conftest import DESKTOP, PHONE, LiveServer, PageOf, barriers, overflow, press
from tests.factories import Place

PUBLIC = ["/aanmelden", "/aanmelden/wachtwoord", "/aanmelden/link/oud", "/hulp", "/privacy", "/toegankelijkheid",
          "/dev/mail", "/dev/clock", "/bestaat-niet"]  # fmt: skip
OWN = ["/account", "/account/naam", "/account/sessies", "/account/wachtwoord", "/account/tweede-stap"]


def last_mail(live_server: LiveServer) -> str:
    with Session(live_server.engine) as session:
        payload = session.scalars(select(Effect.payload).order_by(Effect.id.desc()).limit(1)).one()
    return str(payload["text"])


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_resident_signs_in_with_the_code_and_out_again(
    place: Place, live_server: LiveServer, page_of: PageOf, javascript: bool
) -> None:
    page = page_of(width=PHONE, javascript=javascript)

    page.goto("/aanmelden")
    page.get_by_label("Uw e-mailadres").fill("roos.bewoner.oosterbeke@binstart.example")
    press(page, "Mail vragen")
    code = re.search(r"^ {4}(\S+)$", last_mail(live_server), re.MULTILINE)
    assert code
    page.get_by_label("Code uit de mail").fill(code.group(1))
    press(page, "Aanmelden")

    assert page.get_by_text("Roos Bewoner Oosterbeke").first.is_visible()
    press(page, "Afmelden")
    assert page.get_by_text("U bent afgemeld.").is_visible()


def test_the_link_signs_in_with_one_press_in_the_same_browser(
    place: Place, live_server: LiveServer, page_of: PageOf
) -> None:
    page = page_of()
    page.goto("/aanmelden")
    page.get_by_label("Uw e-mailadres").fill("roos.bewoner.oosterbeke@binstart.example")
    press(page, "Mail vragen")
    link = re.search(r"http://\S+", last_mail(live_server))
    assert link

    page.goto(link.group())
    press(page, "Aanmelden")

    assert page.get_by_text("U bent aangemeld.").is_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_public_pages_have_no_barriers_and_fit(place: Place, page_of: PageOf, width: int) -> None:
    page = page_of(width=width)

    for path in PUBLIC:
        page.goto(path)
        assert barriers(page) == [], path
        assert overflow(page) == 0, path


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pages_of_ones_own_account_have_no_barriers_and_fit(place: Place, page_of: PageOf, width: int) -> None:
    page = page_of(place.people[Role.MAYOR], width=width)

    for path in OWN:
        page.goto(path)
        assert barriers(page) == [], path
        assert overflow(page) == 0, path


def test_a_faulty_form_has_no_barriers_and_the_focus_is_on_the_faults(page_of: PageOf) -> None:
    page = page_of(width=PHONE)

    page.goto("/aanmelden")
    press(page, "Mail vragen")

    assert barriers(page) == []
    assert page.locator(".govuk-error-summary").evaluate("box => box === document.activeElement")


def test_who_is_about_to_be_signed_out_is_asked_and_can_stay(place: Place, page_of: PageOf) -> None:
    page = page_of(place.people[Role.MAYOR])
    page.clock.install()
    page.goto("/account/naam")
    question = page.get_by_role("alertdialog")

    page.clock.run_for("27:59")
    assert question.is_hidden()
    page.clock.run_for("00:02")
    assert question.is_visible()
    assert barriers(page) == []
    question.get_by_role("button").click()

    question.wait_for(state="hidden")
    assert page.evaluate("document.querySelector('h1').textContent") == "Hoe heet u?"  # still the same page


def test_pages_use_our_own_fonts_only(page_of: PageOf) -> None:
    page = page_of()
    page.goto("/hulp")

    families = page.evaluate(
        "[...new Set([...document.querySelectorAll('body *')].map(e => getComputedStyle(e).fontFamily.split(',')[0]))]"
    )
    loaded = page.evaluate("document.fonts.ready.then(fonts => [...fonts].filter(f => f.status == 'loaded').length)")

    assert set(families) == {'"Bron Sans"', '"Bron Serif"'}
    assert loaded >= 3


def test_a_page_can_be_used_with_the_keyboard_alone(page_of: PageOf) -> None:
    page = page_of()
    page.goto("/hulp")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main-content"
