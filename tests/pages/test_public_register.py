"""The register as data and on other sites: CSV, JSON-LD, DCAT, feed, sitemap, and the street box in a frame."""

import csv
import io
from datetime import date
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine

from models.area import Area, StreetSegment
from models.database import writing
from models.network import NeighbourhoodNetwork
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, make_place
from tests.pages.test_public import a_network
from tests.pages.visiting import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def two(place: Place, engine: Engine) -> None:
    """An active network, one that ended, and one that is active only later, with a name like a formula."""
    with writing(engine) as session:
        a_network(session, place)
        for slug, state, since, name in (("bin-oud", "terminated", date(2019, 1, 1), "BIN Oud"),
                                         ("bin-later", "active", date(2099, 1, 1), "=BIN <Later>")):  # fmt: skip
            area = Area(segments=[StreetSegment(street_id=place.streets[0].id)])
            session.add(area)
            session.flush()
            session.add(NeighbourhoodNetwork(municipality_id=place.municipality.id, slug=slug, name=name, state=state,
                                             area_id=area.id, active_since=since))  # fmt: skip


@pytest.mark.usefixtures("two")
def test_the_csv_has_a_line_per_network_that_no_spreadsheet_calculates(client: Visitor, place: Place) -> None:
    answer = client.get("/netwerken.csv")

    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [(row["naam"], row["toestand"], row["actief_sinds"]) for row in rows] == [
        ("'=BIN <Later>", "aangekondigd", "2099-01-01"), ("BIN Molen", "actief", "2020-05-01")
    ]  # fmt: skip
    assert rows[1]["politiezone"] == place.zone.name
    assert rows[1]["bladzijde"] == "http://localhost/netwerken/bin-molen"


@pytest.mark.usefixtures("two")
def test_linked_data_and_catalogue_name_each_other_and_every_address_answers(client: Visitor) -> None:
    graph = client.get("/netwerken.jsonld").get_json(force=True)["@graph"]
    catalogue = client.get("/catalogus.jsonld").get_json(force=True)

    assert [(one["name"], one["foundingDate"], one["status"]) for one in graph] == [
        ("=BIN <Later>", "2099-01-01", "aangekondigd"), ("BIN Molen", "2020-05-01", "actief")
    ]  # fmt: skip
    assert catalogue["dct:publisher"]["foaf:name"] == "Gemeente Oosterbeke"
    (dataset,) = catalogue["dcat:dataset"]
    addresses = [one["dcat:downloadURL"]["@id"] for one in dataset["dcat:distribution"]]
    addresses += [dataset["dcat:landingPage"]["@id"], *(one["url"] for one in graph)]
    assert len(addresses) == 6
    for address in addresses:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200
    assert all(one["dct:license"]["@id"].startswith("https://") for one in dataset["dcat:distribution"])


@pytest.mark.usefixtures("two")
def test_the_feed_tells_active_networks_only_and_the_sitemap_every_public_page(client: Visitor) -> None:
    feed = ElementTree.fromstring(client.get("/netwerken.atom").data)  # noqa: S314 - our own answer
    sitemap = ElementTree.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - idem

    assert [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")] == ["BIN Molen is actief in Oosterbeke"]
    assert feed.findtext(f"{ATOM}updated") == "2020-05-01T00:00:00Z"
    addresses = [one.text or "" for one in sitemap.iter(f"{SITEMAP}loc")]
    assert "http://localhost/netwerken/bin-molen" in addresses
    for address in addresses:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/netwerken.csv", "/netwerken.jsonld", "/catalogus.jsonld", "/netwerken.atom", "/sitemap.xml",
             "/netwerken.geojson"],
)  # fmt: skip
def test_data_of_an_empty_register_is_whole_open_to_other_sites_and_not_sent_twice(client: Visitor, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert (first.headers["Access-Control-Allow-Origin"], again.status_code, again.data) == ("*", 304, b"")
    assert "Set-Cookie" not in first.headers


def test_foundings_under_way_are_listed_once_they_are_accepted(client: Visitor, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        advance_to(session, place, Stage.CHARTER)
        other = make_place(session, "westveld", "WES")
        advance_to(session, other, Stage.IDEA)

    page = client.read("/netwerken")

    assert "In oprichting" in page.text
    assert "BIN Kerkkwartier" in page.text
    assert "Westveld" not in page.text
    chosen = client.read("/netwerken?gemeente=oosterbeke")
    assert chosen.title == "BIN’s in Oosterbeke"


def test_many_networks_are_chosen_by_municipality_first(client: Visitor, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        area = Area(scope="municipality")
        session.add(area)
        session.flush()
        session.add_all(
            NeighbourhoodNetwork(municipality_id=place.municipality.id, slug=f"bin-{number}", name=f"BIN {number:03d}",
                                 area_id=area.id, active_since=date(2020, 1, 1))
            for number in range(101)
        )  # fmt: skip

    index = client.read("/netwerken")

    assert "101 netwerken" in index.text
    assert "BIN 050" not in index.text
    assert "BIN 050 heel Oosterbeke" in client.read("/netwerken?gemeente=oosterbeke").text


@pytest.mark.parametrize("street", ["Molenstraat", "molenstr 4", "Kerkstraat", "Bestaat niet", "", "a" * 3000,
                                    "<script>alert(1)</script>"])  # fmt: skip
def test_the_widget_answers_in_a_frame_of_any_site_without_cookies(
    client: Visitor, place: Place, engine: Engine, street: str
) -> None:
    with writing(engine) as session:
        a_network(session, place)

    page = client.read("/widget", query_string={"straat": street, "gemeente": "oosterbeke"})

    assert page.status == 200
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers
    assert not page.soup.select("script")
    assert all(link.get("target") == "_blank" for link in page.soup.select('a[href^="/netwerken"]'))
    if street.lower().startswith("molenstr"):
        assert "Ja, er is een netwerk:" in page.text
        assert "/netwerken/bin-molen" in page.links()
    if street == "Kerkstraat":
        assert "Nee, er is nog geen BIN." in page.text


def test_other_pages_stay_closed_to_frames(client: Visitor) -> None:
    assert "frame-ancestors 'none'" in client.read("/netwerken").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.read("/widget/uitleg").headers["Content-Security-Policy"]


def test_the_line_to_copy_is_one_line_with_the_chosen_municipality(
    client: Visitor, place: Place, engine: Engine
) -> None:
    with writing(engine) as session:
        make_place(session, "westveld", "WES")

    line = client.read("/widget/uitleg?gemeente=westveld").soup.select_one("#regel")

    assert line is not None
    assert line.get_text().startswith('<iframe src="http://localhost/widget?gemeente=westveld"')
    assert "\n" not in line.get_text().strip()
