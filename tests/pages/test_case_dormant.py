"""Networks that seem dormant on the pages: the list, the question, the answer and what was done."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.network import NeighbourhoodNetwork
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of
from tests.pages.conftest import SignedIn


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        network = session.query(NeighbourhoodNetwork).filter_by(case_id=case.id).one()
        network.active_since = network.active_since.replace(year=network.active_since.year - 2)
        return case


def test_from_the_list_to_the_question_the_answer_and_what_was_done(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase
) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    assert "/stille-netwerken" in desk.read("/werklijst").links()
    listed = desk.read("/stille-netwerken")
    assert "Al 6 maanden geen bericht in het logboek · Al 6 maanden geen bijeenkomst" in listed.text
    asked = desk.read(f"/dossier/{case.number}/ask-network").submit().follow()
    assert "Wat deed u?" in asked.text

    with Session(engine) as session:
        cora = signed_in(coordinator_of(session, case))
    page = cora.read(f"/dossier/{case.number}")
    assert f"/dossier/{case.number}/answer-for-network" in page.links()
    form = cora.read(f"/dossier/{case.number}/answer-for-network")
    assert form.submit().faults == ["Kies een antwoord."]
    form.submit(answer="needs_help", note="Wie <b>wil</b> het overnemen?")
    assert f"/dossier/{case.number}/answer-for-network" not in cora.read(f"/dossier/{case.number}").links()

    waiting = desk.read(f"/dossier/{case.number}/ask-network")
    assert "Wij hebben hulp nodig" in waiting.text
    assert "Wie <b>wil</b> het overnemen?" in waiting.text
    assert waiting.submit(follow_up="").faults == ["Vul in wat u deed."]
    closed = waiting.submit(follow_up="Er is een nieuwe coördinator.").follow()
    assert "Er is een nieuwe coördinator." in closed.text


def test_only_who_has_a_part_asks_or_answers(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase
) -> None:
    with Session(engine) as session:
        cora = signed_in(coordinator_of(session, case))

    assert cora.get(f"/dossier/{case.number}/ask-network").status_code == 403
    assert cora.get("/stille-netwerken").status_code == 403
    mayor = signed_in(place.people[Role.MAYOR])
    assert mayor.read("/stille-netwerken").status == 200
    assert mayor.get(f"/dossier/{case.number}/answer-for-network").status_code == 403
