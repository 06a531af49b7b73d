"""Three people write one charter at the same time, in three browsers: nothing is lost, whatever falls away."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.browser.conftest import DESKTOP, PHONE, PageOf, barriers, overflow, press
from tests.charter_steps import save, section
from tests.factories import Place, advance_to, coordinator_of

FIRST = "Leden bellen eerst de politie. Wie iets ziet, meldt het. Niemand patrouilleert."


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """Its members section holds FIRST."""
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CHARTER)
        save(session, case, "members", {"text": FIRST})
        return case


@pytest.fixture
def three(page_of: PageOf, engine: Engine, place: Place, case: FoundingCase) -> list[Page]:
    """The coordinator on a phone, desk and police on a desktop, all in the section on members."""
    with Session(engine) as session:
        coordinator = coordinator_of(session, case)
    people = (coordinator, place.people[Role.DESK_OFFICER], place.people[Role.MANDATED_OFFICER])
    pages = [page_of(person, width=PHONE if person is coordinator else DESKTOP) for person in people]
    for page in pages:
        page.goto(f"/dossier/{case.number}/charter/members")
    return pages


def _text(engine: Engine, case: FoundingCase) -> str:
    with Session(engine) as session:
        return str(section(session, case, "members").content["text"])


def _replace(page: Page, old: str, new: str) -> None:
    field = page.locator("[name=text]")
    field.fill(field.input_value().replace(old, new))


def _wait_until_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("Bewaard om", timeout=15_000)


def test_what_three_people_type_at_once_is_all_in_the_text(
    three: list[Page], engine: Engine, case: FoundingCase
) -> None:
    coordinator, desk, police = three
    _replace(coordinator, "eerst", "altijd eerst")
    _replace(desk, "meldt het", "meldt het meteen")
    _replace(police, "Niemand patrouilleert.", "Niemand patrouilleert of achtervolgt.")
    for page in three:
        _wait_until_saved(page)

    both = (
        "Leden bellen altijd eerst de politie. Wie iets ziet, meldt het meteen. Niemand patrouilleert of achtervolgt."
    )
    assert _text(engine, case) == both
    expect(police.locator("[data-others]")).to_contain_text("Ook hier bezig")
    assert barriers(police) == []
    assert overflow(coordinator) == 0


def test_two_who_change_the_same_word_see_both_texts_and_choose(
    three: list[Page], engine: Engine, case: FoundingCase
) -> None:
    coordinator, desk, _police = three
    _replace(desk, "eerst", "meteen")
    _wait_until_saved(desk)

    _replace(coordinator, "eerst", "zelf")
    expect(coordinator.locator("[data-saved]")).to_contain_text("Iemand anders schreef op dezelfde plaats")
    press(coordinator, "Bewaren en naar het volgende onderdeel")

    expect(coordinator.get_by_text("Iemand was u voor").first).to_be_visible()
    assert _text(engine, case) == FIRST.replace("eerst", "meteen")
    coordinator.locator("[name=text]").fill(FIRST.replace("eerst", "meteen zelf"))
    press(coordinator, "Mijn tekst bewaren")
    assert _text(engine, case) == FIRST.replace("eerst", "meteen zelf")


def test_who_types_on_while_the_answer_is_under_way_keeps_what_a_colleague_wrote(
    three: list[Page], engine: Engine, case: FoundingCase
) -> None:
    coordinator, desk, _police = three
    slow = "const real = window.fetch; window.fetch = async (...all) => { const answer = await real(...all); "
    coordinator.evaluate(slow + "await new Promise((go) => setTimeout(go, 1500)); return answer; }")
    _replace(desk, "eerst", "altijd eerst")
    _wait_until_saved(desk)

    field = coordinator.locator("[name=text]")
    with coordinator.expect_response("**/bewaren"):
        field.fill(FIRST + " Ook")
    field.fill(FIRST + " Ook bij twijfel.")

    expect(field).to_have_value(FIRST.replace("eerst", "altijd eerst") + " Ook bij twijfel.", timeout=15_000)
    assert _text(engine, case) == FIRST.replace("eerst", "altijd eerst") + " Ook bij twijfel."


def test_what_was_typed_without_a_connection_is_there_after_a_crash(
    three: list[Page], engine: Engine, case: FoundingCase
) -> None:
    coordinator = three[0]
    coordinator.route("**/bewaren", lambda route: route.abort())
    coordinator.locator("[name=text]").fill(FIRST + " Geschreven in de kelder.")
    coordinator.context.pages[0].wait_for_timeout(50)  # the browser itself falls away before any pause
    kept = coordinator.evaluate("JSON.stringify(localStorage)")
    assert "charter:" in kept
    assert "kelder" not in kept
    again = coordinator.context.new_page()
    coordinator.close(run_before_unload=False)

    again.goto(f"/dossier/{case.number}/charter/members")
    expect(again.get_by_text("In deze browser staat nog tekst die de server niet ontving.")).to_be_visible()
    again.get_by_role("button", name="Die tekst terugzetten").click()
    _wait_until_saved(again)

    assert _text(engine, case) == FIRST + " Geschreven in de kelder."
    again.reload()
    expect(again.locator("[data-offer]")).to_be_hidden()


def test_the_printed_page_follows_what_is_typed(three: list[Page]) -> None:
    desk = three[1]
    picture = desk.locator("img.printed")
    desk.get_by_text("Zo komt het op papier").click()
    expect(picture).to_be_visible(timeout=60_000)
    first = picture.get_attribute("src")

    _replace(desk, "eerst", "altijd eerst")

    expect(picture).not_to_have_attribute("src", str(first), timeout=60_000)
    assert overflow(desk) == 0
    assert barriers(desk) == []


def test_the_panel_says_what_is_unusual_while_one_types(three: list[Page]) -> None:
    desk = three[1]
    expect(desk.locator("[data-lacks]")).to_be_hidden()

    _replace(desk, "Niemand patrouilleert.", "Elke avond patrouilleren er twee leden.")

    expect(desk.locator("[data-lacks]")).to_contain_text("‘patrouilleren’: leden patrouilleren niet", timeout=15_000)
    desk.locator("[data-lacks] a").click()
    expect(desk.locator(":target")).to_have_attribute("name", "text")
    assert barriers(desk) == []
    _replace(desk, "Elke avond patrouilleren er twee leden.", "")
    expect(desk.locator("[data-lacks]")).to_be_hidden(timeout=15_000)
