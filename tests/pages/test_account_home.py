"""The page on which staff tell where they live, and what their colleagues see of it: that they don't decide."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.database import writing
from models.operations.cases import assigning
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, acting, advance_to, later, make_place
from tests.pages.conftest import SignedIn

P, C = Role.MANDATED_OFFICER, Role.POLICE_CHIEF
PAGE = "/account/woonplaats"
NOT_FOUND = "Dit adres staat niet in het register. Schrijf straat, huisnummer en, als die er is, de bus."


def _home(engine: Engine, person: Person) -> tuple[int | None, bool]:
    with Session(engine) as session:
        kept = session.get_one(Person, person.id)
        return kept.dwelling_id, kept.home_told_on is not None


def test_an_officer_tells_where_they_live_and_reads_it_back(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    officer = signed_in(place.people[P])
    assert "nog niet opgegeven" in officer.read("/account").text

    told = officer.read(PAGE).submit(where="here", address="kerkstraat 4, 9994 Oosterbeke")

    assert "Bewaard waar u woont." in told.follow().text
    assert _home(engine, place.people[P]) == (place.streets[0].dwellings[3].id, True)
    assert officer.read(PAGE).soup.select_one("#address")["value"] == "Kerkstraat 4, 9994 Oosterbeke"


def test_outside_the_area_needs_no_address(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    officer = signed_in(place.people[P])

    assert officer.read(PAGE).submit(where="elsewhere").status == 302
    assert "buiten het gebied waarvoor u werkt" in officer.read("/account").text
    assert _home(engine, place.people[P]) == (None, True)


@pytest.mark.parametrize(("where", "address", "fault"), [
    ("", "", "Kies een van de twee."),
    ("here", "", "Vul uw adres in."),
    ("here", "Kerkstraat 99, 9994 Oosterbeke", NOT_FOUND),
    ("here", "Kerkstraat", NOT_FOUND),
    ("here", "x" * 201, "Dit is te lang: hoogstens 200 tekens."),
    ("nowhere", "", "Ongeldige keuze."),
])  # fmt: skip
def test_what_can_not_be_found_is_said_at_its_field_and_kept(
    place: Place, engine: Engine, signed_in: SignedIn, where: str, address: str, fault: str
) -> None:
    page = signed_in(place.people[P]).read(PAGE).submit(where=where, address=address)

    assert (page.status, page.faults) == (422, [fault])
    assert page.soup.select_one("#address").get("value", "") == address
    assert _home(engine, place.people[P]) == (None, False)


def test_an_address_in_two_municipalities_of_the_zone_asks_the_postcode(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        other = make_place(session, "westveld", "WES", session.merge(place.zone))
        other.streets[0].postcode = "9995"

    page = signed_in(place.people[P]).read(PAGE).submit(where="here", address="Kerkstraat 4")

    assert page.faults == ["Dit adres bestaat in meer dan een gemeente. Schrijf de postcode erbij."]
    assert page.submit(where="here", address="Kerkstraat 4, 9995 Westveld").status == 302


def test_colleagues_see_that_somebody_does_not_decide_and_never_where_they_live(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
        number = case.number
        assigning.take_case(session, case.id, acting(session, place.people[P]), later(case))
    signed_in(place.people[C]).read(PAGE).submit(where="here", address="Kerkstraat 4, 9994 Oosterbeke")

    page = signed_in(place.people[P]).read(f"/dossier/{number}/behandeling/doorgeven")

    assert f"{place.people[C].name} (beslist niet over dit dossier)" in page.text
    assert "Kerkstraat 4" not in page.text


def test_a_resident_has_no_such_page(place: Place, signed_in: SignedIn) -> None:
    assert signed_in(place.resident).read(PAGE).status == 403
    assert "woonplaats" not in str(signed_in(place.resident).read("/account").soup)
