"""The launch kit in a real browser: from other words to sent, on a phone without script, and pages without barriers."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from flows.sending_kits import facts_now, written
from models.case import FoundingCase
from models.clock import BELGIUM, present
from models.database import writing
from models.operations.launches.quoting import quote_token
from models.operations.launches.sending_kits import send_kit
from models.queries.launches.launch_kits import kit_of
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.browser.conftest import PHONE, PageOf, overflow
from tests.browser.test_charter_pages import assert_open_to_all
from tests.factories import Place, advance_to
from tests.kit_steps import asked, decide

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
SMALLEST = 320
SAID = "Buren die elkaar kennen: dat is goud waard voor ons dorp."


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.LAUNCH)


def _type_moment(page: Page, name: str, at: datetime) -> None:
    local = at.astimezone(BELGIUM)
    parts = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H.%M}"}
    for part, value in parts.items():
        if page.locator(f'[name="{name}-{part}"]').count():
            page.locator(f'[name="{name}-{part}"]').fill(str(value))


def _photo(page: Page, name: str) -> None:
    if folder := os.environ.get("BINSTART_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_a_kit_goes_from_other_words_to_sent_without_script(
    page_of: PageOf, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with Session(engine) as session:
        send_at, active_on = present(session) + timedelta(days=3), present(session) + timedelta(days=5)
    people, kit = place.people, f"/dossier/{case.number}/lanceringskit"
    desk = page_of(people[D], width=PHONE, javascript=False)

    desk.goto(f"/dossier/{case.number}/check-launch-item")
    desk.get_by_role("link", name="Naar de lanceringskit").click()
    desk.locator('a[href$="/tekst/paper_short"]').click()
    text = desk.get_by_label("De tekst")
    text.fill(f"Goed nieuws voor onze straten\n\n{text.input_value()}\n\nZo komt er minder inbraak.")
    desk.get_by_role("button", name="Nieuwe versie bewaren").click()
    expect(desk.locator("#text-error")).to_contain_text("‘minder inbraak’")
    text.fill(text.input_value().replace("Zo komt er minder inbraak.", "Welkom!"))
    desk.get_by_role("button", name="Nieuwe versie bewaren").click()
    expect(desk.locator("main")).to_contain_text("Goed nieuws voor onze straten")

    desk.get_by_role("button", name="Moment kiezen").click()
    _type_moment(desk, "active_on", active_on)
    _type_moment(desk, "send_at", send_at)
    desk.get_by_label("Mailadressen van infoblad en pers").fill("pers@krant.example")
    desk.get_by_role("button", name="Bewaren").click()

    desk.get_by_role("link", name="Een citaat vragen met een link").click()
    desk.get_by_label("Mailadres").fill("maria@oosterbeke.example")
    desk.get_by_role("button", name="Vraag versturen").click()
    with writing(engine) as session:
        address = f"/citaat/{quote_token(session, asked(session).id, settings().secret_key)}"
    mayor = page_of(None, width=PHONE, javascript=False)
    mayor.goto(address)
    _photo(mayor, "quote-phone")
    mayor.get_by_label("Uw citaat").fill(SAID)
    mayor.get_by_role("button", name="Mijn citaat versturen").click()
    expect(mayor.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw citaat")

    for role, side in ((M, "gemeente"), (C, "politie")):
        page = page_of(people[role], width=PHONE, javascript=False)
        page.goto(kit)
        expect(page.locator("main")).to_contain_text(SAID)
        page.get_by_role("button", name=f"goedkeuren namens de {side}").click()
    expect(page.locator("main")).to_contain_text("Bestanden van versie")
    _photo(page, "kit-approved-phone")

    with writing(engine) as session:
        kept = session.get_one(FoundingCase, case.id)
        decision_day = (active_on.astimezone(BELGIUM).date() - present(session).astimezone(BELGIUM).date()).days
        decide(session, place, kept, at=present(session), days=decision_day)
        assert send_kit(session, case.id, send_at, facts_now, written) == 1  # to the press: nobody gave a voice

    neighbour = page_of(None, width=PHONE, javascript=False)
    neighbour.goto(f"/netwerken/{case.number.lower()}")
    expect(neighbour.locator("article")).to_contain_text(SAID)
    _photo(neighbour, "network-phone")
    desk.goto(kit)
    expect(desk.locator("main")).to_contain_text("De kit is verstuurd op")
    with Session(engine) as session:
        assert kit_of(session, session.get_one(FoundingCase, case.id)).sent_at is not None


def test_the_pages_of_the_kit_have_no_barriers_and_fit(page_of: PageOf, place: Place, case: FoundingCase) -> None:
    page = page_of(place.people[D])
    for path in ("", "/tekst/paper_short", "/moment", "/citaat", "/citaat/invoeren"):
        page.goto(f"/dossier/{case.number}/lanceringskit{path}")
        assert_open_to_all(page, path)
        _photo(page, f"kit{path.replace('/', '-')}-desktop")
        page.set_viewport_size({"width": SMALLEST, "height": 800})
        _photo(page, f"kit{path.replace('/', '-')}-{SMALLEST}")
        assert overflow(page) == 0
