"""The public pages: is there a BIN in my street, which networks there are, and what a BIN is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.area import Area, StreetSegment
from models.database import writing
from models.document import Document
from models.network import NeighbourhoodNetwork
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, make_place, submitted
from tests.pages.visiting import Visitor


def a_network(
    session: Session, place: Place, *, since: date = date(2020, 5, 1), state: str = "active", **part: object
) -> NeighbourhoodNetwork:
    """A network in (a part of) the Molenstraat."""
    area = Area(boundary_text="Rond de molen")
    area.segments = [StreetSegment(street_id=place.streets[1].id, **part)]
    session.add(area)
    session.flush()
    network = NeighbourhoodNetwork(
        municipality_id=place.municipality.id, slug="bin-molen", name="BIN Molen", area_id=area.id, state=state,
        active_since=since, contact="molen@binstart.example", police_contact="wijk@politie.example",
        how_to_join="Vraag het aan de coördinator.",
    )  # fmt: skip
    session.add(network)
    session.flush()
    return network


@pytest.mark.parametrize("typed", ["Molenstraat", "molenstr.", "MOLENSTRAAT 4"])
def test_a_street_with_a_network_says_which_how_to_join_and_whom_to_reach(
    client: Visitor, place: Place, engine: Engine, typed: str
) -> None:
    with writing(engine) as session:
        a_network(session, place)

    page = client.read(f"/zoek?straat={typed}")

    assert page.status == 200
    for words in ("BIN Molen", "actief sinds 1 mei 2020", "molen@binstart.example", "wijk@politie.example",
                  "Vraag het aan de coördinator."):  # fmt: skip
        assert words in page.text
    assert "/netwerken/bin-molen" in page.links()


def test_a_number_outside_the_part_that_is_covered_is_told_so(client: Visitor, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        a_network(session, place, side="odd", from_number=3, to_number=7)

    inside = client.read("/zoek?straat=Molenstraat&nummer=5")
    outside = client.read("/zoek?straat=Molenstraat&nummer=4")
    whole = client.read("/zoek?straat=Molenstraat")

    assert "Ja, op dit adres is er een netwerk." in inside.text
    assert "Nee, op dit adres is er nog geen BIN." in outside.text
    assert "Wel in een ander deel van deze straat" in outside.text
    assert "Ja, in een deel van deze straat is er een netwerk." in whole.text
    assert "In deze straat geldt het alleen voor: oneven nummers 3 tot en met 7." in whole.text


def test_a_network_that_is_not_active_yet_is_not_shown_as_active(client: Visitor, place: Place, engine: Engine) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=30)
    with writing(engine) as session:
        a_network(session, place, since=soon)

    answer, listed = client.read("/zoek?straat=Molenstraat"), client.read("/netwerken")

    assert "Dit netwerk is actief vanaf" in answer.text
    assert "Ja, in" not in answer.text
    assert "actief vanaf" in listed.text
    assert "actief sinds" not in listed.text


def test_a_network_that_has_ended_is_nowhere(client: Visitor, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        a_network(session, place, state="terminated")

    assert "BIN Molen" not in client.read("/zoek?straat=Molenstraat").text
    assert "BIN Molen" not in client.read("/netwerken").text
    assert client.read("/netwerken/bin-molen").status == 404


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.CONSULTATION, Stage.CHARTER])
def test_a_founding_under_way_is_told_in_plain_words_without_anybody_s_name(
    client: Visitor, place: Place, engine: Engine, stage: Stage
) -> None:
    with writing(engine) as session:
        number = advance_to(session, place, stage).number

    page = client.read("/zoek?straat=Kerkstraat 2")

    assert "BIN Kerkkwartier wordt opgericht" in page.text
    assert "Roos" not in page.text
    assert number not in page.text
    assert "inbraken" not in page.text


def test_a_street_without_anything_says_how_to_begin(client: Visitor, place: Place) -> None:
    page = client.read("/zoek?straat=Molenstraat")

    assert "Nee, in deze straat is er nog geen BIN." in page.text
    assert "/aanvraag" in page.links()


def test_an_unknown_street_gets_the_nearest_names(client: Visitor, place: Place) -> None:
    page = client.read("/zoek?straat=Molestraad")

    assert "Wij kennen geen straat met die naam" in page.text
    link = next(link for link in page.links() if link.startswith("/zoek"))
    assert "Molenstraat 9994 Oosterbeke" in client.read(link).text


def test_a_street_of_the_same_name_in_two_municipalities_is_answered_for_both_or_for_the_chosen_one(
    client: Visitor, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        make_place(session, "westveld", "WES")

    both, one = client.read("/zoek?straat=Kerkstraat"), client.read("/zoek?straat=Kerkstraat&gemeente=westveld")

    assert "9994 Oosterbeke" in both.text
    assert "9994 Westveld" in both.text
    assert "9994 Oosterbeke" not in one.text


@pytest.mark.parametrize(
    "path",
    [
        "/zoek",
        "/zoek?straat=",
        "/zoek?straat=%20%20",
        "/zoek?straat=12",
        "/zoek?straat=Kerkstraat&nummer=abc",
        "/zoek?straat=Kerkstraat&nummer=999999999999",
        "/zoek?straat=%F0%9F%8F%A0&gemeente=nergens&postcode=x",
        "/zoek?straat=" + "a" * 5000,
        "/zoek?straat=%27%3B--%25_%5C",
        "/zoek?straat=%3Cscript%3Ealert(1)%3C/script%3E",
        "/straten.json",
        "/straten.json?q=a",
        "/straten.json?q=%25&gemeente=nergens",
        "/netwerken?x=1",
        "/netwerken.geojson",
    ],
)
def test_no_question_breaks_a_public_page(client: Visitor, place: Place, path: str) -> None:
    page = client.read(path)

    assert page.status == 200
    assert "<script>alert" not in page.response.get_data(as_text=True)


def test_the_box_suggests_streets_of_the_chosen_municipality(client: Visitor, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        make_place(session, "westveld", "WES")

    found = client.get("/straten.json?q=kerk&gemeente=westveld").get_json()

    assert found == [{"name": "Kerkstraat", "postcode": "9994", "municipality": "Westveld",
                      "former": "", "slug": "westveld"}]  # fmt: skip


def test_somebody_who_asks_suggestions_all_the_time_must_wait(client: Visitor, place: Place) -> None:
    answers = [
        client.get("/straten.json?q=ke", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code for _ in range(61)
    ]

    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_the_page_of_a_network_says_where_it_is_and_gives_its_public_documents_only(
    client: Visitor, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        case = submitted(session, place)
        network = a_network(session, place, side="even")
        network.case_id = case.id
        for audience in ("public", "partners"):
            session.add(Document(case_id=case.id, kind=f"kind_{audience}", version="1", title=f"Stuk voor {audience}",
                                 media_type="application/pdf", filename="x.pdf", sha256="0" * 64, size=10,
                                 audience=audience, produced_at=datetime.now(UTC)))  # fmt: skip

    page = client.read("/netwerken/bin-molen")

    assert "Molenstraat (even nummers)" in page.text
    assert "Rond de molen" in page.text
    assert "Stuk voor public" in page.text
    assert "Stuk voor partners" not in page.text


def test_the_map_draws_the_outline_of_each_network_and_no_single_house(
    client: Visitor, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        a_network(session, place)

    drawing = client.get("/netwerken.geojson").get_json()

    networks = [shape for shape in drawing["features"] if shape["properties"]["what"] == "network"]
    assert [shape["properties"]["name"] for shape in networks] == ["BIN Molen"]
    ring = networks[0]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert all(3 < longitude < 5 and 50 < latitude < 52 for longitude, latitude in ring)
    assert {shape["geometry"]["type"] for shape in drawing["features"]} <= {"LineString", "Polygon", "Point"}
    assert [shape["properties"]["name"] for shape in drawing["features"] if shape["geometry"]["type"] == "Point"] == [
        "Oosterbeke"
    ]


def test_what_a_bin_is_tells_the_seven_stages_and_the_emergency_numbers(client: Visitor) -> None:
    page = client.read("/wat-is-een-bin")

    assert len(page.soup.select(".stages-explained li")) == 7
    assert "101" in page.text
    assert "112" in page.text
