"""Street names and house numbers, in all the ways that people and registers write them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.rules.refusals import Invalid
from models.rules.streets import (
    HouseNumber,
    Side,
    homonym_mark,
    house_number_order,
    is_in_range,
    is_on_side,
    normalise_street_name,
    parse_house_number,
    plain_name,
    split_address,
    suffix_key,
)

SAME_STREET = [
    ("St.-Jozefstr.", "Sint-Jozefstraat"),
    ("st jozefstraat", "Sint-Jozefstraat"),
    ("SINT JOZEFSTRAAT", "Sint-Jozefstraat"),
    ("O.L.Vrouwstraat", "Onze-Lieve-Vrouwstraat"),
    ("O.-L.-Vrouwstraat", "Onze-Lieve-Vrouwstraat"),
    ("O.L.V. Straat", "Onze Lieve Vrouw straat"),
    ("Burg. Vandenhoutestraat", "Burgemeester Vandenhoutestraat"),
    ("Dr.Emile Gallemaertstraat", "Dokter Emile Gallemaertstraat"),
    ("Kanunnik Desireplein", "Kanunnik Désiréplein"),
    ("Gentsestwg", "Gentsesteenweg"),
    ("Gentse Stw.", "Gentse steenweg"),
    ("Lindeln", "Lindelaan"),
    ("'t Hof ter  Linden", "t hof ter linden"),
    ("Av. des Œillets", "Avenue des Oeillets"),
    ("Bd. Anspach", "Boulevard Anspach"),
    ("Kerkstraat_02", "Kerkstraat"),
]


@pytest.mark.parametrize(("written", "meant"), SAME_STREET)
def test_two_spellings_of_one_street_become_the_same(written: str, meant: str) -> None:
    assert normalise_street_name(written) == normalise_street_name(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kerkstraat", "Kerkplein"),
        ("Sint-Jozefstraat", "Sint-Jansstraat"),
        ("Plein 1830", "Plein 1930"),
        ("Albert I-straat", "Albert II-straat"),
        ("Stwijk", "Steenwegwijk"),
    ],
)
def test_two_streets_stay_two_streets(one: str, other: str) -> None:
    assert normalise_street_name(one) != normalise_street_name(other)


def test_a_street_that_is_called_st_keeps_its_name() -> None:
    assert normalise_street_name("St.") == "st"


@given(some.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise_street_name(text)

    assert normalise_street_name(once) == once
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", once)


@given(some.text(alphabet="abcdeéëèçÄÖst. -", max_size=30))
def test_the_way_in_which_accents_are_stored_does_not_matter(text: str) -> None:
    assert normalise_street_name(unicodedata.normalize("NFD", text)) == normalise_street_name(text)


def test_the_mark_of_a_homonym_is_told_and_not_shown() -> None:
    assert homonym_mark("Kerkstraat_02") == "02"
    assert homonym_mark("Kerkstraat") == ""
    assert plain_name(" Lange  Haagstraat_01 ") == "Lange Haagstraat"


HOUSE_NUMBERS = {
    "12": (12, ""),
    "012": (12, ""),
    " 12 ": (12, ""),
    "12A": (12, "A"),
    "12 a": (12, "A"),
    "12B": (12, "B"),
    "12bis": (12, "bis"),
    "12 TER": (12, "ter"),
    "12A2": (12, "A2"),
    "12 bus 3": (12, "bus 3"),
    "12bus3": (12, "bus 3"),
    "12 Bus 0101": (12, "bus 0101"),
    "12 b 3": (12, "bus 3"),
    "12b3": (12, "bus 3"),
    "12 bte 4": (12, "bus 4"),
    "12 boîte 4": (12, "bus 4"),
    "12/3": (12, "bus 3"),
    "12_3": (12, "bus 3"),
    "12-3": (12, "bus 3"),
    "12A/3": (12, "A bus 3"),
    "12A bus 3": (12, "A bus 3"),
    "12 bus A": (12, "bus A"),
    "12 bus 2/1": (12, "bus 2/1"),
    "12-14": (12, "-14"),
    "12 - 14": (12, "-14"),
    "12-14 bus 5": (12, "-14 bus 5"),
    "16/1 bus 8": (16, "/1 bus 8"),
    "99999": (99999, ""),
}


@pytest.mark.parametrize(("text", "expected"), HOUSE_NUMBERS.items(), ids=lambda value: str(value))
def test_a_house_number_is_read_as_it_was_meant(text: str, expected: tuple[int, str]) -> None:
    assert parse_house_number(text) == HouseNumber(*expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "A",
        "A12",
        "0",
        "00",
        "-3",
        "12 hallo",
        "12 bus",
        "12/",
        "12 xx bus",
        "100000",
        "12 bus ?",
        "12,5",
        "²",
        "١٢",
    ],
)
def test_what_is_no_house_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_house_number(text)

    assert refusal.value.code == "house_number"
    assert "Voorbeeld" in refusal.value.sentence


@pytest.mark.parametrize(
    ("number", "box", "suffix"),
    [
        ("12", "3", "bus 3"),
        ("12A", "0101", "A bus 0101"),
        ("12", "bus 3", "bus 3"),
        ("12", "RDC", "bus RDC"),
        ("12", "", ""),
    ],
)
def test_a_box_in_a_column_of_its_own_is_added(number: str, box: str, suffix: str) -> None:
    assert parse_house_number(number, box).suffix == suffix


@given(some.text(max_size=25))
def test_any_text_is_either_a_house_number_or_refused(text: str) -> None:
    try:
        house = parse_house_number(text)
    except Invalid:
        return

    assert 1 <= house.number <= 99_999


EXTENSIONS = some.sampled_from(["", "A", "Z", "AB", "C3", "bis", "ter", "quater"])
BOXES = some.from_regex(r"[A-Z0-9]{1,4}([./-][A-Z0-9]{1,3})?", fullmatch=True)


@given(some.integers(1, 99_999), EXTENSIONS, BOXES | some.just(""))
def test_a_house_number_survives_being_shown_and_read_again(number: int, extension: str, box: str) -> None:
    suffix = f"{extension} bus {box}".strip() if box else extension
    house = HouseNumber(number, suffix)

    assert parse_house_number(str(house)) == house
    assert parse_house_number(str(house).lower()) == house
    assert parse_house_number(f"{number}{extension}", box) == house


def test_boxes_with_and_without_leading_zeros_are_the_same_box() -> None:
    assert suffix_key("bus 0101") == suffix_key("Bus 101") == suffix_key("bus101")
    assert suffix_key("bus 101") != suffix_key("bus 1001")
    assert suffix_key("A bus 0") == suffix_key("a bus 00")
    assert suffix_key("A") != suffix_key("B")


def test_house_numbers_are_ordered_as_one_walks_past_them() -> None:
    written = ["10", "2 bus 10", "2", "4", "2A", "2 bus 2", "1", "2bis"]

    ordered = sorted(written, key=lambda text: house_number_order(*_pair(text)))

    assert ordered == ["1", "2", "2A", "2bis", "2 bus 2", "2 bus 10", "4", "10"]


def _pair(text: str) -> tuple[int, str]:
    house = parse_house_number(text)
    return house.number, house.suffix


@pytest.mark.parametrize("number", range(1, 30))
def test_each_number_is_on_one_side_and_on_all(number: int) -> None:
    assert is_on_side(number, Side.ALL)
    assert is_on_side(number, Side.ODD) == (number % 2 == 1)
    assert is_on_side(number, Side.EVEN) == (number % 2 == 0)


def test_both_ends_of_a_range_belong_to_it() -> None:
    assert [number for number in range(1, 9) if is_in_range(number, 3, 6)] == [3, 4, 5, 6]
    assert [number for number in range(1, 9) if is_in_range(number, None, 2)] == [1, 2]
    assert [number for number in range(1, 9) if is_in_range(number, 7, None)] == [7, 8]
    assert [number for number in range(1, 4) if is_in_range(number, None, None)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "street", "number", "postcode"),
    [
        ("Kerkstraat", "Kerkstraat", "", ""),
        ("Kerkstraat 12", "Kerkstraat", "12", ""),
        ("Kerkstraat, 12", "Kerkstraat", "12", ""),
        ("Kerkstraat 12 bus 3, 1700 Dilbeek", "Kerkstraat", "12 bus 3", "1700"),
        ("Kerkstraat 12 1700 Dilbeek", "Kerkstraat", "12", "1700"),
        ("Kerkstraat 12, 1700", "Kerkstraat", "12", "1700"),
        ("Kerkstraat, Dilbeek", "Kerkstraat", "", ""),
        ("Kerkstraat, 1700 Dilbeek", "Kerkstraat", "", "1700"),
        ("8 Meistraat", "8 Meistraat", "", ""),
        ("8 Meistraat 4A", "8 Meistraat", "4A", ""),
        ("Elf November 1918 straat 3", "Elf November 1918 straat", "3", ""),
        ("", "", "", ""),
        (" , ", "", "", ""),
        ("12", "12", "", ""),
    ],
)
def test_an_address_in_one_box_is_taken_apart(text: str, street: str, number: str, postcode: str) -> None:
    address = split_address(text)

    assert (address.street, str(address.number or ""), address.postcode) == (street, number, postcode)


@given(some.text(max_size=60))
def test_taking_any_text_apart_never_fails(text: str) -> None:
    address = split_address(text)

    assert len(address.street) <= len(text)
