"""The next meeting of a network on its page, in a calendar, and on the page of a member."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor

SOON = datetime.now(UTC) + timedelta(days=20)
DAY = {"starts_at-day": str(SOON.day), "starts_at-month": str(SOON.month), "starts_at-year": str(SOON.year),
       "starts_at-time": "20.00"}  # fmt: skip
MEETING = {**DAY, "place": "Parochiezaal, Kerkstraat 1", "subject": "Veilig op reis", "audience": "public"}


@pytest.fixture
def case(engine: Engine, place: Place) -> FoundingCase:
    with writing(engine) as session:
        return advance_to(session, place, Stage.EVALUATION)


@pytest.fixture
def coordinator(engine: Engine, case: FoundingCase) -> Person:
    with Session(engine) as session:
        return coordinator_of(session, case)


def test_a_meeting_stands_on_the_page_of_the_network_and_in_a_calendar_and_can_be_cancelled(
    client: Visitor, signed_in: SignedIn, case: FoundingCase, coordinator: Person
) -> None:
    browser, path = signed_in(coordinator), f"/dossier/{case.number}/bijeenkomsten"
    public = f"/netwerken/{case.number.lower()}"
    assert path in browser.read(f"/dossier/{case.number}").links()
    assert browser.read(path).submit().status == 422
    assert "Volgende bijeenkomst" not in client.read(public).text

    assert browser.read(path).submit(**MEETING).status == 302

    page = client.read(public)
    assert "20.00 uur Veilig op reis Parochiezaal, Kerkstraat 1" in page.text
    (event,) = _events(client, f"{public}/bijeenkomsten.ics")
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "0")
    planned = browser.read(path)
    planned.submit(action=planned.soup.select_one("form[action$='/afgelasten']")["action"])
    assert "Gaat niet door:" in client.read(public).text
    (cancelled,) = _events(client, f"{public}/bijeenkomsten.ics")
    assert (cancelled.uid.value, cancelled.status.value, cancelled.sequence.value) == (
        event.uid.value, "CANCELLED", "1")  # fmt: skip


def test_a_meeting_for_members_is_not_told_to_everybody(
    client: Visitor, signed_in: SignedIn, place: Place, case: FoundingCase
) -> None:
    browser = signed_in(place.people[Role.DESK_OFFICER])
    browser.read(f"/dossier/{case.number}/bijeenkomsten").submit(**{**MEETING, "audience": "members"})

    assert "Veilig op reis" not in client.read(f"/netwerken/{case.number.lower()}").text
    assert b"Veilig" not in client.get(f"/netwerken/{case.number.lower()}/bijeenkomsten.ics").data
    assert "alleen leden" in browser.read(f"/dossier/{case.number}/bijeenkomsten").text


def test_who_has_no_say_gets_no_page(client: Visitor, signed_in: SignedIn, place: Place, case: FoundingCase) -> None:
    path = f"/dossier/{case.number}/bijeenkomsten"

    assert signed_in(place.people[Role.MANDATED_OFFICER]).read(path).status == 403
    assert client.get("/netwerken/bestaat-niet/bijeenkomsten.ics").status_code == 404


def _events(client: Visitor, path: str) -> list[vobject.base.Component]:
    return list(vobject.readOne(client.get(path).get_data(as_text=True)).vevent_list)
