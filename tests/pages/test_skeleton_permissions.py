"""Every route states who may open it, and what it says is what happens."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask, g
from sqlalchemy import Engine

import webapp
from models.database import writing
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, make_place, submitted
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Visitor
from webapp.permissions import ROUTE_PERMISSIONS, may

READY = "gereed"


@pytest.fixture(autouse=True)
def _doors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An audience of tests alone, with one door of each kind; it is there before the app is made."""
    blueprint = Blueprint("doors", __name__)

    @blueprint.get("/deur/ingelogd")
    @may("submit_request")
    def signed_in_only() -> str:
        return READY

    @blueprint.get("/deur/beheer")
    @may("administer")
    def administer() -> str:
        return READY

    @blueprint.get("/deur/<number>/zien")
    @may("see_case", case_argument="number")
    def see(number: str) -> str:
        return f"{READY} {g.case.name}"

    @blueprint.route("/deur/<number>/beslissen", methods=["GET", "POST"])
    @may("decide_as_municipality", case_argument="number")
    def decide(number: str) -> str:
        return READY

    monkeypatch.setattr(webapp, "AUDIENCES", (*webapp.AUDIENCES, blueprint))
    yield
    ROUTE_PERMISSIONS.clear()


def test_who_is_not_signed_in_goes_to_the_sign_in_page_and_back(client: Visitor) -> None:
    answer = client.read("/deur/ingelogd?straat=kerk")

    assert answer.status == 302
    assert answer.location == "/aanmelden?next=/deur/ingelogd?straat%3Dkerk"


def test_who_is_signed_in_passes(place: Place, signed_in: SignedIn) -> None:
    assert place.resident is not None

    assert signed_in(place.resident).get("/deur/ingelogd").get_data(as_text=True) == READY


def test_who_lacks_the_role_is_told_who_may(place: Place, signed_in: SignedIn) -> None:
    page = signed_in(place.people[Role.MAYOR]).read("/deur/beheer")

    assert page.status == 403
    assert "beheerder" in page.text


def test_the_administrator_passes(place: Place, signed_in: SignedIn) -> None:
    assert signed_in(place.people[Role.ADMINISTRATOR]).get("/deur/beheer").status_code == 200


def test_strangers_can_not_tell_a_case_from_one_that_does_not_exist(
    place: Place, engine: Engine, signed_in: SignedIn, client: Visitor
) -> None:
    with writing(engine) as session:
        number = submitted(session, place).number
        elsewhere = make_place(session, "westveld", "WES")
    strangers = [*elsewhere.people.values(), place.neighbour, elsewhere.resident, place.people[Role.ADMINISTRATOR]]

    for person in strangers:
        assert person is not None
        browser = signed_in(person)
        real, unreal = browser.read(f"/deur/{number}/zien"), browser.read("/deur/OOS-2026-9999/zien")
        assert (real.status, unreal.status) == (404, 404)
        assert real.text == unreal.text
    assert client.read(f"/deur/{number}/zien").status == client.read("/deur/OOS-2026-9999/zien").status == 302


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF])
def test_staff_of_the_municipality_and_its_zone_see_the_case(
    place: Place, engine: Engine, signed_in: SignedIn, role: Role
) -> None:
    with writing(engine) as session:
        number = submitted(session, place).number

    answer = signed_in(place.people[role]).get(f"/deur/{number}/zien")

    assert answer.get_data(as_text=True) == f"{READY} BIN Kerkkwartier"


def test_the_initiator_sees_the_case_but_does_not_decide(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    assert place.resident is not None
    with writing(engine) as session:
        number = submitted(session, place).number
    browser = signed_in(place.resident)

    refused = browser.read(f"/deur/{number}/beslissen")

    assert browser.get(f"/deur/{number}/zien").status_code == 200
    assert refused.status == 403
    assert "burgemeester" in refused.text


def test_who_decides_follows_the_setting_of_the_municipality(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        number = advance_to(session, place, Stage.CONSULTATION).number
    mayor, desk = signed_in(place.people[Role.MAYOR]), signed_in(place.people[Role.DESK_OFFICER])
    before = [browser.get(f"/deur/{number}/beslissen").status_code for browser in (mayor, desk)]

    with writing(engine) as session:
        session.merge(place.municipality).settings = {"municipality_decider": "desk_officer"}
    after = [browser.get(f"/deur/{number}/beslissen").status_code for browser in (mayor, desk)]

    assert before == [200, 403]
    assert after == [403, 200]


def test_every_route_states_a_permission(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}

    assert set(ROUTE_PERMISSIONS) == endpoints


def _with_route(monkeypatch: pytest.MonkeyPatch, view: object, rule: str = "/open") -> None:
    blueprint = Blueprint("careless", __name__)
    blueprint.add_url_rule(rule, "door", view)  # type: ignore[arg-type]
    monkeypatch.setattr(webapp, "AUDIENCES", (*webapp.AUDIENCES, blueprint))


def test_a_route_without_permission_does_not_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_route(monkeypatch, lambda: READY)

    with pytest.raises(ValueError, match=r"careless\.door"):
        webapp.create_app()


def test_a_route_with_an_unknown_permission_does_not_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_route(monkeypatch, may("see_everything")(lambda: READY))

    with pytest.raises(ValueError, match="see_everything"):
        webapp.create_app()


@pytest.mark.parametrize("permission", ["see_case", "see_screening", "decide_as_police"])
def test_a_route_about_a_case_that_names_no_case_does_not_start(
    app: Flask, monkeypatch: pytest.MonkeyPatch, permission: str
) -> None:
    _with_route(monkeypatch, may(permission)(lambda: READY))

    with pytest.raises(ValueError, match="case_argument"):
        webapp.create_app()


def test_a_case_argument_that_the_address_lacks_does_not_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_route(monkeypatch, may("see_case", case_argument="number")(lambda: READY), "/dossier/<other>")

    with pytest.raises(ValueError, match="number"):
        webapp.create_app()
