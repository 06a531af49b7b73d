"""Staff take in a request: who gave it and how, on their own initiative, and many requests at once are slowed down."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.person import Person
from models.request import FoundingRequest
from models.rules.access import Role
from tests.factories import Place
from tests.pages.filling_in_a_request import begin, fill_in
from tests.pages.visiting import Visitor
from webapp.clock import real_now

SignedIn = Callable[[Person], Visitor]


def day(days_ago: int) -> dict[str, str]:
    """The boxes of a day."""
    on = real_now().date() - timedelta(days=days_ago)
    return {"received_on-day": str(on.day), "received_on-month": str(on.month), "received_on-year": str(on.year)}


def test_who_gave_a_request_on_paper_and_when_is_kept_and_shown_to_staff(
    place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    first = desk.read("/aanvraag/namens").submit(
        channel="paper", origin="resident", applicant_name="Paula Papier", handed_in_by="Ann Papier",
        handed_in_relation="dochter", handed_in_note="Drie bladen, ondertekend.", **day(4),
    )  # fmt: skip

    check = fill_in(first.follow(), place)
    assert "afgegeven door Ann Papier (dochter)" in check.text
    number = check.submit().follow().soup.select_one(".confirmation__number strong").get_text()  # type: ignore[union-attr]

    shown = desk.read(f"/dossier/{number}").text
    assert "Ann Papier (dochter)" in shown
    assert "Drie bladen, ondertekend." in shown
    with Session(engine) as session:
        request = session.scalars(select(FoundingRequest)).one()
        assert request.received_on == real_now().date() - timedelta(days=4)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (day(-3), "Deze dag moet nog komen."),
        ({"received_on-day": "31", "received_on-month": "2", "received_on-year": "2026"}, "Deze dag bestaat niet."),
        ({"handed_in_relation": "dochter"}, "Vul ook in wie de aanvraag afgaf."),
        ({"channel": "online"}, "Kies hoe de aanvraag binnenkwam. Alleen een eigen idee komt niet binnen."),
    ],
)
def test_what_can_not_be_is_told_at_its_field(
    place: Place, signed_in: SignedIn, typed: dict[str, str], fault: str
) -> None:
    desk = signed_in(place.people[Role.DESK_OFFICER])
    values = {"channel": "paper", "origin": "resident", "applicant_name": "Paula Papier", **typed}

    answer = desk.read("/aanvraag/namens").submit(**values)

    assert (answer.status, answer.faults) == (422, [fault])


@pytest.mark.parametrize(("role", "origin"), [(Role.DESK_OFFICER, "municipality"), (Role.MANDATED_OFFICER, "police")])
def test_the_municipality_and_the_police_begin_a_founding_of_their_own(
    place: Place, signed_in: SignedIn, engine: Engine, role: Role, origin: str
) -> None:
    staff = signed_in(place.people[role])
    first = staff.read("/aanvraag/namens").submit(channel="online", origin=origin, applicant_name="Onze dienst")

    fill_in(first.follow(), place, aanvrager={"applicant_address": "Markt 1"}).submit()

    with Session(engine) as session:
        case = session.scalars(select(FoundingCase)).one()
        request = session.scalars(select(FoundingRequest)).one()
        assert (request.origin, request.channel) == (origin, "online")
        assert case.initiator_id == place.people[role].id


def test_the_sixth_request_in_a_minute_from_one_address_is_told_to_wait(
    place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    people = [place.resident, place.neighbour]
    answers = []
    for number in range(6):
        visitor = signed_in(people[number % 2])
        check = fill_in(begin(visitor), place)
        visitor.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        answers.append(check.submit())

    assert [answer.status for answer in answers] == [302] * 5 + [429]
    assert answers[-1].title == "Even wachten"
    assert "Probeer het opnieuw over" in answers[-1].text
    with Session(engine) as session:
        assert len(session.scalars(select(FoundingCase)).all()) == 5
