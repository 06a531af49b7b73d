"""The pages of desk and police in a real browser: no barriers, nothing wider than a phone, and all without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.browser.conftest import DESKTOP, PHONE, PageOf, barriers, overflow, press
from tests.factories import Place, submitted
from tests.insight_steps import play_foundings
from tests.pages.action_examples import (
    at_stage,
    with_charter_sent,
    with_checklist_done,
    with_contact,
    with_evaluation_filled,
    with_evening_held,
    with_evening_planned,
    with_opinion_asked,
    with_police_approval,
)

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
Ready = Callable[[Session, Place], FoundingCase]
SCREENS = [
    (with_opinion_asked, C, ""),
    (with_opinion_asked, C, "/decide-as-police"),
    (with_opinion_asked, D, "/give-opinion/1"),
    (with_contact, P, ""),
    (with_contact, P, "/record-judicial-contact"),
    (with_contact, P, "/record-contact-answer"),
    (with_police_approval, C, "/correct-decision"),
    (submitted, D, "/accept-request"),
    (with_evening_held, P, "/record-info-evening"),
    (with_evening_planned, D, "/appoint-steering-group"),
    (with_evening_held, P, "/approve-minutes-as-police"),
    (with_evening_held, P, "/edit-minutes"),
    (with_evening_held, P, "/verslag"),
    (with_charter_sent, D, "/record-federal-answer"),
    (with_checklist_done, D, "/check-launch-item"),
    (with_evaluation_filled, D, ""),
    (with_evaluation_filled, P, "/fill-evaluation-as-police"),
    (with_evaluation_filled, D, "/dossierlogboek"),
    (with_opinion_asked, P, "/behandeling"),
    (with_opinion_asked, P, "/behandeling/nota"),
]


@pytest.mark.parametrize(("ready", "role", "more"), SCREENS)
def test_a_page_of_a_case_has_no_barriers_and_fits(
    ready: Ready, role: Role, more: str, page_of: PageOf, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        case = ready(session, place)
    page = page_of(place.people[role])
    page.goto(f"/dossier/{case.number}{more}")

    _assert_open_to_all(page)


@pytest.mark.parametrize(
    "address",
    ["/werklijst", "/werklijst/team", "/werklijst/anderen", "/werklijst/alle?toestand=all", "/werklijst/bord",
     "/werklijst/kaart", "/werklijst/zoeken?q=kerkstraat", "/inzicht/dossierlogboeken"],
)  # fmt: skip
def test_the_work_list_has_no_barriers_and_fits(address: str, page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        with_opinion_asked(session, place)
        with_evening_held(session, place)
    page = page_of(place.people[P])
    page.goto(address)

    _assert_open_to_all(page)


@pytest.mark.parametrize(
    "address",
    ["/inzicht", "/inzicht/afloop", "/inzicht/termijnen", "/inzicht/draagvlak", "/inzicht/werklast",
     "/inzicht/wat-als?minimum_registered_dwellings=60", "/inzicht/dossiers?figuur=fase:idea", "/inzicht?waar=alle"],
)  # fmt: skip
def test_the_pages_of_insight_have_no_barriers_and_fit(
    address: str, page_of: PageOf, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        play_foundings(session, place)
    page = page_of(place.people[C])
    page.goto(address)

    _assert_open_to_all(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) == 0


def test_a_mayor_tries_other_rules_on_a_phone_without_scripts(page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        play_foundings(session, place)
    page = page_of(place.people[M], width=PHONE, javascript=False)

    page.goto("/inzicht")
    page.get_by_role("link", name="Wat als?").click()
    page.get_by_label("Minstens zoveel woningen steunen de oprichting").fill("26")
    press(page, "Tonen")
    page.get_by_role("link", name="bekijken: Gingen na de infoavond verder").click()

    expect(page.locator(".work__item")).to_have_count(3)


def test_a_form_with_faults_has_no_barriers_and_leads_to_each_field(
    page_of: PageOf, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        case = with_evening_planned(session, place)
    page = page_of(place.people[D], width=PHONE)
    page.goto(f"/dossier/{case.number}/record-info-evening")
    page.locator(".votes input").first.fill("veel")

    press(page, "Resultaten bewaren")

    assert barriers(page) == []
    page.get_by_role("link", name="Vul een getal in, 0 of meer.").click()
    expect(page.locator(".votes input").first).to_be_focused()


def test_a_chief_decides_on_a_phone_without_scripts(page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        case = with_opinion_asked(session, place)
    page = page_of(place.people[C], width=PHONE, javascript=False)

    page.goto("/werklijst")
    page.get_by_role("link", name="Beslissen namens de politie").click()
    _decide(page)

    expect(page.get_by_text("De beslissing is bewaard.")).to_be_visible()
    expect(page.get_by_text("Goedgekeurd namens de politie")).to_be_visible()
    assert page.url.endswith(f"/dossier/{case.number}")


def test_an_officer_takes_a_case_filters_and_searches_on_a_phone_without_scripts(
    page_of: PageOf, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        case = with_opinion_asked(session, place)
    page = page_of(place.people[P], width=PHONE, javascript=False)

    page.goto(f"/dossier/{case.number}/behandeling")
    press(page, "Ik behandel dit dossier")
    page.goto("/werklijst/bord")
    page.get_by_label("In behandeling bij").select_option("mij")
    press(page, "Filteren")
    expect(page.locator(".board__card")).to_contain_text("Griet Mandaat")
    press(page, "Filters wissen")
    page.get_by_role("link", name="Zoeken").click()
    page.get_by_label("Dossiernummer, naam, straat of persoon").fill("kerkwartier")
    press(page, "Zoeken")

    expect(page.locator(".found").first).to_contain_text(case.number)


def test_the_map_of_cases_is_worked_by_keyboard(page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        case = with_opinion_asked(session, place)
    page = page_of(place.people[P])
    page.goto("/werklijst/kaart")

    shape = page.get_by_role("link", name="BIN Kerkkwartier (Overleg)")
    shape.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith(f"/dossier/{case.number}")


def test_the_desk_names_a_stuurgroep_without_scripts(page_of: PageOf, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        case = at_stage(Stage.INFO_EVENING)(session, place)
    page = page_of(place.people[D], width=PHONE, javascript=False)
    page.goto(f"/dossier/{case.number}/appoint-steering-group")
    rows = page.locator(".seat")
    before = rows.count()

    press(page, "Rij toevoegen")
    expect(rows).to_have_count(before + 1)
    rows.last.get_by_label("Naam").fill("Cora Coördinator")
    rows.last.get_by_label("E-mailadres").fill("cora@binstart.example")
    rows.last.get_by_label("Functie").select_option("coördinator")
    press(page, "Stuurgroep bewaren")

    expect(page.locator("#stuurgroep")).to_contain_text("Cora Coördinator")


def test_the_minutes_are_written_and_compared_on_a_phone_without_scripts(
    page_of: PageOf, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        case = with_evening_held(session, place)
    page = page_of(place.people[P], width=PHONE, javascript=False)

    page.goto(f"/dossier/{case.number}/verslag")
    page.get_by_role("link", name="Verslag aanpassen").click()
    page.get_by_label("Voorstelling van de partners").fill("De wijkinspecteur stelde zich voor.")
    press(page, "Nieuwe versie bewaren")
    page.goto(f"/dossier/{case.number}/verslag")
    page.get_by_label("Vergelijk", exact=True).select_option("1")
    press(page, "Vergelijken")

    expect(page.locator("main ins")).to_contain_text("De wijkinspecteur stelde zich voor.")
    expect(page.locator("main del")).to_contain_text("Besproken.")
    assert overflow(page) == 0


def _assert_open_to_all(page: Page) -> None:
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 800})
        assert barriers(page) == []
        assert overflow(page) == 0


def _decide(page: Page) -> None:
    page.get_by_label("Goedkeuren").check()
    page.get_by_label("Waarom?").fill("De buurt is er klaar voor.")
    press(page, "Beslissing bewaren")
