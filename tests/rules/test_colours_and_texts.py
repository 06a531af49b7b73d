"""House styles stay readable (WCAG 2.2, 1.4.3), and own texts name only fields that exist."""

import pytest

from models.rules.colours import contrast, readable_colour
from models.rules.own_texts import checked_text, filled_text
from models.rules.refusals import Invalid


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 4.0),
    ],
)
def test_the_contrast_is_that_of_the_standard(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


def test_a_colour_that_is_too_light_is_refused_with_both_ratios() -> None:
    with pytest.raises(Invalid) as refusal:
        readable_colour("#FF0000")

    assert "4,0 op 1" in refusal.value.sentence
    assert "4,5 op 1" in refusal.value.sentence


@pytest.mark.parametrize("text", ["petrol", "#FFF", "#12345G", "0E4B4F", "#0E4B4F; color: red", "#0E4B4٣"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        readable_colour(text)


def test_a_dark_colour_passes() -> None:
    assert readable_colour(" #0e4b4f ") == "#0E4B4F"


def test_fields_are_filled_in() -> None:
    text = checked_text("Vragen over (( netwerk ))? Bel ((telefoon)).")

    assert filled_text(text, {"netwerk": "BIN Linde", "telefoon": "02 1"}) == "Vragen over BIN Linde? Bel 02 1."


@pytest.mark.parametrize("text", ["((naam))", "((gemeente)", "gemeente))", "(( ))", "((gemeente) )"])
def test_a_field_that_does_not_exist_or_is_left_open_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        checked_text(text)


def test_what_a_text_is_filled_with_is_not_filled_again() -> None:
    assert filled_text("((netwerk))", {"netwerk": "((mail))", "mail": "x"}) == "((mail))"
