"""Marcel looks up his street, asks for a BIN, completes his request, and his neighbours see that one is founded."""

from pathlib import Path

from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "eerste-vraag.yaml"


def test_a_resident_gets_from_the_question_whether_there_is_a_bin_to_the_consultation(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case = theatre.case(play)
    assert (case.stage, case.ended_at) == ("consultation", None)
    assert [event for event in theatre.events(case) if event.split(":")[0] in ("request", "completion")] == [
        "request:submitted", "completion:asked", "request:completed", "request:accepted",
    ]  # fmt: skip
