"""The outcome of an evaluation in a real browser: choosing it, where a merged network went, and papers to bring."""

import pytest
from sqlalchemy import Engine

from models.case import FoundingCase
from models.database import writing
from models.network import slug_of
from models.rules.access import Role
from tests.browser.conftest import PHONE, PageOf, overflow, press
from tests.browser.test_charter_pages import assert_open_to_all
from tests.factories import Place, coordinator_of, later
from tests.message_steps import a_member
from tests.outcome_steps import active, discussed, on_paper

REASON = "De leden van beide buurten stemden voor één netwerk."


@pytest.fixture
def two(engine: Engine, place: Place) -> tuple[FoundingCase, FoundingCase]:
    with writing(engine) as session:
        case, other = active(session, place), active(session, place)
        a_member(session, place, case, "Anna Mail")
        on_paper(session, place, case, "Paula Papier", "5")
        discussed(session, place, case, later(case, 30))
        return case, other


def test_by_keyboard_and_without_script_two_networks_become_one(
    page_of: PageOf, engine: Engine, place: Place, two: tuple[FoundingCase, FoundingCase]
) -> None:
    case, other = two
    page = page_of(place.people[Role.DESK_OFFICER], width=PHONE, javascript=False)
    page.goto(f"/dossier/{case.number}/close-evaluation")
    assert overflow(page) == 0
    page.get_by_label("samenvoegen met een ander BIN").focus()
    page.keyboard.press("Space")
    page.get_by_label("In welk BIN gaat het op?").select_option(slug_of(other))
    page.get_by_label("Waarom?").fill(REASON)
    press(page, "Evaluatie afsluiten")

    page.goto(f"/netwerken/{slug_of(case)}")
    page.get_by_role("button", name=f"Naar {other.name}").click()
    assert page.url.endswith(f"/netwerken/{slug_of(other)}")
    with writing(engine) as session:
        cora = coordinator_of(session, other)
    page = page_of(cora, width=PHONE, javascript=False)
    page.goto(f"/dossier/{other.number}/leden/op-papier")
    assert page.get_by_text("Paula Papier, Kerkstraat 5").is_visible()
    assert overflow(page) == 0


def test_nobody_is_kept_from_deciding_or_from_reading_where_a_network_went(
    page_of: PageOf, engine: Engine, place: Place, two: tuple[FoundingCase, FoundingCase]
) -> None:
    case, other = two
    page = page_of(place.people[Role.DESK_OFFICER])
    page.goto(f"/dossier/{case.number}/close-evaluation")
    assert_open_to_all(page, "close")
    page.get_by_label("samenvoegen met een ander BIN").check()
    page.get_by_label("In welk BIN gaat het op?").select_option(slug_of(other))
    page.get_by_label("Waarom?").fill(REASON)
    press(page, "Evaluatie afsluiten")
    page.goto(f"/netwerken/{slug_of(case)}")
    assert_open_to_all(page, "merged")

    with writing(engine) as session:
        cora = coordinator_of(session, other)
    page = page_of(cora)
    for address in ("leden", "leden/op-papier", ""):
        page.goto(f"/dossier/{other.number}/{address}")
        assert_open_to_all(page, address)
