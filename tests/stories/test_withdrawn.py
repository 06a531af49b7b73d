"""Sara asks for a BIN, those who may not decide can't, and in the end she withdraws."""

from pathlib import Path

from tests.stories.theatre import Theatre

SCENARIO = Path(__file__).parents[2] / "scenarios" / "ingetrokken.yaml"


def test_a_request_is_withdrawn_after_everybody_who_may_not_decide_has_tried_to(theatre: Theatre) -> None:
    play = theatre.play(SCENARIO)

    case, other = theatre.case(play, "elzenstraat"), theatre.case(play, "burgerwacht")
    assert (case.stage, case.end, case.may_come_again) == ("consultation", "withdrawn", True)
    assert theatre.events(case).count("request:accepted") == 2  # it was sent back once
    assert "founding:approved" not in theatre.events(case)
    assert (other.stage, other.end) == ("idea", "refused")
