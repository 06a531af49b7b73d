"""The area of a request: for each kind of network, with what the script shows while one types, and its map."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.case import FoundingCase
from models.database import writing
from models.operations.requests import requesting
from models.person import Person
from models.queries.accounts.people import actor_for
from models.request import RequestDraft
from models.rules.access import Role
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import Place, advance_to, answers_for, make_place, submitted
from tests.pages.filling_in_a_request import begin, fill_in
from tests.pages.visiting import Page, Visitor
from webapp.clock import real_now

SignedIn = Callable[[Person], Visitor]


@pytest.fixture
def roos(signed_in: SignedIn, place: Place) -> Visitor:
    """The browser of the resident."""
    return signed_in(place.resident)


def area_page(visitor: Visitor, place: Place, kind: str = "bin") -> Page:
    """The page of the area, with the kind and the municipality chosen."""
    first = begin(visitor)
    first.submit(kind=kind)
    visitor.read(first.path.replace("soort", "gemeente")).submit(municipality_id=str(place.municipality.id))
    return visitor.read(first.path.replace("soort", "gebied"))


def save(page: Page, **typed: str) -> Page:
    """What the script sends while somebody types."""
    form = page.soup.select_one("form[data-save]")
    assert form is not None
    token = form.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    return page.visitor.send(str(form["data-save"]), {"csrf_token": token, **typed})


def test_a_sector_is_asked_for_its_members_and_not_for_streets(roos: Visitor, place: Place, engine: Engine) -> None:
    empty = area_page(roos, place, "sector").submit(boundary_text="")
    assert empty.faults == ["Schrijf wie de leden zijn."]
    assert not empty.soup.select("[name=segments-0-street]")

    members = {"boundary_text": "De land- en tuinbouwers van heel de gemeente."}
    check = fill_in(begin(roos), place, soort={"kind": "sector"}, gebied=members, woningen={"households": "40"})
    sent = check.submit()

    assert sent.status == 302
    with Session(engine) as session:
        case = session.scalars(select(FoundingCase)).one()
        assert (case.area.scope, case.area.segments) == ("members", [])
        number = case.number
    shown = roos.read(f"/dossier/{number}").text
    assert "De leden van de sector in Oosterbeke" in shown
    assert "De land- en tuinbouwers van heel de gemeente." in shown


def test_businesses_choose_streets_or_the_whole_municipality(roos: Visitor, place: Place, engine: Engine) -> None:
    page = area_page(roos, place, "bin_z")
    assert page.submit(scope="streets").faults == ["Kies minstens één straat."]

    check = fill_in(begin(roos), place, soort={"kind": "bin_z"}, gebied={"scope": "municipality"},
                    woningen={"households": "40"})  # fmt: skip

    assert "Heel Oosterbeke" in check.text
    assert check.submit().status == 302
    with Session(engine) as session:
        assert session.scalars(select(FoundingCase)).one().area.scope == "municipality"


def test_a_street_of_another_municipality_is_told_with_the_name_of_that_municipality(
    roos: Visitor, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
        session.add(Street(authority_id=elsewhere.municipality.id, name="Zeedijk", normalised_name="zeedijk",
                           postcode="9995", dwelling_count=3))  # fmt: skip

    answer = area_page(roos, place).submit(**{"segments-0-street": "Zeedijk"})

    assert answer.faults == [
        "‘Zeedijk’ ligt in Westveld. Een netwerk ligt in één gemeente. Kies een straat van uw gemeente."
    ]


def test_what_is_being_typed_is_kept_and_counted_at_once(roos: Visitor, place: Place, engine: Engine) -> None:
    page = area_page(roos, place)

    answer = save(page, **{"segments-0-street": "Kerkstraat", "segments-0-side": "odd", "boundary_text": "Rond de k"})

    told = answer.response.get_json()
    assert told["area"] == {"rows": {"0": "5 woningen"}, "total": "5 woningen"}
    assert "Rond de k" in roos.read(page.path).text


def test_while_typing_one_is_told_what_can_not_be(roos: Visitor, place: Place) -> None:
    page = area_page(roos, place)

    answer = save(page, **{"segments-0-street": "Kerkstraat", "segments-0-from_number": "9",
                           "segments-0-to_number": "3"})  # fmt: skip

    assert answer.response.get_json()["area"]["rows"] == {"0": "Het eerste huisnummer is hoger dan het laatste."}


def test_nobody_keeps_anything_in_the_request_of_somebody_else(
    roos: Visitor, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    page = area_page(roos, place)
    other = signed_in(place.neighbour)
    strange = begin(other)
    token = strange.soup.select_one("main [name=csrf_token]")["value"]  # type: ignore[index]
    address = str(page.soup.select_one("form[data-save]")["data-save"])  # type: ignore[index]

    assert other.send(address, {"csrf_token": token, "boundary_text": "Van mij"}).status == 404
    assert other.read(page.path.replace("gebied", "gebied.geojson")).status == 404
    with Session(engine) as session:
        assert all("Van mij" not in str(draft.answers) for draft in session.scalars(select(RequestDraft)))


def test_the_map_shows_the_chosen_part_of_a_street_from_our_own_data(roos: Visitor, place: Place) -> None:
    page = area_page(roos, place)
    assert roos.get(page.path.replace("gebied", "gebied.geojson")).get_json(force=True)["features"] == []
    save(page, **{"segments-0-street": "Kerkstraat", "segments-0-to_number": "4"})

    drawn = roos.get(page.path.replace("gebied", "gebied.geojson")).get_json(force=True)["features"]

    chosen = next(one for one in drawn if one["properties"]["what"] == "chosen")
    assert (chosen["properties"]["name"], len(chosen["geometry"]["coordinates"])) == ("Kerkstraat", 4)
    assert {one["properties"]["name"] for one in drawn if one["properties"]["what"] == "street"} == {
        "Kerkstraat", "Molenstraat",
    }  # fmt: skip


def test_an_earlier_attempt_is_shown_while_asking_and_kept_for_staff(
    roos: Visitor, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    with writing(engine) as session:
        first = submitted(session, place, real_now())
        desk = actor_for(session, place.people[Role.DESK_OFFICER].id, real_now().date())
        requesting.refuse_request(session, first.id, desk, real_now(), reason="Jan Peeters vroeg een patrouille.",
                                  may_come_again=False)  # fmt: skip
        number = first.number
    check = fill_in(begin(roos), place)

    asked = roos.read(check.path.replace("controleren", "eerdere-pogingen"))
    assert "BIN Kerkkwartier: geweigerd" in asked.text
    assert "niet opnieuw kon komen" in asked.text
    assert "Peeters" not in asked.text
    case = check.submit().follow().soup.select_one(".confirmation__number strong").get_text()  # type: ignore[union-attr]

    staff = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case}")
    assert f"/dossier/{number}" in staff.links()
    assert "kan niet opnieuw komen" in staff.text
    assert number not in roos.read(f"/dossier/{case}").text


def test_desk_and_police_read_why_an_area_was_chosen_where_something_is(
    roos: Visitor, place: Place, signed_in: SignedIn, engine: Engine
) -> None:
    with writing(engine) as session:
        submitted(session, place, real_now())
    confirmed = fill_in(begin(roos), place).submit().follow()
    number = confirmed.soup.select_one(".confirmation__number strong").get_text()  # type: ignore[union-attr]

    for role in (Role.DESK_OFFICER, Role.MANDATED_OFFICER):
        assert "Wij willen een eigen netwerk." in signed_in(place.people[role]).read(f"/dossier/{number}").text


def test_tiles_come_from_the_one_host_that_was_set(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "img-src 'self' data:;" in client.read("/").headers["Content-Security-Policy"]

    monkeypatch.setattr(settings(), "map_tiles", "https://kaart.example/{z}/{x}/{y}.png")

    policy = client.read("/").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://kaart.example;" in policy
    assert policy.count("kaart.example") == 1


def test_a_house_number_that_nobody_has_is_told(client: Visitor, place: Place, engine: Engine) -> None:
    with Session(engine) as session:
        assert session.scalars(select(Dwelling).where(Dwelling.number == 77)).all() == []

    assert "Nummer 77 kennen wij niet in deze straat." in client.read("/zoek?straat=Kerkstraat 77").text
    assert "kennen wij niet" not in client.read("/zoek?straat=Kerkstraat 7").text


@pytest.mark.parametrize(
    "answers",
    [
        {"kind": "sector", "scope": "members", "boundary_text": "De landbouwers van heel de gemeente."},
        {"kind": "bin_z", "scope": "municipality"},
    ],
)
def test_every_page_of_a_case_without_streets_opens(
    place: Place, signed_in: SignedIn, client: Visitor, engine: Engine, app: Flask, answers: dict[str, str]
) -> None:
    with writing(engine) as session:
        resident = actor_for(session, place.resident.id, real_now().date())
        case = requesting.submit_request(session, resident, real_now(), answers_for(place, segments=(), **answers))
        number = advance_to(session, place, Stage.INFO_EVENING, case).number
    desk = signed_in(place.people[Role.DESK_OFFICER])
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.arguments == {"number"}]

    broken = [rule.rule for rule in rules if desk.get(rule.rule.replace("<number>", number)).status_code >= 500]
    assert (len(rules) > 20, broken) == (True, [])
    for rule in app.url_map.iter_rules():
        if rule.arguments == {"public_number"} and "GET" in rule.methods:
            assert client.get(rule.rule.replace("<public_number>", number)).status_code < 500, rule.rule
    for rule in app.url_map.iter_rules():
        if not rule.arguments and "GET" in rule.methods and rule.rule not in ("/afmelden",):
            assert desk.get(rule.rule).status_code < 500, rule.rule
