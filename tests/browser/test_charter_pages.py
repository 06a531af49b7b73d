"""The charter in a real browser: each of its pages is open to all and fits, and it is written and signed on a phone."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.charter_sections import SECTIONS
from models.rules.procedure import Stage
from tests.browser.conftest import DESKTOP, PHONE, PageOf, barriers, overflow, press
from tests.charter_steps import freeze, ready_to_freeze, save
from tests.factories import Place, advance_to, coordinator_of


@pytest.fixture
def draft(engine: Engine, place: Place) -> FoundingCase:
    """A case whose charter has just begun."""
    with writing(engine) as session:
        return advance_to(session, place, Stage.CHARTER)


@pytest.fixture
def ready(engine: Engine, place: Place) -> FoundingCase:
    """A case whose charter is complete; the neighbourhood council will sign in ink."""
    with writing(engine) as session:
        case = ready_to_freeze(session, place)
        extra = [{"capacity": "voorzitter wijkraad", "name": "Rik Raad"}]
        save(session, case, "signatures", {"statement": "Wij gaan akkoord.", "extra": extra})
        return case


@pytest.fixture
def frozen(engine: Engine, place: Place, ready: FoundingCase) -> FoundingCase:
    """The same with its text frozen."""
    with writing(engine) as session:
        case = session.get_one(FoundingCase, ready.id)
        freeze(session, place, case)
        return case


def assert_open_to_all(page: Page, what: str) -> None:
    """No barriers and nothing wider than the window, on a phone and a desktop."""
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 800})
        assert barriers(page) == [], what
        assert overflow(page) == 0, what


def test_the_overview_the_whole_text_and_each_of_its_eighteen_editors_have_no_barriers(
    page_of: PageOf, engine: Engine, draft: FoundingCase
) -> None:
    with Session(engine) as session:
        page = page_of(coordinator_of(session, draft))
    paths = ["charter", "read-charter", *(f"charter/{one.code.replace('_', '-')}" for one in SECTIONS)]

    for path in paths:
        page.goto(f"/dossier/{draft.number}/{path}")
        assert_open_to_all(page, path)


def test_an_editor_with_faults_and_one_with_two_texts_have_no_barriers(
    page_of: PageOf, engine: Engine, draft: FoundingCase
) -> None:
    with Session(engine) as session:
        page = page_of(coordinator_of(session, draft))
    page.goto(f"/dossier/{draft.number}/charter/area")
    page.locator("[name=segments-0-street]").fill("Nergenslaan")
    press(page, "Bewaren en naar het volgende onderdeel")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_open_to_all(page, "a street that does not exist")

    page.goto(f"/dossier/{draft.number}/charter/members")
    with writing(engine) as session:
        save(session, session.get_one(FoundingCase, draft.id), "members", {"text": "De tekst van iemand anders."})
    page.locator("[name=text]").fill("De tekst van de buurt.")
    press(page, "Bewaren en naar het volgende onderdeel")
    expect(page.get_by_text("Iemand was u voor")).to_be_visible()
    assert_open_to_all(page, "two texts")


@pytest.mark.parametrize(
    ("state", "role", "path"),
    [
        ("ready", Role.DESK_OFFICER, "freeze-charter"),
        ("ready", Role.DESK_OFFICER, "add-signatory"),
        ("ready", Role.MANDATED_OFFICER, "record-screening"),
        ("frozen", Role.DESK_OFFICER, "charter"),
        ("frozen", Role.DESK_OFFICER, "reopen-charter"),
        ("frozen", Role.DESK_OFFICER, "record-ink-signature"),
        ("frozen", Role.MAYOR, "sign-charter"),
    ],
)
def test_a_page_before_or_of_the_signing_has_no_barriers(
    state: str, role: Role, path: str, page_of: PageOf, place: Place, request: pytest.FixtureRequest
) -> None:
    case: FoundingCase = request.getfixturevalue(state)
    page = page_of(place.people[role])
    page.goto(f"/dossier/{case.number}/{path}")

    assert_open_to_all(page, path)


@pytest.mark.journey("write_charter", "without_scripts")
@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_the_budget_gets_a_row_and_is_saved_on_a_phone(
    page_of: PageOf, engine: Engine, draft: FoundingCase, javascript: bool
) -> None:
    with Session(engine) as session:
        page = page_of(coordinator_of(session, draft), width=PHONE, javascript=javascript)
    page.goto(f"/dossier/{draft.number}/charter/budget")
    page.locator("[name=lines-0-description]").fill("Sms-berichten")
    page.locator("[name=lines-0-amount]").fill("1.150,50")

    press(page, "Kost toevoegen")
    page.locator("[name=lines-1-description]").fill("Stickers")
    page.locator("[name=lines-1-amount]").fill("80")
    page.locator(".govuk-button-group button").first.click()
    expect(page.get_by_text("is bewaard.")).to_be_visible()

    page.goto(f"/dossier/{draft.number}/read-charter")
    expect(page.get_by_role("region", name="Kosten")).to_contain_text("Sms-berichten")
    expect(page.get_by_role("region", name="Kosten")).to_contain_text("Stickers")


@pytest.mark.journey("sign_charter", "keyboard")
def test_a_mayor_signs_with_the_keyboard_alone(page_of: PageOf, place: Place, frozen: FoundingCase) -> None:
    mayor = place.people[Role.MAYOR]
    page = page_of(mayor, width=PHONE)
    page.goto(f"/dossier/{frozen.number}/sign-charter")

    _tab_to(page, "name")
    page.keyboard.type(mayor.name)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_text("Getekend op").first).to_be_visible()


def _tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until the field of this name has the focus; it must come within `most` stops."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"Tab never reaches the field {name!r}")
