"""The police begin a BIN-Z, twelve people sign, the ministry has remarks, and the second version is conform."""

from pathlib import Path

from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "bin-z-bedrijventerrein.yaml"


def test_a_charter_with_remarks_is_signed_again_by_all_twelve_and_becomes_conform(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.kind, case.stage, case.end) == ("bin_z", "evaluation", None)
    assert theatre.signed(case) == {1: 12, 2: 12}
    assert theatre.events(case).count("charter:sealed") == 2
    assert theatre.network(case).state == "active"
