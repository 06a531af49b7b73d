"""39 voices and 22 registrations are 61 dwellings, and Wilgendam asks a hundred: the count ends it, with a reason."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.info_evening import InfoEvening
from models.operations.support.counting_voices import supporting_dwellings
from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "te-weinig-draagvlak.yaml"


def test_a_founding_stops_when_two_evenings_do_not_bring_enough_support(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.stage, case.end) == ("info_evening", "not_enough_support")
    assert theatre.events(case).count("info_evening:planned") == 4  # moved, held, cancelled, called anew
    assert theatre.events(case).count("info_evening:cancelled") == 1
    assert theatre.events(case).count("support:judged") == 4  # the municipality first found it not enough yet
    assert theatre.events(case).count("info_evening:called_off") == 1
    assert theatre.network(case) is None
    with Session(theatre.engine) as session:
        registered = session.scalars(select(InfoEvening.registered_dwellings).where(
            InfoEvening.case_id == case.id, InfoEvening.state == "held").order_by(InfoEvening.id)).all()  # fmt: skip
        assert registered == [8, 14]
        assert supporting_dwellings(session, case.id) + sum(registered) == 61
