"""All open cases on one map, and the same in a list beside it."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from models.database import writing
from models.operations import requesting
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
