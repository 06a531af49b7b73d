"""The farmers of a town ask for a sector network on paper, and its shops for one of the whole municipality."""

from pathlib import Path

from sqlalchemy.orm import Session

from models.operations.requests.requesting import request_of
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "sectornetwerk-op-papier.yaml"


def test_staff_take_in_a_sector_network_on_paper_and_a_network_of_a_whole_municipality(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    farmers, shops = theatre.case(play, "landbouw"), theatre.case(play, "winkels")
    with Session(theatre.engine) as session:
        farmers, shops = session.merge(farmers), session.merge(shops)
        request = request_of(session, farmers.id)
        assert (farmers.kind, farmers.area.scope, farmers.area.segments) == ("sector", "members", [])
        assert (request.channel, request.handed_in_by, request.handed_in_relation) == (
            "paper",
            "Mieke Akkers",
            "dochter",
        )
        assert farmers.stage == "consultation"
        assert (shops.kind, shops.area.scope, shops.area.segments) == ("bin_z", "municipality", [])
