"""The invented zone: believable, complete, and the same every time."""

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

import pytest

from binstart.demonstration.town import LATITUDE, Town, TownMunicipality, TownStreet, build_town
from models.rules.streets import normalise_street_name, parse_house_number


@pytest.fixture(scope="module", params=[2025, 7])
def town(request: pytest.FixtureRequest) -> Town:
    return build_town(request.param)


def streets_of(town: Town) -> list[TownStreet]:
    return [street for municipality in town.municipalities for street in municipality.streets]


def flat(point: tuple[float, float]) -> tuple[float, float]:
    """Metres east and north of the market."""
    return point[1] * 111_200 * cos(radians(LATITUDE)), point[0] * 111_200


def test_the_same_seed_lays_out_the_same_town_in_another_process() -> None:
    command = "from binstart.demonstration.town import build_town; print(build_town(2025))"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"}
    other = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, check=True, env=environment, cwd=Path(__file__).parents[2]
    )

    assert other.stdout.decode().strip() == str(build_town(2025))


def test_another_seed_lays_out_another_town() -> None:
    assert build_town(2025) != build_town(7)


def test_the_zone_has_two_municipalities_and_codes_that_do_not_exist_in_belgium(town: Town) -> None:
    assert [municipality.name for municipality in town.municipalities] == ["Oosterbeke", "Westveld"]
    assert all(municipality.nis.startswith("99") for municipality in town.municipalities)
    assert all(municipality.postcode > "9992" for municipality in town.municipalities)


def test_there_are_about_120_streets_and_9000_dwellings_in_14_neighbourhoods(town: Town) -> None:
    streets = streets_of(town)

    assert 115 <= len(streets) <= 125
    assert 8_500 <= sum(len(street.dwellings) for street in streets) <= 9_500
    assert len({street.neighbourhood for street in streets}) == 14


def test_every_street_belongs_to_its_municipality(town: Town) -> None:
    for municipality in town.municipalities:
        assert {street.postcode for street in municipality.streets} == {municipality.postcode}
        assert {street.neighbourhood for street in municipality.streets} == set(municipality.neighbourhoods)


def test_no_street_name_occurs_twice_in_a_municipality_however_it_is_written(town: Town) -> None:
    for municipality in town.municipalities:
        names = Counter(normalise_street_name(street.name) for street in municipality.streets)

        assert names.most_common(1)[0][1] == 1


def test_some_street_names_occur_in_both_municipalities(town: Town) -> None:
    one, other = ({street.name for street in municipality.streets} for municipality in town.municipalities)

    assert {"Molenstraat", "Kerkstraat"} <= one & other
    assert len(one & other) < 10


def test_some_names_have_accents_abbreviations_and_several_words(town: Town) -> None:
    names = {street.name for street in streets_of(town)}

    assert {
        "Burgemeester Vandenhoutestraat", "Sint-Jozefstraat", "Kanunnik Désiréplein",
        "Bedrijventerrein Ter Linden", "Dr. Van Ackerstraat",
    } <= names  # fmt: skip


def test_no_dwelling_occurs_twice_and_every_number_can_be_read_back(town: Town) -> None:
    for street in streets_of(town):
        houses = [(dwelling.number, dwelling.suffix) for dwelling in street.dwellings]

        assert len(set(houses)) == len(houses), street.name
        assert all(
            (house := parse_house_number(f"{number} {suffix}")) and (house.number, house.suffix) == (number, suffix)
            for number, suffix in houses
        )


def test_every_street_has_dwellings_on_both_sides(town: Town) -> None:
    for street in streets_of(town):
        assert {dwelling.number % 2 for dwelling in street.dwellings} == {0, 1}, street.name


def test_odd_numbers_stand_on_the_left_and_even_ones_on_the_right(town: Town) -> None:
    for street in streets_of(town):
        line = [flat(point) for point in street.line]
        for dwelling in street.dwellings:
            is_odd = dwelling.number % 2 == 1

            assert is_left(line, flat((dwelling.lat, dwelling.lon))) == is_odd, (street.name, dwelling)


