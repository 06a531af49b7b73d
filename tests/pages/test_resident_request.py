"""The founding request as a resident fills it in, page by page."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.area import Area
from models.case import FoundingCase
from models.database import writing
from models.operations.requests.requesting import request_of
from models.person import Person
from models.queries.accounts.people import actor_for
from models.request import RequestDraft
from models.rules.access import Role
from models.settings import settings
from tests.factories import Place, submitted
from tests.pages.filling_in_a_request import begin, fill_in
from tests.pages.visiting import Visitor
from webapp.resident.steps import STEPS

SignedIn = Callable[[Person], Visitor]


@pytest.fixture
def roos(signed_in: SignedIn, place: Place) -> Visitor:
    """The browser of the resident."""
    return signed_in(place.resident)


def test_a_request_goes_from_the_first_page_to_a_case_with_all_its_answers(
    roos: Visitor, place: Place, engine: Engine
) -> None:
    check = fill_in(begin(roos), place)

    answer = check.submit()

    confirmation = answer.follow()
    with Session(engine) as session:
        case = session.scalars(select(FoundingCase)).one()
        request = request_of(session, case.id)
        assert case.number in confirmation.text
        assert f"/dossier/{case.number}" in confirmation.links()
        assert (case.name, case.kind, case.initiator_id) == ("BIN Kerkkwartier", "bin", place.resident.id)
        assert case.applicant_dwelling_id == place.streets[0].dwellings[1].id
        assert request.households == 4
        assert request.expectations == {"police": "Snelle berichten."}
        assert request.objectives == ["safety_feeling", "prevention"]
        assert request.candidate_coordinators == [{"name": "Cora Kandidaat", "email": "", "phone": ""}]
        assert request.applicant_email == place.resident.email
        area = session.get_one(Area, case.area_id)
        assert [(s.street_id, s.side, s.from_number, s.to_number) for s in area.segments] == [
            (place.streets[0].id, "odd", 1, 7)
        ]
        assert area.boundary_text == "Rond de kerk"


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(client: Visitor) -> None:
    page = client.read("/aanvraag")

    assert page.status == 200
    assert "/aanmelden?next=/aanvraag" in page.links()
    assert not page.soup.select("main form")


def test_what_was_typed_is_kept_when_a_page_is_not_in_order(roos: Visitor, place: Place) -> None:
    page = begin(roos)
    page = roos.read(page.path.replace("soort", "motivatie"))

    answer = page.submit(motives="Kort")

    assert answer.status == 422
    assert answer.faults == ["Schrijf minstens één zin."]
    assert "Kort" in roos.read(page.path).text


def test_one_can_stop_on_any_page_and_go_on_later(roos: Visitor) -> None:
    page = begin(roos)
    page = roos.read(page.path.replace("soort", "naam"))

    overview = page.submit(name="BIN Later", button=("action", "later"))

    assert "BIN Later" in overview.follow().text
    assert "BIN Later" in roos.read("/mijn").text


def test_a_street_that_is_not_in_the_register_gets_likely_names_to_choose_from(
    roos: Visitor, place: Place, engine: Engine
) -> None:
    page = begin(roos)
    roos.read(page.path.replace("soort", "gemeente")).submit(municipality_id=str(place.municipality.id))
    area = roos.read(page.path.replace("soort", "gebied"))

    answer = area.submit(**{"segments-0-street": "Kerkstrat"})

    assert answer.status == 422
    choice = answer.soup.select_one("button[name=pick]")
    assert choice is not None
    assert choice.get_text(strip=True) == "Kerkstraat"
    chosen = answer.submit(button=("pick", str(choice["value"]))).follow()
    assert chosen.soup.select_one("[name=segments-0-street]")["value"] == "Kerkstraat"  # type: ignore[index]
    assert "10 woningen" in chosen.text


def test_streets_are_added_counted_and_taken_away_without_a_script(roos: Visitor, place: Place) -> None:
    page = begin(roos)
    roos.read(page.path.replace("soort", "gemeente")).submit(municipality_id=str(place.municipality.id))
    area = roos.read(page.path.replace("soort", "gebied"))

    one = area.submit(**{"segments-0-street": "Kerkstraat"}, button=("action", "add")).follow()
    two = one.submit(**{"segments-1-street": "molenstr.", "segments-1-side": "even"}, button=("action", "add")).follow()
    less = two.submit(button=("remove", "0")).follow()

    assert "10 woningen in de straten" in one.text
    assert "15 woningen in de straten" in two.text
    assert "5 woningen in de straten" in less.text


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({}, "Kies minstens één straat."),
        ({"from_number": "9"}, "Vul de naam van de straat in."),
        (
            {"street": "Kerkstraat", "from_number": "9", "to_number": "3"},
            "Het eerste huisnummer is hoger dan het laatste.",
        ),
        (
            {"street": "Kerkstraat", "from_number": "40", "to_number": "50"},
            "In dit deel van de straat zijn geen woningen bekend.",
        ),
        (
            {"street": "Kerkstraat", "from_number": "1", "to_number": "99"},
            "Het hoogste nummer in deze straat is 10. Vul een lager nummer in, of laat het vak leeg.",
        ),
        ({"street": "Kerkstraat", "from_number": "negen"}, "Vul een getal in, 0 of meer."),
        ({"street": "Kerkstraat", "from_number": "0"}, "Een huisnummer ligt tussen 1 en 99.999."),
        ({"street": "Kerkstraat", "side": "left"}, "Ongeldige keuze: kon niet worden omgezet."),
    ],
)
def test_a_part_of_a_street_that_can_not_be_is_refused_at_its_row(
    roos: Visitor, place: Place, row: dict[str, str], fault: str
) -> None:
    page = begin(roos)
    roos.read(page.path.replace("soort", "gemeente")).submit(municipality_id=str(place.municipality.id))
    area = roos.read(page.path.replace("soort", "gebied"))

    answer = area.submit(**{f"segments-0-{name}": value for name, value in row.items()})

    assert answer.status == 422
    assert len(answer.faults) == 1
    if "side" not in row:
        assert answer.faults == [fault]


def test_a_street_with_a_network_or_a_founding_can_be_chosen_and_the_page_says_so(
    roos: Visitor, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        submitted(session, place)
    page = begin(roos)
    roos.read(page.path.replace("soort", "gemeente")).submit(municipality_id=str(place.municipality.id))
    area = roos.read(page.path.replace("soort", "gebied"))

    shown = area.submit(**{"segments-0-street": "Molenstraat"}, button=("action", "add")).follow()

    assert "Voor BIN Kerkkwartier loopt al een aanvraag in: Molenstraat (oneven nummers tot en met 9)" in shown.text
    unexplained = shown.submit()
    assert (unexplained.status, unexplained.faults) == (
        422, ["In dit gebied is al een netwerk of een aanvraag. Schrijf waarom u toch dit gebied kiest."]
    )  # fmt: skip
    assert "Het gaat om 5 woningen." in shown.text
    assert unexplained.submit(overlap_explanation="Wij wonen aan de andere kant van de beek.").status == 302


def test_a_request_with_pages_left_out_is_not_sent_and_says_what_is_missing(roos: Visitor, engine: Engine) -> None:
    page = begin(roos)
    check = roos.read(page.path.replace("soort", "controleren"))

    answer = check.submit()

    assert answer.status == 422
    assert "Vul een naam in." in answer.faults
    assert "Vink aan dat u begrijpt wat een BIN niet is." in answer.faults
    with Session(engine) as session:
        assert session.scalars(select(FoundingCase)).all() == []


def test_changing_an_answer_from_the_check_leads_back_to_the_check(roos: Visitor, place: Place) -> None:
    check = fill_in(begin(roos), place)
    change = next(link for link in check.links() if "/naam" in link)

    back = roos.read(change).submit(name="BIN Andere Naam").follow()

    assert back.path.endswith("/controleren")
    assert "BIN Andere Naam" in back.text


def test_nobody_sees_or_sends_the_draft_of_somebody_else(
    roos: Visitor, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    path = begin(roos).path
    other = signed_in(place.neighbour)

    assert other.read(path).status == 404
    assert other.read(path.replace("soort", "controleren")).status == 404
    assert other.read(path.replace("soort", "bestaat-niet")).status == 404
    assert roos.read(path.replace("soort", "bestaat-niet")).status == 404


def test_a_request_is_sent_once_however_often_the_button_is_pressed(
    roos: Visitor, place: Place, engine: Engine
) -> None:
    check = fill_in(begin(roos), place)
    check.submit()

    again = [check.submit(), check.in_another_window().submit()]

    assert all(one.location.endswith("/verzonden") for one in again)
    with Session(engine) as session:
        assert len(session.scalars(select(FoundingCase)).all()) == 1


def test_a_request_that_was_begun_can_be_thrown_away_by_its_owner_only(
    roos: Visitor, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    path = begin(roos).path.replace("soort", "weggooien")

    assert signed_in(place.neighbour).read(path).status == 404
    assert roos.read(path).submit().status == 302
    with Session(engine) as session:
        assert session.scalars(select(RequestDraft)).all() == []


def test_a_request_that_was_sent_can_not_be_thrown_away(roos: Visitor, place: Place, engine: Engine) -> None:
    check = fill_in(begin(roos), place)
    page = roos.read(check.path.replace("controleren", "weggooien"))
    check.submit()

    assert page.submit().status == 409


@pytest.mark.parametrize(
    "junk",
    [
        {"segments-0-street": "Kerkstraat", "segments-0-from_number": "9" * 400},
        {"segments-0-street": "Kerkstraat", "segments-0-side": "left", "segments-0-to_number": "-3"},
        {"segments-99999999-street": "Kerkstraat", "segments-x-street": "y", "segments": "z"},
        {f"segments-{number}-street": "Kerkstraat" for number in range(300)},
        {f"candidate_coordinators-{number}-name": "Cora" for number in range(300)},
        {"pick": "0:99999999999999999999", "remove": "x"},
        {"pick": "7:1"},
        {"action": "dance", "validate": "x", "__class__": "y"},
        {"municipality_id": "9" * 30, "kind": "leger", "objectives": ["x", "y"], "households": "veel"},
        {"name": "🏠" * 300, "motives": "x" * 6000, "declaration": ""},
    ],
)
def test_no_answer_breaks_a_page_however_strange(roos: Visitor, place: Place, junk: dict[str, object]) -> None:
    path = begin(roos).path
    roos.read(path.replace("soort", "gemeente")).submit(municipality_id=str(place.municipality.id))

    for step in STEPS:
        page = roos.read(path.replace("soort", step.slug))
        token = page.soup.select_one("main [name=csrf_token]")["value"]  # type: ignore[index]
        for action in ("continue", "add", "later"):
            sent = {"action": action, **junk, "csrf_token": token}
            assert roos.send(page.path, sent).status in (302, 422)
        assert roos.read(path.replace("soort", step.slug)).status == 200
        assert roos.read(path.replace("soort", "controleren")).status == 200


def test_a_program_that_fills_in_the_hidden_field_is_turned_away(roos: Visitor, place: Place, engine: Engine) -> None:
    check = fill_in(begin(roos), place)

    answer = check.submit(website="https://koop-nu.example")

    assert answer.status == 422
    with Session(engine) as session:
        assert session.scalars(select(FoundingCase)).all() == []


def test_the_fourth_request_of_one_person_in_a_day_is_refused(roos: Visitor, place: Place, engine: Engine) -> None:
    for _number in range(3):
        assert fill_in(begin(roos), place).submit().status == 302

    answer = fill_in(begin(roos), place).submit()

    assert answer.status == 429
    with Session(engine) as session:
        assert len(session.scalars(select(FoundingCase)).all()) == 3


def test_outside_the_demonstration_a_request_takes_longer_than_three_seconds(
    roos: Visitor, place: Place, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = fill_in(begin(roos), place)
    monkeypatch.setattr(settings(), "demonstration", False)

    too_fast = check.submit()
    with writing(engine) as session:
        session.scalars(select(RequestDraft)).one().created_at = datetime.now(UTC) - timedelta(minutes=5)
    slow_enough = check.submit()

    assert too_fast.status == 422
    assert slow_enough.status == 302


def test_the_initiator_completes_what_was_asked(
    roos: Visitor, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    from models.operations.requests.requesting import ask_completion

    with writing(engine) as session:
        case = submitted(session, place, datetime.now(UTC))
        number, case_id = case.number, case.id
        desk = actor_for(session, place.people[Role.DESK_OFFICER].id, datetime.now(UTC).date())
        ask_completion(session, case_id, desk, datetime.now(UTC), reason="Hoeveel huizen zijn er?")
    page = roos.read(f"/dossier/{number}/complete-request")
    assert "Hoeveel huizen zijn er?" in page.text

    empty = page.submit()
    done = page.submit(addition="Het zijn er twintig.", households="20", **{"expectations-police": "Snel."})

    assert (empty.status, empty.faults) == (422, ["Vul dit in."])
    assert done.status == 302
    with Session(engine) as session:
        request = request_of(session, case_id)
        assert request.households == 20
        assert request.motives.endswith("Het zijn er twintig.")
        assert request.completion_asked == ""


def test_the_initiator_withdraws_with_a_reason(roos: Visitor, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        number = submitted(session, place, datetime.now(UTC)).number
    page = roos.read(f"/dossier/{number}/withdraw-request")

    empty = page.submit()
    done = page.submit(reason="Wij verhuizen.")

    assert empty.status == 422
    assert done.status == 302
    with Session(engine) as session:
        assert session.scalars(select(FoundingCase)).one().end == "withdrawn"
    assert number in roos.read("/mijn").text
