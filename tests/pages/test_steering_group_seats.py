"""The invitation to the stuurgroep as it is answered: from any link of the case, and by nobody else."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.mandate import Mandate
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, approve_minutes, coordinator_of, hold_evening
from tests.pages.conftest import SignedIn

NOW = datetime.now(UTC)


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    """In its charter stage; coordinator and member did not answer yet."""
    with writing(engine) as session:
        case = advance_to(session, place, Stage.INFO_EVENING)
        approve_minutes(session, place, case, hold_evening(session, place, case))
        return case


def _cora(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def test_a_link_to_the_charter_leads_who_was_asked_to_the_invitation_and_then_in(
    engine: Engine, case: FoundingCase, signed_in: SignedIn
) -> None:
    browser = signed_in(_cora(engine, case))
    asked = browser.read(f"/dossier/{case.number}/charter").follow()
    assert asked.path.startswith("/stuurgroep/uitnodiging/")
    assert "U bent voorgesteld als coördinator." in asked.text
    missing = asked.submit()
    assert (missing.status, missing.faults) == (422, ["Kies of u aanvaardt of bedankt."])
    young = asked.submit(answer="accept")
    assert (young.status, young.faults) == (422, ["Wie in de stuurgroep zit, is 18 jaar of ouder. Vink dit aan."])

    welcome = asked.submit(answer="accept", is_of_age="y").follow()

    assert welcome.path == f"/dossier/{case.number}"
    assert "Welkom!" in welcome.text
    assert browser.read(f"/dossier/{case.number}/charter").status == 200


def test_who_declines_sees_nothing_of_the_case(engine: Engine, case: FoundingCase, signed_in: SignedIn) -> None:
    browser = signed_in(_cora(engine, case))
    page = browser.read(f"/dossier/{case.number}").follow()

    thanked = page.submit(answer="decline").follow()

    assert "Dat is genoteerd." in thanked.text
    assert "Er wordt u niets meer gevraagd" in thanked.text
    assert browser.read(f"/dossier/{case.number}").status == 404
    again = page.submit(answer="accept", is_of_age="y")
    assert again.status == 409
    assert "al beantwoord" in again.text


def test_the_invitation_of_somebody_else_does_not_exist(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    asked = signed_in(_cora(engine, case)).read(f"/dossier/{case.number}").follow()
    browser = signed_in(place.neighbour)

    assert browser.read(asked.path).status == 404
    assert browser.read("/stuurgroep/uitnodiging/999999").status == 404
    assert browser.read(f"/dossier/{case.number}").status == 404


def test_the_initiator_who_is_asked_too_sees_the_question_on_the_page_of_the_case(
    engine: Engine, case: FoundingCase, place: Place, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        seat = session.scalars(select(Mandate).where(Mandate.role == Role.COORDINATOR.value)).one()
        seat.person_id = place.resident.id
    page = signed_in(place.resident).read(f"/dossier/{case.number}")

    assert "Zeg of u deze plaats aanvaardt" in page.text
    assert any(link.startswith("/stuurgroep/uitnodiging/") for link in page.links())


def test_staff_see_who_did_not_answer(case: FoundingCase, place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}")

    assert page.text.count("nog niet geantwoord") == 2
