"""Two evenings bring 61 dwellings, and Wilgendam asks a hundred: the founding stops, with a reason for everybody."""

from pathlib import Path

from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "te-weinig-draagvlak.yaml"


def test_a_founding_stops_when_two_evenings_do_not_bring_enough_support(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.stage, case.end) == ("info_evening", "not_enough_support")
    assert theatre.events(case).count("info_evening:planned") == 3  # one was moved, one was held, one was called anew
    assert theatre.events(case).count("info_evening:cancelled") == 1
    assert theatre.network(case) is None
