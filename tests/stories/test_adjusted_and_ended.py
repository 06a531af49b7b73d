"""A network gets another coordinator, an amended and an adjusted charter; it is suspended, and in the end it stops."""

from pathlib import Path

from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "bijgestuurd-en-gestopt.yaml"


def test_a_network_is_amended_adjusted_suspended_and_terminated(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.stage, case.end) == ("evaluation", "terminated")
    assert sorted(theatre.signed(case)) == [1, 2, 3, 4, 5]
    assert [event for event in theatre.events(case) if event.startswith("network:")] == [
        "network:activated",
        "network:activated",
        "network:asked",  # by the clock: seven months without a message or meeting
        "network:activated",
        "network:suspended",
        "network:terminated",
    ]
