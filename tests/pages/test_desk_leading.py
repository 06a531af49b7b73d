"""Leading the evening in the browser: notes by item, the big screen that follows, and the results that follow."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.info_evening import InfoEvening
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS
from tests.factories import Place
from tests.pages.action_examples import with_evening_held, with_evening_today
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page, Visitor

CODES, TITLES = list(AGENDA_ITEMS), list(AGENDA_ITEMS.values())


@pytest.fixture
def case(place: Place, engine: Engine) -> FoundingCase:
    """A case whose evening is going on."""
    with writing(engine) as session:
        return with_evening_today(session, place)


@pytest.fixture
def chair(case: FoundingCase, place: Place, signed_in: SignedIn) -> Visitor:
    """The laptop of the desk."""
    return signed_in(place.people[Role.DESK_OFFICER])


def notes(engine: Engine) -> dict[str, str]:
    with Session(engine) as session:
        return session.scalars(select(InfoEvening.notes)).one()


def on_screen(chair: Visitor, case: FoundingCase) -> str:
    page = chair.read(f"/dossier/{case.number}/projector")
    assert page.soup.h1 is not None
    return page.soup.h1.get_text()


def lead(chair: Visitor, case: FoundingCase, item: str = "") -> Page:
    """The page with this item open."""
    return chair.read(f"/dossier/{case.number}/leiden" + (f"?punt={item}" if item else ""))


def note(page: Page, case: FoundingCase, text: str, **more: str) -> Page:
    """Save what was said on the item that is open."""
    return page.submit(f"/dossier/{case.number}/leiden", text=text, **more)


def test_the_evening_goes_from_item_to_item_with_its_notes_and_the_screen_follows(
    case: FoundingCase, engine: Engine, chair: Visitor
) -> None:
    assert on_screen(chair, case) == TITLES[0]

    following = note(lead(chair, case), case, "De politie legt uit wat een BIN is.", next="1").follow()

    assert notes(engine) == {CODES[0]: "De politie legt uit wat een BIN is."}
    assert on_screen(chair, case) == TITLES[1]
    assert "De politie legt uit wat een BIN is." in following.text
    assert following.soup.select_one("form:has(textarea) input[name=item]")["value"] == CODES[1]


def test_a_note_on_another_item_leaves_the_screen_where_it_is(
    case: FoundingCase, engine: Engine, chair: Visitor
) -> None:
    note(lead(chair, case, CODES[4]), case, "Drie kandidaten melden zich.").follow()

    assert notes(engine) == {CODES[4]: "Drie kandidaten melden zich."}
    assert on_screen(chair, case) == TITLES[0]


def test_the_screen_can_be_moved_from_both_pages(case: FoundingCase, chair: Visitor) -> None:
    button = f"/dossier/{case.number}/leiden/scherm"
    lead(chair, case).submit(button, item=CODES[3]).follow()
    assert on_screen(chair, case) == TITLES[3]

    screen = chair.read(f"/dossier/{case.number}/projector")
    back = screen.submit(button).follow()  # the first of its buttons: the item before
    assert back.path == f"/dossier/{case.number}/projector"
    assert on_screen(chair, case) == TITLES[2]


def test_the_screen_of_the_hall_names_nobody_who_is_signed_in(case: FoundingCase, place: Place, chair: Visitor) -> None:
    assert place.people[Role.DESK_OFFICER].name not in chair.read(f"/dossier/{case.number}/projector").text


def test_two_who_note_the_same_item_see_what_both_typed(case: FoundingCase, engine: Engine, chair: Visitor) -> None:
    page = lead(chair, case)
    note(lead(chair, case), case, "De eerste.")

    again = note(page, case, "De tweede.")

    assert again.status == 409
    assert "De eerste." in again.text
    assert "De tweede." in again.text
    assert notes(engine) == {CODES[0]: "De eerste."}


def test_a_name_is_refused_at_the_field_and_nothing_typed_is_lost(
    case: FoundingCase, place: Place, engine: Engine, chair: Visitor
) -> None:
    assert place.resident is not None

    page = note(lead(chair, case), case, f"{place.resident.name} stelt een vraag.")

    assert page.status == 422
    assert "een bewoner" in page.faults[0]
    assert f"{place.resident.name} stelt een vraag." in page.text
    assert notes(engine) == {}


def test_the_results_begin_with_what_was_noted(case: FoundingCase, chair: Visitor) -> None:
    note(lead(chair, case), case, "De politie legt uit wat een BIN is.").follow()

    form = chair.read(f"/dossier/{case.number}/record-info-evening").soup

    assert (
        form.select_one(f"textarea[name=items-{CODES[0]}-result]").get_text().strip()
        == "De politie legt uit wat een BIN is."
    )


def test_a_vote_is_opened_about_the_item(case: FoundingCase, chair: Visitor) -> None:
    link = next(one for one in lead(chair, case, CODES[6]).links() if "over=" in one)

    chosen = chair.read(link).soup.select_one("select[name=about] option[selected]")

    assert chosen["value"] == CODES[6]


def test_once_the_results_are_noted_there_is_nothing_to_lead(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        held = with_evening_held(session, place)

    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{held.number}/leiden")

    assert page.status == 409
    assert "zijn genoteerd" in page.text


def test_the_mayor_does_not_lead_the_evening(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    assert signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/leiden").status == 403


def test_at_the_item_of_the_objectives_the_chair_reads_what_was_agreed(case: FoundingCase, chair: Visitor) -> None:
    on_it, elsewhere = lead(chair, case, "approval_of_network"), lead(chair, case, CODES[0])

    agreed = on_it.soup.select_one("#afspraken")
    assert agreed is not None
    said = agreed.get_text(" ", strip=True)
    assert [
        words for words in ("Waarom", "Doelstellingen", "Van de politie", "Snelle berichten.") if words not in said
    ] == []
    assert elsewhere.soup.select_one("#afspraken") is None
