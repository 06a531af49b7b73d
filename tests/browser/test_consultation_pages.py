"""The pages of the consultation in a real browser, for every role that sees them: no barriers, they fit, no scripts."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.operations.consultation import consulting
from models.opinion import Opinion
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.advice_steps import ask_outside
from tests.browser.conftest import DESKTOP, PHONE, PageOf, barriers, overflow, press
from tests.factories import Place, acting, advance_to, later, make_place
from tests.pages.action_examples import with_contact, with_police_approval

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
Ready = Callable[[Session, Place], FoundingCase]
NOW = datetime.now(UTC)
LONG = "Geen borden aan de kerk, en de wijkinspecteur is bij elke vergadering aanwezig. " * 3


def in_consultation(session: Session, place: Place) -> FoundingCase:
    return advance_to(session, place, Stage.CONSULTATION)


def with_conditions(session: Session, place: Place) -> FoundingCase:
    case = in_consultation(session, place)
    consulting.decide_as_police(session, case.id, acting(session, place.people[C], later(case)), later(case),
                                is_approved=True, reason="Goed voorbereid.", conditions=[LONG] * 5)  # fmt: skip
    return case


SCREENS = [
    *((in_consultation, role, "/afspraken") for role in (D, M, P, C, Role.INITIATOR)),
    (in_consultation, D, "/edit-agreement"),
    (in_consultation, Role.INITIATOR, "/answer-agreement"),
    *((with_conditions, role, "") for role in (D, M, P, C, Role.INITIATOR)),
    (with_conditions, M, "/decide-as-municipality"),
    (with_police_approval, C, "/correct-decision"),
    *((with_contact, role, "") for role in (D, M, C, Role.INITIATOR)),
    (with_contact, P, "/record-administrative-contact"),
]


@pytest.mark.parametrize(("ready", "role", "more"), SCREENS)
def test_a_page_of_the_consultation_has_no_barriers_and_fits(
    ready: Ready, role: Role, more: str, page_of: PageOf, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        case = ready(session, place)
    person = place.resident if role is Role.INITIATOR else place.people[role]
    for width in (PHONE, DESKTOP):
        page: Page = page_of(person, width=width)
        answer = page.goto(f"/dossier/{case.number}{more}")
        assert answer is not None
        assert answer.status == 200
        assert (barriers(page), overflow(page)) == ([], 0), width


@pytest.mark.parametrize("javascript", [True, False])
def test_the_agreement_is_changed_and_answered_on_a_phone(
    page_of: PageOf, place: Place, engine: Engine, javascript: bool
) -> None:
    with writing(engine) as session:
        number = in_consultation(session, place).number
    desk = page_of(place.people[D], width=PHONE, javascript=javascript)
    desk.goto(f"/dossier/{number}/edit-agreement")
    desk.locator("textarea").first.fill("Er waren vier inbraken in onze straat.")
    with desk.expect_navigation(wait_until="load"):
        desk.locator("main form button").first.click()

    resident = page_of(place.resident, width=PHONE, javascript=javascript)
    resident.goto(f"/dossier/{number}/afspraken")

    expect(resident.get_by_text("Er waren vier inbraken in onze straat.").first).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_own_home_delegations_and_asked_opinions_have_no_barriers(
    page_of: PageOf, place: Place, engine: Engine, width: int
) -> None:
    with writing(engine) as session:
        case, other = in_consultation(session, place), make_place(session, "westveld", "WES")
        opinion: Opinion = ask_outside(session, place, case, NOW, email=other.people[P].email)
        address = f"/adviezen/{opinion.id}"
    for person, path in (
        (place.people[P], "/account/woonplaats"),
        (place.people[Role.ADMINISTRATOR], "/beheer/oosterbeke/delegaties"),
        (place.people[Role.ADMINISTRATOR], "/beheer/oosterbeke/delegaties/nieuw"),
        (other.people[P], "/werklijst"),
        (other.people[P], address),
    ):
        page = page_of(person, width=width)
        page.goto(path)
        assert (barriers(page), overflow(page)) == ([], 0), path


def test_where_one_lives_is_told_without_scripts_on_a_phone(page_of: PageOf, place: Place) -> None:
    page = page_of(place.people[P], width=PHONE, javascript=False)
    page.goto("/account/woonplaats")
    page.get_by_label("In een gemeente waarvoor ik werk").check()
    page.get_by_label("Uw adres").fill("Kerkstraat 4, 9994 Oosterbeke")
    press(page, "Bewaren")

    expect(page.get_by_text("Bewaard waar u woont.")).to_be_visible()
