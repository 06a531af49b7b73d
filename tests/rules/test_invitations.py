"""The code on an invitation, and the order of the round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.invitations import CODE_LENGTH, CODE_SIGNS, read_code, round_order, spaced_code

CODES = st.text(CODE_SIGNS, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


@given(CODES)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    typed = f" {spaced_code(code).lower()} "

    read = read_code(typed)

    assert read == code


@pytest.mark.parametrize("typed", ["", "CDFGH", "CDFGHJKMNPQ", "CDFGHJKMN0", "CDFGHJKMNÉ", "../../etc"])
def test_what_is_no_code_is_not_looked_up(typed: str) -> None:
    assert read_code(typed) == ""


@pytest.mark.parametrize("pair", ["0O", "1I", "1L", "2Z", "5S", "8B", "UV"])
def test_no_two_signs_of_a_code_look_alike(pair: str) -> None:
    assert not set(pair) <= set(CODE_SIGNS)


def test_a_code_is_never_a_word() -> None:
    assert not set("AEIOU") & set(CODE_SIGNS)


def test_the_round_goes_street_by_street_up_the_odd_side_and_then_the_even_one() -> None:
    houses = [("Molenstraat", 1, ""), ("Kerkstraat", 2, ""), ("Kerkstraat", 10, "bus 2"), ("Kerkstraat", 10, "bus 10"),
              ("Kerkstraat", 3, ""), ("Kerkstraat", 11, ""), ("Kerkstraat", 3, "A"), ("École", 4, "")]  # fmt: skip

    in_order = sorted(houses, key=lambda house: round_order(house[0], "9994", 1, house[1], house[2]))

    assert [" ".join((street, f"{number}{suffix}")) for street, number, suffix in in_order] == [
        "École 4", "Kerkstraat 3", "Kerkstraat 3A", "Kerkstraat 11", "Kerkstraat 2", "Kerkstraat 10bus 2",
        "Kerkstraat 10bus 10", "Molenstraat 1",
    ]  # fmt: skip
