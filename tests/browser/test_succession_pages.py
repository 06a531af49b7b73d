"""Succession and measures in a real browser: without barriers, on a phone without script, no wider than 320 pixels."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from models.case import FoundingCase
from models.database import writing
from models.mandate import Mandate
from models.operations.accounts.web_sessions import hashed
from models.rules.access import Role
from models.rules.procedure import Stage
from tests import measure_steps, succession_steps
from tests.browser.conftest import DESKTOP, PHONE, PageOf, barriers, overflow
from tests.factories import Place, advance_to
from tests.message_steps import a_member

NARROWEST = 320


@pytest.fixture
def addresses(engine: Engine, place: Place) -> dict[str, str]:
    """A coordinator who is removed and appealed, a succession with a candidate, a member with a link."""
    with writing(engine) as session:
        case: FoundingCase = advance_to(session, place, Stage.EVALUATION)
        a_member(session, place, case).token_hash = hashed("nele")
        measure = measure_steps.removed(session, place, case)
        measure_steps.appealed(session, place, case, measure)
        succession = succession_steps.begun(session, place, case)
        token = succession_steps.noted(session, place, case, succession)
        here = f"/dossier/{case.number}"
        return {
            "succession": f"{here}/opvolging",
            "list": f"{here}/maatregelen",
            "measure": f"{here}/maatregelen/{measure.id}",
            "begin": f"{here}/maatregelen/nieuw",
            "appeal": f"{here}/maatregelen/{measure.id}/beroep-beslist",
            "candidate": f"/kandidaat/{token}",
        }


@pytest.mark.parametrize("width", [DESKTOP, NARROWEST])
def test_axe_finds_nothing_on_what_the_police_read(
    page_of: PageOf, place: Place, addresses: dict[str, str], width: int
) -> None:
    page = page_of(place.people[Role.MANDATED_OFFICER], width=width)
    for name in ("succession", "list", "measure", "begin", "appeal"):
        page.goto(addresses[name])
        assert barriers(page) == [], name
        assert overflow(page) == 0, name


def test_who_was_noted_agrees_on_a_phone_without_script(page_of: PageOf, addresses: dict[str, str]) -> None:
    page = page_of(None, width=PHONE, javascript=False)
    page.goto(addresses["candidate"])
    for words in ("jaar of ouder", "Ik woon of werk", "Ik volg het charter", "De politie mag mij screenen"):
        page.get_by_label(words).check()
    assert overflow(page) == 0

    page.get_by_role("button", name="Ik ga akkoord").click()

    expect(page.get_by_role("heading", name="Uw antwoord is bewaard")).to_be_visible()


def test_axe_finds_nothing_on_the_pages_of_who_it_is_about_and_of_a_candidate(
    page_of: PageOf, engine: Engine, place: Place, addresses: dict[str, str]
) -> None:
    with writing(engine) as session:
        case = session.query(FoundingCase).one()
        cora = session.query(Mandate).filter_by(case_id=case.id, role="coordinator").one().person  # the seat is empty
    page = page_of(cora)
    page.goto("/mijn-maatregelen")
    assert barriers(page) == []
    anybody = page_of(None, width=NARROWEST)
    for address in (addresses["candidate"], "/lid/nele", "/lid/nele/kandidaat"):
        anybody.goto(address)
        assert barriers(anybody) == [], address
        assert overflow(anybody) == 0, address
