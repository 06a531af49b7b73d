"""An amendment on the pages: what is open, what changed in the eyes of who signs, and opening one more section."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.charter_steps import amend, freeze, line_of, save, section
from tests.factories import Place, advance_to, coordinator_of


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """An active network whose communication plan is being amended."""
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        amend(session, place, case, "communication_plan")
        plan = section(session, case, "communication_plan").content
        save(session, case, "communication_plan", {**plan, "test": "elke eerste maandag van mei"})
        return case


def test_the_overview_leads_to_the_open_sections_only_and_shows_what_changes(signed_in, engine, case) -> None:
    with Session(engine) as session:
        cora = coordinator_of(session, case)
    page = signed_in(cora).read(f"/dossier/{case.number}/charter")

    assert f"/dossier/{case.number}/charter/communication-plan" in page.links()
    assert f"/dossier/{case.number}/charter/members" not in page.links()
    assert "Wat verandert er tegenover versie 1?" in page.text
    assert [one.get_text(strip=True) for one in page.soup.select("ins")] == [
        "toegevoegd:elke eerste maandag van mei"
    ]  # fmt: skip
    closed = signed_in(cora).read(f"/dossier/{case.number}/charter/members")
    assert closed.status == 409
    assert "verandert niet in deze wijziging" in closed.text


def test_who_signs_and_who_freezes_reads_what_changed(signed_in, engine, case, place) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    assert "elke eerste maandag van mei" in desk.read(f"/dossier/{case.number}/freeze-charter").text
    with writing(engine) as session:
        freeze(session, place, session.get_one(FoundingCase, case.id))
        line = line_of(session, case, "burgemeester").id

    page = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/sign-charter/{line}")

    assert "Wat verandert er tegenover versie 1?" in page.text
    assert page.soup.select_one("ins").get_text(" ", strip=True).endswith("elke eerste maandag van mei")


def test_one_more_section_is_opened_by_the_desk(signed_in, case, place) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    page = desk.read(f"/dossier/{case.number}/open-section")
    assert page.submit(section="", reason="Ook dit.").status == 422
    assert page.submit(section="communication_plan", reason="Staat al open.").status == 422
    assert page.submit(section="members", reason="").status == 422

    answer = page.submit(section="members", reason="De leeftijd verandert.")

    assert f"/dossier/{case.number}/charter/members" in answer.follow().links()
    assert signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/open-section").status == 403


def test_a_first_charter_has_nothing_to_open_and_no_changes(signed_in, engine, place) -> None:
    with writing(engine) as session:
        first = advance_to(session, place, Stage.CHARTER)
    desk = signed_in(place.people[Role.DESK_OFFICER])

    assert "Wat verandert er" not in desk.read(f"/dossier/{first.number}/charter").text
    assert desk.read(f"/dossier/{first.number}/open-section").status == 409
