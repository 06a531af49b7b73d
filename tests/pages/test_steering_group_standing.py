"""A newer standing text on the pages: told on the overview and at the section, looked at, followed or not."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.charter_steps import freeze, save, section, write_standing
from tests.factories import Place, advance_to, coordinator_of, fill_charter, later, make_place, screen
from tests.operations.test_moving_standing import NEW, OLD


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """A charter that began with the old text, of which people changed a word; then a newer one was written."""
    with writing(engine) as session:
        write_standing(session, place, OLD)
        case = advance_to(session, place, Stage.CHARTER)
        save(session, case, "members", {"text": OLD.replace("18", "21")})
        write_standing(session, place, NEW)
        write_standing(session, place, "De politie doet dit.", "police_tasks")
        return case


@pytest.fixture
def cora(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _text(engine: Engine, case: FoundingCase, code: str) -> str:
    with Session(engine) as session:
        return str(section(session, case, code).content["text"])


def test_the_overview_tells_it_and_all_without_a_choice_follow_at_once(signed_in, engine, case, cora) -> None:
    browser = signed_in(cora)
    page = browser.read(f"/dossier/{case.number}/charter")
    assert "Er is een nieuwere standaardtekst" in page.text
    assert "(u moet kiezen)" in page.text
    assert "begon met de standaardtekst van Oosterbeke van" in page.text

    answer = page.submit(to=f"/dossier/{case.number}/charter-standaardtekst")

    assert "1 onderdeel volgt nu" in answer.follow().text
    assert _text(engine, case, "police_tasks") == "De politie doet dit."
    assert _text(engine, case, "members") == OLD.replace("18", "21")


def test_the_difference_is_looked_at_and_a_choice_is_needed(signed_in, engine, case, cora) -> None:
    section_page = signed_in(cora).read(f"/dossier/{case.number}/charter/members")
    address = next(link for link in section_page.links() if "standaardtekst" in link)
    page = signed_in(cora).read(address)
    assert page.soup.select_one("ins").get_text(strip=True) == "toegevoegd:16"
    refused = page.submit()
    assert refused.status == 422
    assert "Kies welke tekst u houdt." in refused.text

    answer = page.submit(choice="ours").follow()

    assert "Het onderdeel volgt nu de nieuwe standaardtekst." in answer.text
    assert _text(engine, case, "members") == OLD.replace("18", "21")
    assert signed_in(cora).read(address).status == 409
    assert page.submit(choice="new").status == 409


def test_nobody_of_elsewhere_nor_a_reader_follows_it(signed_in, engine, case, place) -> None:
    with writing(engine) as session:
        strange = make_place(session, "westveld", "WES")
    address = f"/dossier/{case.number}/charter/members/standaardtekst"

    assert signed_in(strange.people[Role.DESK_OFFICER]).read(address).status == 404
    assert signed_in(place.people[Role.MAYOR]).read(address).status == 403
    own = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/charter")
    every = f"/dossier/{case.number}/charter-standaardtekst"
    assert own.submit(to=every, fingerprint="0" * 64).status == 409
    assert own.submit(to=every, seen="idea:1").status == 409
    desk = signed_in(place.people[Role.DESK_OFFICER])
    for code, status in (("area", 409), ("nothing", 404)):
        assert desk.read(f"/dossier/{case.number}/charter/{code}/standaardtekst").status == status


def test_a_frozen_text_follows_nothing(signed_in, engine, case, place, cora) -> None:
    page = signed_in(cora).read(f"/dossier/{case.number}/charter/members/standaardtekst")
    overview = signed_in(cora).read(f"/dossier/{case.number}/charter")
    with writing(engine) as session:
        held = session.get_one(FoundingCase, case.id)
        screen(session, place, held, later(held))
        fill_charter(session, place, held, later(held))
        freeze(session, place, held)

    assert page.submit(choice="new").status == 409
    assert overview.submit(to=f"/dossier/{case.number}/charter-standaardtekst").status == 409
    assert _text(engine, case, "members") == OLD.replace("18", "21")
