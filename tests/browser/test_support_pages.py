"""A neighbour gives a voice in a real browser: on a phone, with the keyboard, without scripts; staff enter a paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.support.counting_voices import supporting_dwellings
from models.outbox import Effect
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.browser.conftest import DESKTOP, PHONE, LiveServer, barriers, overflow, press
from tests.factories import Place, acting, advance_to, later
from tests.files import PDF
from tests.support_steps import answer, confirmed, enter_sheet

PageOf = Callable[..., Page]


@pytest.fixture
def case(live_server: LiveServer, place: Place) -> FoundingCase:
    """A case that gathers support; seven dwellings gave their voice."""
    with writing(live_server.engine) as session:
        place.municipality.settings = {"minimum_registered_dwellings": 10}
        session.merge(place.municipality)
        case = advance_to(session, place, Stage.CONSULTATION)
        for house in range(1, 8):
            confirmed(session, case, later(case), answer(place, house))
        return case


def last_link(live_server: LiveServer) -> str:
    with Session(live_server.engine) as session:
        mail = session.scalars(select(Effect).where(Effect.case_id.is_(None)).order_by(Effect.id.desc())).first()
    assert mail is not None
    found = re.search(r"/steun/stem/\S+", mail.payload["text"])
    assert found
    return found[0]


@pytest.mark.journey("give_voice", "without_scripts")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_voice_is_given_confirmed_changed_and_withdrawn_on_a_phone_with_and_without_scripts(
    live_server: LiveServer, page_of: PageOf, case: FoundingCase, javascript: bool
) -> None:
    page = page_of(width=PHONE, javascript=javascript)
    page.goto(f"/steun/{case.number}")
    page.get_by_label("Uw straat").select_option(label="Kerkstraat")
    page.get_by_label("Uw huisnummer").fill("9")
    page.get_by_label("Ik ben voor").check()
    page.get_by_label("lid worden").check()
    page.get_by_label("Uw naam").fill("Noor Buur")
    page.get_by_label("Uw e-mailadres").fill("noor@buurt.example")
    press(page, "Stem versturen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")

    page.goto(last_link(live_server))
    press(page, "Ja, dit is mijn stem")
    expect(page.get_by_text("Uw stem is bevestigd.")).to_be_visible()
    page.get_by_label("Ik ben tegen").check()
    press(page, "Stem veranderen")
    expect(page.get_by_label("Ik ben tegen")).to_be_checked()
    page.get_by_role("link", name="Stem intrekken").click()
    press(page, "Stem intrekken")
    expect(page.get_by_text("Uw stem is ingetrokken.")).to_be_visible()


@pytest.mark.journey("give_voice", "keyboard")
def test_a_voice_is_given_with_the_keyboard_only(live_server: LiveServer, page_of: PageOf, case: FoundingCase) -> None:
    page = page_of(width=PHONE)
    page.goto(f"/steun/{case.number}")
    page.get_by_label("Uw straat").focus()
    page.keyboard.type("Kerk")
    page.keyboard.press("Tab")
    page.keyboard.type("8")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # voor
    for _field in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Noor Buur")
    page.keyboard.press("Tab")
    page.keyboard.type("noor@buurt.example")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")

    page.goto(last_link(live_server))
    page.get_by_role("button", name="Ja, dit is mijn stem").focus()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")

    with Session(live_server.engine) as session:
        assert supporting_dwellings(session, case.id) == 8


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_support_pages_have_no_barriers_and_fit_the_screen(
    live_server: LiveServer, page_of: PageOf, case: FoundingCase, width: int
) -> None:
    page = page_of(width=width)
    page.goto(f"/steun/{case.number}")
    expect(page.get_by_text("ongeveer 5 van de 10 woningen")).to_be_visible()
    assert (barriers(page), overflow(page)) == ([], 0)
    press(page, "Stem versturen")  # everything is missing
    assert (barriers(page), overflow(page)) == ([], 0)
    page.get_by_label("Uw straat").select_option(label="Kerkstraat")
    page.get_by_label("Uw huisnummer").fill("9")
    page.get_by_label("Ik ben voor").check()
    page.get_by_label("Uw naam").fill("Noor Buur")
    page.get_by_label("Uw e-mailadres").fill("noor@buurt.example")
    press(page, "Stem versturen")
    assert (barriers(page), overflow(page)) == ([], 0)
    link = last_link(live_server)
    page.goto(link)
    assert (barriers(page), overflow(page)) == ([], 0)
    press(page, "Ja, dit is mijn stem")
    assert (barriers(page), overflow(page)) == ([], 0)
    page.goto(f"{link}/intrekken")
    assert (barriers(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_enter_a_sheet_with_its_scan_on_a_phone(
    page_of: PageOf, place: Place, case: FoundingCase, javascript: bool
) -> None:
    page = page_of(place.people[Role.DESK_OFFICER], width=PHONE, javascript=javascript)
    page.goto(f"/dossier/{case.number}/enter-support-sheet")
    for line, house in enumerate(("8", "9")):
        page.locator(f"#lines-{line}-number").fill(house)
        page.locator(f"#lines-{line}-name").fill(f"Bewoner {house}")
    press(page, "Lijnen toevoegen")
    page.get_by_label("Scan of foto van de lijst").set_input_files(
        {"name": "lijst.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    if javascript:
        assert (barriers(page), overflow(page)) == ([], 0)
    press(page, "Lijst bewaren")

    expect(page.get_by_text("De lijst is ingevoerd.")).to_be_visible()
    expect(page.get_by_role("link", name="Steunlijst 1 (scan)")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_pages_of_staff_have_no_barriers_and_fit_the_screen(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase, width: int
) -> None:
    with writing(live_server.engine) as session:
        desk = acting(session, place.people[Role.DESK_OFFICER])
        enter_sheet(session, place, case, desk, later(case), houses=(8, 9))
    page = page_of(place.people[Role.MANDATED_OFFICER], width=width)

    for path in ("", "/stemmen", "/check-support-sheet"):
        page.goto(f"/dossier/{case.number}{path}")
        assert (barriers(page), overflow(page)) == ([], 0), path
