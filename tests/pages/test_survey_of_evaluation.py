"""Who fills in or closes an evaluation reads whether the survey of the members counts, or is still open."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.database import writing
from models.operations.evaluations import evaluating
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import (
    COORDINATOR_VIEW,
    MUNICIPALITY_VIEW,
    POLICE_VIEW,
    Place,
    acting,
    advance_to,
    coordinator_of,
    later,
)
from tests.pages.conftest import SignedIn
from tests.survey_steps import answered, closed, members, opened

ADDRESS = "fill-evaluation-as-coordinator"


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        members(session, place, case)
        evaluating.open_evaluation(
            session, case.id, acting(session, place.people[Role.DESK_OFFICER], later(case)), later(case)
        )
        return case


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def _surveyed(engine: Engine, case: FoundingCase, answers: int, *, is_closed: bool) -> None:
    with writing(engine) as session:
        opened(session, case)
        answered(session, case, settings().secret_key, answers)
        if is_closed:
            closed(session, case)


def _give_views(session: Session, place: Place, case: FoundingCase) -> None:
    at = later(case)
    cora, police, desk = (
        acting(session, one, at)
        for one in (coordinator_of(session, case), place.people[Role.MANDATED_OFFICER], place.people[Role.DESK_OFFICER])
    )
    evaluating.fill_evaluation_as_coordinator(session, case.id, cora, at, view=COORDINATOR_VIEW)
    evaluating.fill_evaluation_as_police(session, case.id, police, at, view=POLICE_VIEW)
    evaluating.fill_evaluation_as_municipality(session, case.id, desk, at, view=MUNICIPALITY_VIEW)
    evaluating.record_discussion(session, case.id, desk, at, discussed_on=day_of(at), discussed_by="alle partners",
                                 conclusions="Goed bezig.")  # fmt: skip


def _read(signed_in: SignedIn, person: Person, case: FoundingCase) -> str:
    return signed_in(person).read(f"/dossier/{case.number}/{ADDRESS}").text


def test_where_nobody_was_asked_the_page_says_so(signed_in: SignedIn, case: FoundingCase, coordinator: Person) -> None:
    assert "De leden zijn in deze periode niet bevraagd." in _read(signed_in, coordinator, case)


def test_a_survey_that_is_open_is_told_with_its_last_day_and_how_many_answered(
    signed_in: SignedIn, engine: Engine, case: FoundingCase, coordinator: Person
) -> None:
    _surveyed(engine, case, 3, is_closed=False)

    page = _read(signed_in, coordinator, case)

    assert "3 van de 12 leden antwoordden. Sluit u de evaluatie eerder af, dan staan de antwoorden niet" in page
    assert "Er zijn nog te weinig antwoorden (minstens 10 nodig)." in page


@pytest.mark.parametrize(
    ("answers", "told"),
    [(9, "Dat is te weinig (minstens 10)"), (10, "Wat ze antwoordden, komt in het verslag.")],
)
def test_a_closed_survey_counts_from_ten_answers_up(
    signed_in: SignedIn, engine: Engine, case: FoundingCase, coordinator: Person, answers: int, told: str
) -> None:
    _surveyed(engine, case, answers, is_closed=True)

    page = _read(signed_in, coordinator, case)

    assert f"{answers} van de 12 leden antwoordden. {told}" in page
    assert "niet bevraagd" not in page


def test_who_closes_the_evaluation_reads_it_too(
    signed_in: SignedIn, engine: Engine, place: Place, case: FoundingCase
) -> None:
    _surveyed(engine, case, 3, is_closed=False)
    with writing(engine) as session:
        _give_views(session, place, case)

    page = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/close-evaluation")

    assert "Er loopt nog een bevraging van de leden" in page.text
