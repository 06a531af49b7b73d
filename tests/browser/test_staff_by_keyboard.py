"""What desk, police, stuurgroep and administrator do, each once with the keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.database import writing
from models.mandate import Mandate
from models.message import Message
from models.queries.cases.cases import journal_of
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.browser.conftest import PHONE, PageOf
from tests.browser.test_resident_by_keyboard import enter, tab_to, type_in
from tests.charter_steps import section
from tests.factories import Place, advance_to, coordinator_of
from tests.message_steps import a_member
from tests.pages.action_examples import BY_CODE

MOST_STOPS = 120
ACTIONS = {
    "accept_request": "accept_request",
    "give_opinion": "give_opinion",
    "decide_as_police": "decide",
    "decide_as_municipality": "decide",
    "plan_info_evening": "plan_evening",
    "appoint_steering_group": "appoint_steering_group",
    "record_discussion": "evaluate",
    "decide_launch": "launch",
}


@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=pytest.mark.journey(journey, "keyboard")) for code, journey in ACTIONS.items()]
)
def test_an_action_on_a_case_is_done(code: str, page_of: PageOf, place: Place, engine: Engine) -> None:
    example = BY_CODE[code]
    with writing(engine) as session:
        case = example.ready(session, place)
        person = example.person(session, place, case)
    page = page_of(person, width=PHONE)
    page.goto(example.address(case.number))

    values = {name: str(value) for name, value in example.values.items()}
    is_sure = values.pop("is_sure", "")
    fill_in(page, values)
    if is_sure and page.locator("main [name=is_sure]").count():  # asked for some days only
        fill_in(page, {"is_sure": is_sure})

    with Session(engine) as session:
        assert example.event in [line.event for line in journal_of(session, session.get_one(FoundingCase, case.id))]


@pytest.mark.journey("screen_coordinator", "keyboard")
def test_the_police_screen_a_coordinator(page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CHARTER)
        cora = coordinator_of(session, case)
    page = page_of(place.people[Role.MANDATED_OFFICER], width=PHONE)
    page.goto(f"/dossier/{case.number}/record-screening/{cora.id}")

    fill_in(page, {"result": "suitable"})

    with Session(engine) as session:
        screened = select(Mandate.screening).where(Mandate.person_id == cora.id, Mandate.role == Role.COORDINATOR.value)
        assert session.scalars(screened).all() == ["suitable"]


@pytest.mark.journey("write_charter", "keyboard")
def test_the_coordinator_writes_a_section_of_the_charter(page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CHARTER)
        cora = coordinator_of(session, case)
    page = page_of(cora, width=PHONE)
    page.goto(f"/dossier/{case.number}/charter/members")

    fill_in(page, {"text": "Leden bellen altijd eerst de politie."})

    with Session(engine) as session:
        words = section(session, session.get_one(FoundingCase, case.id), "members").content["text"]
    assert "Leden bellen altijd eerst de politie." in words


@pytest.mark.journey("send_message", "keyboard")
def test_the_coordinator_sends_a_message_to_the_members(page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        a_member(session, place, case)
        cora = coordinator_of(session, case)
    page = page_of(cora, width=PHONE)
    page.goto(f"/dossier/{case.number}/berichten/nieuw")

    tab_to(page, "Nieuws van het netwerk zelf")
    page.keyboard.press("Space")
    type_in(page, "Waarover gaat het, in één regel?", "Vergadering op dinsdag")
    type_in(page, "Het bericht", "We vergaderen op dinsdag om acht uur.")
    enter(page, "Bewaren en bekijken")
    enter(page, "Versturen")

    expect(page.get_by_text("Het bericht vertrekt over", exact=False).first).to_be_visible()
    with Session(engine) as session:
        assert session.scalars(select(Message.state)).all() == ["released"]


@pytest.mark.journey("change_settings", "keyboard")
def test_the_administrator_changes_a_setting(page_of: PageOf, place: Place, engine: Engine) -> None:
    page = page_of(place.people[Role.ADMINISTRATOR], width=PHONE)
    page.goto(f"/beheer/{place.municipality.slug}/instellingen")

    fill_in(page, {"minimum_registered_dwellings": "60"})

    with Session(engine) as session:
        assert session.get_one(Authority, place.municipality.id).settings["minimum_registered_dwellings"] == 60


def fill_in(page: Page, values: dict[str, str]) -> None:
    """Go through the page with Tab, fill in each field of `values` as the focus comes to it, and press its button."""
    open_ = dict(values)
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = page.locator("main :focus")
        if focus.count() == 0:
            continue
        name = focus.get_attribute("name") or ""
        if name in open_:
            _give(page, focus, name, open_.pop(name))
        elif not open_ and _is_the_button(focus):
            with page.expect_navigation(wait_until="load"):
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard never reaches {sorted(open_) or 'the button'} on {page.url}")


def _give(page: Page, focus: Locator, name: str, value: str) -> None:
    kind = focus.evaluate("one => one.type")
    if kind == "radio":
        wanted = page.locator(f"main input[name='{name}'][value='{value}']")
        page.keyboard.press("Space")
        for _step in range(10):
            if wanted.is_checked():
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {name}: {value}")
    if kind == "checkbox":
        page.keyboard.press("Space")
    elif kind == "select-one":
        page.keyboard.type(page.locator(f"main select[name='{name}'] option[value='{value}']").inner_text())
    else:
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(value)


def _is_the_button(focus: Locator) -> bool:
    looks = (focus.get_attribute("class") or "").split()
    return focus.evaluate("one => one.localName") == "button" and "govuk-button--secondary" not in looks
