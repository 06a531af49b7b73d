"""What is published of the support never lets anybody read what one household thinks. Source: DECISIONS.md."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.support_picture import (
    FEWEST_DWELLINGS,
    LEFT_OPEN,
    STEP,
    Change,
    Picture,
    StreetSupport,
    grouped,
    highest_shown,
    picture,
    settled,
)

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def came(count: int, start: int = 0) -> tuple[Change, ...]:
    """So many dwellings came to support it, one a minute."""
    return tuple((DAY + timedelta(minutes=start + minute), 1) for minute in range(count))


def of(dwellings: tuple[int, ...], supporting: tuple[int, ...]) -> Picture:
    return picture([
        StreetSupport(f"Straat {index}", size, came(count, 1000 * index))
        for index, (size, count) in enumerate(zip(dwellings, supporting, strict=True))
    ])  # fmt: skip


def test_a_street_shows_how_many_in_steps_of_five() -> None:
    shown = of((30, 40), (12, 19))

    assert [(group.names, group.about) for group in shown.groups] == [(("Straat 0",), 10), (("Straat 1",), 15)]
    assert (shown.dwellings, shown.about) == (70, 30)


def test_a_street_with_fewer_than_five_dwellings_is_shown_with_the_nearest_one() -> None:
    streets = [
        StreetSupport("Dorpstraat", 20, place=(51.00, 3.90)),
        StreetSupport("Steeg", 4, place=(51.02, 3.90)),
        StreetSupport("Veldweg", 20, place=(51.021, 3.90)),
    ]

    assert [group.names for group in picture(streets).groups] == [("Dorpstraat",), ("Steeg", "Veldweg")]


def test_an_area_of_fewer_than_five_dwellings_shows_nothing() -> None:
    shown = of((2, 2), (2, 2))

    assert (shown.groups, shown.about) == ((), 0)


@pytest.mark.parametrize(("dwellings", "highest"), [(5, 0), (6, 0), (7, 5), (11, 5), (12, 10), (100, 95)])
def test_the_highest_number_shown_leaves_two_dwellings_open(dwellings: int, highest: int) -> None:
    assert highest_shown(dwellings) == highest
    assert of((dwellings,), (dwellings,)).groups[0].about == highest


def test_who_takes_a_voice_back_and_gives_it_again_sees_nothing_move() -> None:
    ten = [1] * 10

    assert settled(ten) == 10
    assert [settled([*ten, *more]) for more in ([-1], [-1, 1], [-1] * 4, [-1, 1] * 20)] == [10, 10, 10, 10]
    assert settled([*ten, *[-1] * 5]) == 5


def test_the_whole_is_held_back_where_it_would_give_a_street_away() -> None:
    # Shown 10 of 40, so at most 14; a whole of 20 would tell that all six of the other street are for it.
    shown = of((40, 6), (14, 6))

    assert [group.about for group in shown.groups] == [10, 0]
    assert shown.about == 15


SMALL = [
    dwellings
    for count in (1, 2, 3)
    for dwellings in product(*[{1: range(1, 24), 2: (3, 5, 6, 7, 9, 12), 3: (2, 5, 6, 7)}[count]] * count)
]


@pytest.mark.parametrize("dwellings", SMALL, ids=str)
def test_no_picture_tells_that_every_household_or_no_household_of_a_street_is_for_it(
    dwellings: tuple[int, ...],
) -> None:
    """Every way in which an area can be for it, sorted by what is then shown: each picture stands for several."""
    possible: dict[Picture, list[tuple[int, ...]]] = defaultdict(list)
    for supporting in product(*[range(size + 1) for size in dwellings]):
        possible[of(dwellings, supporting)].append(supporting)

    for ways in possible.values():
        for street, size in enumerate(dwellings):
            found = {way[street] for way in ways}
            assert min(found) <= max(0, size - min(size, LEFT_OPEN)) or size == 1, (dwellings, street, found)
            assert max(found) >= 1, (dwellings, street, found)
            assert len(found) > 1, (dwellings, street, found)


SIZES = st.lists(st.integers(1, 40), min_size=1, max_size=8)


@given(SIZES, st.data())
def test_no_bar_stands_for_fewer_than_five_dwellings_unless_the_area_is_smaller(
    sizes: list[int], data: st.DataObject
) -> None:
    places = data.draw(
        st.lists(st.tuples(st.floats(50, 52), st.floats(3, 5)), min_size=len(sizes), max_size=len(sizes))
    )
    streets = [StreetSupport(str(i), size, place=places[i]) for i, size in enumerate(sizes)]

    groups = grouped(streets)

    assert sorted(street.name for group in groups for street in group) == sorted(street.name for street in streets)
    if sum(sizes) >= FEWEST_DWELLINGS:
        assert all(sum(street.dwellings for street in group) >= FEWEST_DWELLINGS for group in groups)


@given(SIZES, st.data())
def test_how_streets_are_put_together_never_depends_on_who_is_for_it(sizes: list[int], data: st.DataObject) -> None:
    counts = tuple(data.draw(st.integers(0, size)) for size in sizes)

    nobody, somebody = of(tuple(sizes), (0,) * len(sizes)), of(tuple(sizes), counts)

    assert [group.names for group in nobody.groups] == [group.names for group in somebody.groups]


@given(st.lists(st.sampled_from([1, 1, 1, -1]), max_size=120))
@settings(max_examples=300)
def test_between_two_numbers_that_differ_at_least_five_dwellings_changed(steps: list[int]) -> None:
    """Whoever looks every day learns of five dwellings together, never of one."""
    true, history = 0, []
    for step in steps:
        if true + step < 0:
            continue
        true += step
        history.append(step)
        before, after = settled(history[:-1]), settled(history)
        if before != after:
            assert true == after  # so the next change is again five dwellings away
            assert abs(after - before) == STEP
        assert abs(true - after) < STEP


@given(SIZES, st.data())
def test_what_is_shown_is_never_more_than_what_is_true_by_five_or_more(sizes: list[int], data: st.DataObject) -> None:
    counts = tuple(data.draw(st.integers(0, size)) for size in sizes)

    shown = of(tuple(sizes), counts)

    assert shown.about <= sum(counts)
    assert shown.about % STEP == 0
