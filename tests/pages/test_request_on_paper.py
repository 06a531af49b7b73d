"""Staff take in a request that somebody handed them on paper."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.database import writing
from models.operations.requests.requesting import request_of
from models.person import Person
from models.rules.access import Role
from tests.factories import Place
from tests.pages.conftest import SignedIn
from tests.pages.filling_in_a_request import fill_in
from tests.pages.visiting import Visitor


@pytest.fixture
def roos(signed_in: SignedIn, place: Place) -> Visitor:
    """The browser of the resident."""
    return signed_in(place.resident)


def test_staff_take_in_a_request_on_paper_and_the_resident_becomes_the_initiator(
    place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    first = desk.read("/aanvraag/namens").submit(
        channel="paper", origin="resident", applicant_name="Paula Papier", applicant_email="Paula@binstart.example"
    )

    answer = fill_in(first.follow(), place).submit()

    assert answer.follow().title == "De aanvraag is verzonden"
    with Session(engine) as session:
        case = session.scalars(select(FoundingCase)).one()
        paula = session.scalars(select(Person).where(Person.email == "paula@binstart.example")).one()
        request = request_of(session, case.id)
        assert (case.initiator_id, case.submitted_by_id) == (paula.id, place.people[Role.DESK_OFFICER].id)
        assert (request.channel, request.applicant_name) == ("paper", "Paula Papier")


@pytest.mark.parametrize("typed", ["paula@binstart.example of jan@elders.example", "paula", "paula@binstart.example,"])
def test_an_address_with_something_behind_it_is_refused_at_its_field(
    typed: str, place: Place, signed_in: SignedIn
) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])

    answer = desk.read("/aanvraag/namens").submit(
        channel="paper", origin="resident", applicant_name="Paula Papier", applicant_email=typed
    )

    assert answer.faults == ["Vul een e-mailadres in, zoals naam@voorbeeld.be."]


def test_a_request_on_paper_of_somebody_without_mail_has_no_account_behind_it(
    place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    first = desk.read("/aanvraag/namens").submit(channel="counter", origin="resident", applicant_name="Paula Papier")

    fill_in(first.follow(), place).submit()

    with Session(engine) as session:
        assert session.scalars(select(FoundingCase)).one().initiator_id is None


@pytest.mark.parametrize("chosen", ["fr", "nl"])
def test_in_brussels_staff_note_in_which_language_it_was_asked(
    chosen: str, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    with writing(engine) as session:
        session.get_one(Authority, place.municipality.id).settings = {"language_regime": "brussels"}
    desk, given = signed_in(place.people[Role.DESK_OFFICER]), {"channel": "paper", "applicant_name": "Paula Papier"}
    refused = desk.read("/aanvraag/namens").submit(**given)
    assert refused.faults == ["Kies een taal."]

    fill_in(refused.submit(language=chosen).follow(), place).submit()

    with Session(engine) as session:
        assert session.scalars(select(FoundingCase)).one().document_language == chosen


def test_elsewhere_staff_are_not_asked_for_a_language(place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.DESK_OFFICER]).read("/aanvraag/namens")

    assert "In welke taal" not in page.text


def test_staff_take_in_requests_for_their_own_municipality_only(
    place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    from tests.factories import make_place

    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES").municipality.id
    desk = signed_in(place.people[Role.DESK_OFFICER])
    first = desk.read("/aanvraag/namens").submit(channel="paper", origin="resident", applicant_name="Paula").follow()

    answer = desk.read(first.path.replace("soort", "gemeente")).submit(municipality_id=str(elsewhere))

    assert answer.status == 422


def test_a_resident_can_not_take_in_a_request_for_somebody_else(roos: Visitor) -> None:
    assert roos.read("/aanvraag/namens").status == 403
