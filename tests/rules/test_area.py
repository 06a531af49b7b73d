"""What belongs to an area, where two areas meet, and how an area is told (besafe.be, 'afgelijnd gebied')."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.rules.area import (
    DwellingCount,
    Segment,
    check_segments,
    count_dwellings,
    describe_segment,
    first_number,
    is_in_area,
    overlap,
    simplify,
)
from models.rules.streets import Side

HIGHEST = 14
ENDS = (None, *range(1, 8))
SEGMENTS = [
    Segment("Kerkstraat", side, low, high)
    for side, low, high in product(Side, ENDS, ENDS)
    if low is None or high is None or low <= high
]


def numbers_of(*segments: Segment, street: str = "Kerkstraat") -> set[int]:
    return {number for number in range(1, HIGHEST + 1) if is_in_area(segments, street, number)}


def test_one_side_between_two_numbers_holds_exactly_those() -> None:
    assert numbers_of(Segment("Kerkstraat", Side.ODD, 3, 9)) == {3, 5, 7, 9}
    assert numbers_of(Segment("Kerkstraat", Side.EVEN, 3, 9)) == {4, 6, 8}
    assert numbers_of(Segment("Kerkstraat", Side.ALL, None, 3)) == {1, 2, 3}
    assert numbers_of(Segment("Kerkstraat", Side.ALL, 12, None)) == {12, 13, 14}


def test_a_number_in_another_street_does_not_belong() -> None:
    assert not is_in_area([Segment("Kerkstraat")], "Molenstraat", 1)


@pytest.mark.parametrize("segment", SEGMENTS, ids=str)
def test_the_first_number_is_the_lowest_that_belongs(segment: Segment) -> None:
    assert first_number(segment) == min(numbers_of(segment), default=None)


def test_every_overlap_of_two_segments_holds_exactly_what_both_hold() -> None:
    for one, other in product(SEGMENTS, SEGMENTS):
        shared = overlap([one], [other])

        assert numbers_of(*shared) == numbers_of(one) & numbers_of(other), (one, other)
        assert shared == overlap([other], [one])


@pytest.mark.parametrize("segment", SEGMENTS, ids=str)
def test_an_area_overlaps_itself_with_all_that_it_holds(segment: Segment) -> None:
    assert numbers_of(*overlap([segment], [segment])) == numbers_of(segment)


SOME_SEGMENTS = some.lists(
    some.builds(
        lambda street, side, low, extra: Segment(street, side, low, None if extra is None else (low or 1) + extra),
        some.sampled_from(["Kerkstraat", "Molenstraat"]),
        some.sampled_from(list(Side)),
        some.none() | some.integers(1, HIGHEST),
        some.none() | some.integers(0, HIGHEST),
    ),
    max_size=5,
)


@given(SOME_SEGMENTS, SOME_SEGMENTS)
def test_the_overlap_of_two_areas_is_the_same_from_both_sides(one: list[Segment], other: list[Segment]) -> None:
    assert overlap(one, other) == overlap(other, one)


@given(SOME_SEGMENTS, SOME_SEGMENTS, some.sampled_from(["Kerkstraat", "Molenstraat"]))
def test_the_overlap_of_two_areas_holds_what_both_hold_and_each_number_once(
    one: list[Segment], other: list[Segment], street: str
) -> None:
    shared = overlap(one, other)

    assert numbers_of(*shared, street=street) == numbers_of(*one, street=street) & numbers_of(*other, street=street)
    for number in range(1, HIGHEST + 1):
        assert sum(segment.covers(street, number) for segment in shared) <= 1


@given(SOME_SEGMENTS, some.sampled_from(["Kerkstraat", "Molenstraat"]))
def test_a_simplified_area_is_the_same_area_and_tells_each_number_once(segments: list[Segment], street: str) -> None:
    simple = simplify(segments)

    assert numbers_of(*simple, street=street) == numbers_of(*segments, street=street)
    assert simplify(simple) == simple
    assert all(sum(part.covers(street, number) for part in simple) <= 1 for number in range(1, HIGHEST + 1))


def test_an_overlap_is_told_in_the_plainest_words() -> None:
    mine = [Segment("Kerkstraat", Side.ODD), Segment("Kerkstraat", Side.EVEN)]
    theirs = [Segment("Kerkstraat", Side.ALL, 4, 11), Segment("Kerkstraat", Side.ALL, 9, 20)]

    assert overlap(mine, theirs) == (Segment("Kerkstraat", Side.ALL, 4, 20),)
    assert simplify(mine) == (Segment("Kerkstraat"),)


def test_the_two_sides_of_one_street_do_not_overlap() -> None:
    assert overlap([Segment("Kerkstraat", Side.ODD)], [Segment("Kerkstraat", Side.EVEN)]) == ()


NUMBERS = {"Kerkstraat": (1, 2, 3, 3, 3, 4, 5, 7), "Molenstraat": (2, 4, 6)}


def test_each_apartment_counts_as_a_dwelling() -> None:
    assert count_dwellings([Segment("Kerkstraat", Side.ODD, 3, 5)], NUMBERS) == DwellingCount(4)


def test_a_dwelling_in_two_segments_counts_once() -> None:
    segments = [Segment("Kerkstraat", Side.ALL, 1, 4), Segment("Kerkstraat", Side.ODD), Segment("Molenstraat")]

    assert count_dwellings(segments, NUMBERS) == DwellingCount(8 + 3)


def test_a_whole_street_of_which_only_the_total_is_known_counts_as_that_total() -> None:
    assert count_dwellings([Segment("Dorp")], {}, {"Dorp": 41}) == DwellingCount(41)


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ([Segment("Dorp", Side.ODD)], 21),
        ([Segment("Dorp", Side.ODD), Segment("Dorp", Side.EVEN)], 41),
        ([Segment("Dorp", Side.ODD, 1, 9)], 5),
        ([Segment("Dorp", Side.ALL, 11, 20)], 10),
        ([Segment("Dorp", Side.EVEN, 3, 3)], 0),
    ],
)
def test_a_part_of_such_a_street_is_an_estimate(segments: list[Segment], expected: int) -> None:
    assert count_dwellings(segments, {}, {"Dorp": 41}) == DwellingCount(expected, is_estimate=True)


def test_a_street_without_any_known_dwelling_counts_none() -> None:
    assert count_dwellings([Segment("Nieuw", Side.ODD)], {}) == DwellingCount(0)


@pytest.mark.parametrize(
    ("segment", "sentence"),
    [
        (Segment(1), "Kerkstraat"),
        (Segment(1, Side.ODD), "Kerkstraat (oneven nummers)"),
        (Segment(1, Side.ODD, 1, 45), "Kerkstraat (oneven nummers 1 tot en met 45)"),
        (Segment(1, Side.EVEN, 2, None), "Kerkstraat (even nummers vanaf 2)"),
        (Segment(1, Side.ALL, None, 30), "Kerkstraat (nummers tot en met 30)"),
        (Segment(1, Side.ALL, 3, 30), "Kerkstraat (nummers 3 tot en met 30)"),
        (Segment(1, Side.ODD, 7, 7), "Kerkstraat (nummer 7)"),
        (Segment(1, "even", 8, 8), "Kerkstraat (nummer 8)"),
    ],
)
def test_a_segment_reads_as_a_person_would_say_it(segment: Segment, sentence: str) -> None:
    assert describe_segment(segment, "Kerkstraat") == sentence


def codes(*segments: Segment) -> list[tuple[int | None, str]]:
    return [(problem.index, problem.code) for problem in check_segments(segments, NUMBERS)]


def test_a_good_area_has_no_problem() -> None:
    assert codes(Segment("Kerkstraat", Side.ODD, 1, 5), Segment("Kerkstraat", Side.EVEN), Segment("Molenstraat")) == []


def test_an_area_without_a_street_is_refused() -> None:
    assert codes() == [(None, "no_segments")]


@pytest.mark.parametrize(
    ("segment", "code"),
    [
        (Segment(""), "street_missing"),
        (Segment(None), "street_missing"),
        (Segment("Kerkstraat", "left"), "unknown_side"),
        (Segment("Kerkstraat", Side.ALL, 0, 5), "number_not_positive"),
        (Segment("Kerkstraat", Side.ALL, None, -1), "number_not_positive"),
        (Segment("Kerkstraat", Side.ALL, 9, 3), "range_reversed"),
        (Segment("Kerkstraat", Side.EVEN, 3, 3), "range_without_numbers"),
        (Segment("Kerkstraat", Side.EVEN, None, 1), "range_without_numbers"),
    ],
)
def test_an_impossible_segment_blocks(segment: Segment, code: str) -> None:
    (problem,) = check_segments([segment])

    assert (problem.index, problem.code, problem.blocks) == (0, code, True)
    assert problem.sentence.endswith(".")


def test_the_same_segment_twice_blocks_the_second_also_in_other_words() -> None:
    assert codes(Segment("Molenstraat"), Segment("Molenstraat")) == [(1, "duplicate_segment")]
    assert codes(Segment("Molenstraat", Side.EVEN, 2, 6), Segment("Molenstraat", Side.EVEN, 1, 7)) == [
        (1, "duplicate_segment")
    ]


def test_a_partial_repetition_and_an_empty_part_are_warnings() -> None:
    overlapping = check_segments(
        [Segment("Kerkstraat", Side.ALL, 1, 5), Segment("Kerkstraat", Side.ODD, 5, 9)], NUMBERS
    )
    empty = check_segments([Segment("Kerkstraat", Side.ALL, 40, 50)], NUMBERS)

    assert [(problem.code, problem.blocks) for problem in overlapping] == [("overlapping_segment", False)]
    assert [(problem.code, problem.blocks) for problem in empty] == [("no_dwellings", False)]


def test_a_wrong_segment_does_not_hide_the_next_problem() -> None:
    assert codes(
        Segment("Kerkstraat", Side.ALL, 9, 3), Segment(""), Segment("Molenstraat"), Segment("Molenstraat")
    ) == [
        (0, "range_reversed"),
        (1, "street_missing"),
        (3, "duplicate_segment"),
    ]


@pytest.mark.parametrize("segment", SEGMENTS, ids=str)
def test_a_segment_is_refused_exactly_when_no_house_number_can_belong(segment: Segment) -> None:
    refused = [problem.code for problem in check_segments([segment])]

    assert refused == ([] if numbers_of(segment) else ["range_without_numbers"])


def test_a_number_above_the_highest_of_the_street_is_told_with_the_highest() -> None:
    highest = max(NUMBERS["Kerkstraat"])

    too_high = check_segments([Segment("Kerkstraat", Side.ALL, 1, 999)], NUMBERS)

    assert [problem.code for problem in too_high] == ["number_too_high"]
    assert str(highest) in too_high[0].sentence
    assert check_segments([Segment("Kerkstraat", Side.ALL, 1, highest)], NUMBERS) == ()
