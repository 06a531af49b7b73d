"""Screening the coordinators on screen."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.mandate import Mandate
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of, make_place
from tests.pages.conftest import SignedIn


@pytest.fixture
def young_case(engine: Engine, place: Place) -> FoundingCase:
    """A case whose coordinator was not screened yet."""
    with writing(engine) as session:
        return advance_to(session, place, Stage.CHARTER)


def screening_page(signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase):
    browser = signed_in(place.people[Role.MANDATED_OFFICER])
    listed = browser.read(f"/dossier/{case.number}/record-screening")
    return browser.read(next(link for link in listed.links() if "/record-screening/" in link))


@pytest.mark.journey("screen_coordinator", "without_scripts")
def test_the_police_note_that_a_coordinator_is_suitable(signed_in, engine, place, young_case) -> None:
    answer = screening_page(signed_in, engine, place, young_case).submit(result="suitable")

    assert answer.status == 302
    with Session(engine) as session:
        mandate = session.scalars(select(Mandate).where(Mandate.role == "coordinator")).one()
    assert mandate.screening == "suitable"


def test_a_screening_without_outcome_is_refused_beside_the_field(signed_in, engine, place, young_case) -> None:
    answer = screening_page(signed_in, engine, place, young_case).submit()

    assert answer.status == 422
    assert answer.soup.select_one("#result-error")


def test_a_screening_that_was_noted_can_be_put_right(signed_in, engine, place, young_case) -> None:
    screening_page(signed_in, engine, place, young_case).submit(result="suitable")

    answer = screening_page(signed_in, engine, place, young_case).submit(result="not_suitable")

    assert answer.status == 302
    with Session(engine) as session:
        mandate = session.scalars(select(Mandate).where(Mandate.role == "coordinator")).one()
    assert mandate.until is not None


def test_nobody_but_the_police_sees_the_outcome(signed_in, engine, place, young_case) -> None:
    screening_page(signed_in, engine, place, young_case).submit(result="suitable")
    with Session(engine) as session:
        coordinator = coordinator_of(session, young_case)

    for person in (coordinator, place.people[Role.DESK_OFFICER], place.people[Role.MAYOR], place.resident):
        browser = signed_in(person)
        assert "geschikt" not in browser.read(f"/dossier/{young_case.number}/charter").text
        assert browser.read(f"/dossier/{young_case.number}/record-screening").status == 403
    police = signed_in(place.people[Role.POLICE_CHIEF])
    assert "geschikt sinds" in police.read(f"/dossier/{young_case.number}/charter").text


def test_police_of_another_zone_do_not_know_the_case(signed_in, engine, place, young_case) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        coordinator = coordinator_of(session, young_case)
    officer = signed_in(elsewhere.people[Role.MANDATED_OFFICER])

    assert officer.read(f"/dossier/{young_case.number}/record-screening/{coordinator.id}").status == 404


def test_somebody_who_is_no_coordinator_has_no_screening_page(signed_in, place, young_case) -> None:
    officer = signed_in(place.people[Role.MANDATED_OFFICER])

    assert officer.read(f"/dossier/{young_case.number}/record-screening/{place.resident.id}").status == 404
