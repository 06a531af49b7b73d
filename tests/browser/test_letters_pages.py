"""The letters to all dwellings in a real browser: asked on a phone, followed while they are made, with and without
scripts; and the evening on the support page."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.invitation import LetterRun
from models.operations.effects.producing import ProducedFile
from models.operations.evenings import inviting
from models.queries.evenings.invitations import stretches_of
from models.rules.access import Role
from tests.browser.conftest import DESKTOP, PHONE, LiveServer, PageOf, barriers, overflow, press
from tests.factories import Place, acting
from tests.pages.action_examples import with_evening_to_come

PAGES = {"to ask": "invite-dwellings", "busy": "brieven", "done": "brieven", "copy": "brieven/kopie"}


@pytest.fixture
def case(live_server: LiveServer, place: Place) -> FoundingCase:
    """A case whose evening is still to come."""
    with writing(live_server.engine) as session:
        return with_evening_to_come(session, place)


def ask(live_server: LiveServer, place: Place, case: FoundingCase) -> None:
    with writing(live_server.engine) as session:
        now = datetime.now(UTC)
        inviting.invite_dwellings(session, case.id, acting(session, place.people[Role.DESK_OFFICER], now), now)


def print_streets(session: Session, *, is_done: bool) -> None:
    """What the engine notes of its work."""
    now = datetime.now(UTC)
    run = session.scalars(select(LetterRun)).one()
    inviting.make_invitations(session, run.evening_id, now)
    for number, stretch in enumerate(stretches_of(session, run.evening_id), start=1):
        file = ProducedFile("application/pdf", f"brieven-{number}.pdf", "0" * 64, 2048)
        inviting.record_street_letters(session, run.evening_id, file, stretch, f"1-{number:04d}", now)
    run.done_at = now if is_done else None


@pytest.mark.parametrize("javascript", [True, False])
def test_the_desk_asks_for_letters_on_a_phone_with_and_without_scripts(
    page_of: PageOf, place: Place, case: FoundingCase, javascript: bool
) -> None:
    page = page_of(place.people[Role.DESK_OFFICER], width=PHONE, javascript=javascript)
    page.goto(f"/dossier/{case.number}/invite-dwellings")
    page.get_by_label("links").check()

    press(page, "Brieven laten maken")

    expect(page.get_by_role("heading", level=1)).to_have_text("Brieven voor alle woningen")
    expect(page.get_by_text("De brieven worden gemaakt: 0%.")).to_be_visible()


def test_the_bar_grows_and_becomes_a_list_by_itself(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase
) -> None:
    ask(live_server, place, case)
    page = page_of(place.people[Role.DESK_OFFICER], width=DESKTOP)
    page.goto(f"/dossier/{case.number}/brieven")
    with writing(live_server.engine) as session:
        run = session.scalars(select(LetterRun)).one()
        inviting.make_invitations(session, run.evening_id, datetime.now(UTC))
    expect(page.get_by_text("De brieven worden gemaakt: 50%.")).to_be_visible(timeout=20_000)

    with writing(live_server.engine) as session:
        print_streets(session, is_done=True)

    expect(page.get_by_role("link", name="Brieven voor Molenstraat")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_without_scripts_the_page_asks_again_too(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase
) -> None:
    ask(live_server, place, case)
    page = page_of(place.people[Role.DESK_OFFICER], width=DESKTOP, javascript=False)
    page.goto(f"/dossier/{case.number}/brieven")

    with writing(live_server.engine) as session:
        print_streets(session, is_done=True)

    expect(page.get_by_role("link", name="Brieven voor Kerkstraat")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("state", PAGES)
def test_the_pages_of_the_letters_have_no_barriers_and_fit(
    live_server: LiveServer, page_of: PageOf, place: Place, case: FoundingCase, state: str, width: int
) -> None:
    if state != "to ask":
        ask(live_server, place, case)
        with writing(live_server.engine) as session:
            print_streets(session, is_done=state == "done")
    page = page_of(place.people[Role.DESK_OFFICER], width=width)

    page.goto(
        f"/dossier/{case.number}/{ {'to ask': 'invite-dwellings', 'copy': 'brieven/kopie'}.get(state, 'brieven') }"
    )

    assert barriers(page) == []
    assert overflow(page) == 0


def test_the_support_page_with_an_evening_has_no_barriers_on_a_phone(page_of: PageOf, case: FoundingCase) -> None:
    page = page_of(width=PHONE)

    page.goto(f"/steun/{case.number}")

    expect(page.get_by_role("link", name="Zet de avond in uw agenda")).to_be_visible()
    assert barriers(page) == []
    assert overflow(page) == 0
