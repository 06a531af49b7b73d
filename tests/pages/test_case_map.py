"""All open cases on one map, and the same in a list beside it."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.database import writing
from models.operations.requests import requesting
from models.queries.cases.case_shapes import MOST
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to, make_place, submitted
from tests.pages.conftest import SignedIn

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER
MAP, SHAPES = "/werklijst/kaart", "/werklijst/kaart.geojson"


def _drawn(answer: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    shapes = [one["properties"] for one in answer["features"]]
    return sorted(shape["slug"] for shape in shapes if shape["what"] == "network")


def test_map_and_list_show_the_same_open_cases(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        here, further = submitted(session, place), advance_to(session, place, Stage.CHARTER)
        ended = submitted(session, place)
        requesting.refuse_request(session, ended.id, acting(session, place.people[D]), START, reason="Bestaat al.")
    browser = signed_in(place.people[P])

    page = browser.read(MAP)

    listed = [link for link in page.links() if link in (f"/dossier/{one.number}" for one in (here, further, ended))]
    assert listed == [f"/dossier/{here.number}", f"/dossier/{further.number}"]
    assert _drawn(browser.get(SHAPES).json) == sorted([here.number, further.number])
    assert _drawn(browser.get(f"{SHAPES}?fase=charter").json) == [further.number]


def test_nothing_of_elsewhere_is_on_the_map(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        submitted(session, make_place(session, "westveld", "WES"))
    browser = signed_in(place.people[P])

    assert browser.get(SHAPES).json["features"] == []
    assert "WES-" not in browser.read(MAP).text
    assert signed_in(place.resident).get(SHAPES).status_code == 403


def test_the_tiles_that_were_set_lie_under_the_map_of_cases(
    app: Flask, place: Place, engine: Engine, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as session:
        submitted(session, place)
    tiles = {"address": "https://kaart.example/{z}/{x}/{y}.png", "attribution": "Kaart van het voorbeeld"}
    monkeypatch.setitem(app.jinja_env.globals, "map_tiles", tiles)
    browser = signed_in(place.people[P])

    drawn = browser.read(MAP).soup.select_one(".map")

    assert drawn is not None
    assert (drawn["data-tiles"], drawn["data-attribution"]) == tuple(tiles.values())


def test_more_cases_than_outlines_are_all_on_the_map_and_what_has_no_place_is_listed_beneath(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        first = submitted(session, place)
        for number in range(MOST + 1):
            area = Area(segments=[StreetSegment(street_id=place.streets[0].id)])
            session.add(_copy_of(first, number, area))
        session.add(_copy_of(first, MOST + 1, Area(scope="municipality")))
        quiet = _copy_of(first, MOST + 2, Area(segments=[StreetSegment(street_id=place.streets[1].id)]))
        quiet.stage, quiet.due_on = Stage.EVALUATION.value, None
        session.add(quiet)
        session.flush()
    browser = signed_in(place.people[P])

    shapes = [one for one in browser.get(SHAPES).json["features"] if one["properties"]["what"] == "network"]
    page = browser.read(MAP)

    kinds = [one["geometry"]["type"] for one in shapes]
    assert (kinds.count("Polygon"), kinds.count("Point")) == (MOST, 3)
    assert all(len(one["geometry"]["coordinates"]) == 2 for one in shapes if one["geometry"]["type"] == "Point")
    assert quiet.number in [one["properties"]["slug"] for one in shapes]
    assert [link["href"] for link in page.soup.select("#zonder-plaats a")] == [f"/dossier/KOPIE-{MOST + 1}"]
    assert "de hele gemeente" in page.soup.select_one("#zonder-plaats").get_text()
    assert f"Van de {MOST} dossiers" in page.text


def _copy_of(case: FoundingCase, number: int, area: Area) -> FoundingCase:
    """Another case like this one, written as a row: the legal steps for hundreds take too long."""
    columns = {one.key for one in FoundingCase.__table__.columns} - {"id", "area_id", "number"}
    values = {name: getattr(case, name) for name in columns if hasattr(case, name)}
    return FoundingCase(**values, number=f"KOPIE-{number}", area=area)
