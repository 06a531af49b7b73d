"""Who looks up a street of a network that merged."""

from sqlalchemy import Engine

from models.database import writing
from tests.factories import Place
from tests.outcome_steps import merge, network, two_apart
from tests.pages.visiting import Visitor


def test_who_looks_up_such_a_street_reads_where_the_network_went(client: Visitor, place: Place, engine: Engine) -> None:
    with writing(engine) as session:
        two = two_apart(session, place)
        merge(session, place, two)
        slug = network(session, two[1]).slug

    page = client.read("/zoek?straat=Molenstraat 3")
    frame = client.read("/widget?straat=Molenstraat 3")

    assert "Er was hier een netwerk. Het gaat verder in een ander." in page.text
    assert f"/netwerken/{slug}" in page.links()
    assert "samen met uw buren een BIN oprichten" not in page.text
    assert "Het netwerk van hier ging op in:" in frame.text
    assert any(one.endswith(f"/netwerken/{slug}") for one in frame.links())