def test_numbers_go_up_along_the_street_on_each_side(town: Town) -> None:
    for street in streets_of(town):
        line = [flat(point) for point in street.line]
        for side in (0, 1):
            ways = [
                how_far(line, flat((dwelling.lat, dwelling.lon)))
                for dwelling in street.dwellings
                if dwelling.number % 2 == side and not dwelling.suffix
            ]
            backwards = sum(later < earlier - 12 for earlier, later in pairwise(ways))

            assert backwards == 0, street.name


def test_some_houses_have_boxes_or_letters_and_some_numbers_are_missing(town: Town) -> None:
    suffixes = Counter(dwelling.suffix.split(" ")[0] for street in streets_of(town) for dwelling in street.dwellings)
    gaps = sum(
        len(set(range(1, max(numbers) + 1)) - numbers)
        for street in streets_of(town)
        if (numbers := {dwelling.number for dwelling in street.dwellings})
    )

    assert suffixes["bus"] > 300
    assert suffixes["A"] > 50
    assert gaps > 300


def test_houses_of_different_streets_do_not_stand_on_each_other(town: Town) -> None:
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    for street in streets_of(town):
        for dwelling in street.dwellings:
            east, north = flat((dwelling.lat, dwelling.lon))
            cells.setdefault((int(east // 5), int(north // 5)), []).append((east, north, street.name + street.postcode))

    for (column, row), houses in cells.items():
        around = [house for x in (0, 1) for y in (0, 1) for house in cells.get((column + x, row + y), [])]
        for east, north, street_name in houses:
            assert all(hypot(east - x, north - y) > 3 for x, y, other in around if other != street_name)


def test_the_houses_leave_river_and_railway_free(town: Town) -> None:
    for barrier in (town.river, town.railway):
        cells = {(int(x // 10), int(y // 10)) for x, y in map(flat, barrier)}
        for street in streets_of(town):
            for dwelling in street.dwellings:
                east, north = flat((dwelling.lat, dwelling.lon))

                assert (int(east // 10), int(north // 10)) not in cells, street.name


def test_the_town_is_no_grid(town: Town) -> None:
    """A grid has two directions; in a grown town the streets point everywhere."""
    directions: Counter[int] = Counter()
    for street in streets_of(town):
        for (ax, ay), (bx, by) in pairwise(flat(point) for point in street.line):
            size = hypot(bx - ax, by - ay) or 1.0
            cosine = abs((bx - ax) / size)
            directions[round(cosine * 5)] += 1

    assert len(directions) == 6
    assert max(directions.values()) < 0.6 * sum(directions.values())


def test_the_town_lies_within_the_frame_of_flanders(town: Town) -> None:
    for street in streets_of(town):
        for dwelling in street.dwellings:
            assert 50.68 < dwelling.lat < 51.51
            assert 2.54 < dwelling.lon < 5.92


@pytest.mark.parametrize("seed", [1, 2])
def test_any_seed_finds_room_for_all_streets(seed: int) -> None:
    streets = streets_of(build_town(seed))

    assert len(streets) == len(streets_of(build_town(2025)))
    assert min(len(street.dwellings) for street in streets) >= 4


def is_left(line: list[tuple[float, float]], spot: tuple[float, float]) -> bool:
    _, (ax, ay), (bx, by), _ = nearest(line, spot)
    return (bx - ax) * (spot[1] - ay) - (by - ay) * (spot[0] - ax) > 0


def how_far(line: list[tuple[float, float]], spot: tuple[float, float]) -> float:
    """Metres along the street to where the house stands."""
    return nearest(line, spot)[3]


def nearest(
    line: list[tuple[float, float]], spot: tuple[float, float]
) -> tuple[float, tuple[float, float], tuple[float, float], float]:
    found, walked = [], 0.0
    for (ax, ay), (bx, by) in pairwise(line):
        dx, dy = bx - ax, by - ay
        size = hypot(dx, dy)
        share = min(1.0, max(0.0, ((spot[0] - ax) * dx + (spot[1] - ay) * dy) / (size * size)))
        away = hypot(spot[0] - ax - share * dx, spot[1] - ay - share * dy)
        found.append((away, (ax, ay), (bx, by), walked + share * size))
        walked += size
    return min(found)


def test_the_plan_names_neighbourhoods_per_municipality(town: Town) -> None:
    def quarters(municipality: TownMunicipality) -> int:
        return len(municipality.neighbourhoods)

    assert [quarters(municipality) for municipality in town.municipalities] == [9, 5]
