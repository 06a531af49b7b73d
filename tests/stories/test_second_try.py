"""The police refuse Marleen's first request; half a year later a smaller one comes in on paper, and is founded."""

from pathlib import Path

from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "tweede-poging.yaml"


def test_what_the_police_refused_is_founded_at_the_second_try_and_merged_later(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    first, second = theatre.case(play, "eerste"), theatre.case(play, "tweede")
    assert (first.stage, first.end) == ("consultation", "refused")
    assert (second.stage, second.end) == ("evaluation", "merged")
    assert first.initiator_id == second.initiator_id  # the paper request found the same Marleen
    assert theatre.network(second).state == "merged"
