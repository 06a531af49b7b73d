"""How houses of the invented town are built along a street and numbered: odd on the left, even on the right."""

from collections.abc import Iterator, Sequence
from math import pi
from random import Random

from binstart.demonstration.street_growing import Terrain, length, walk, walk_by
from binstart.demonstration.town_plan import Building, Spot
from models.rules.streets import house_number_order

House = tuple[int, str, Spot]  # house number, suffix ('', 'A', 'bus 1'), place


def place_houses(
    random: Random, line: Sequence[Spot], number: int, building: Building, streets: Terrain, barriers: Terrain,
    houses: Terrain,
) -> list[House]:  # fmt: skip
    """All dwellings of one street (line `number` of `streets`), the numbers going up from its start."""
    placed = [
        house
        for side, first in ((1, 1), (-1, 2))  # left of the direction of travel, then right
        for house in _one_side(random, line, number, building, side, first, streets, barriers, houses)
    ]
    houses.add([spot for _, _, spot in placed])
    return sorted(placed, key=lambda house: house_number_order(house[0], house[1]))


def _one_side(
    random: Random, line: Sequence[Spot], number: int, building: Building, side: int, first: int,
    streets: Terrain, barriers: Terrain, houses: Terrain,
) -> Iterator[House]:  # fmt: skip
    at, house_number, total = random.uniform(2, 6), first, length(line)
    while at < total:
        width = random.uniform(*building.plot)
        middle, direction = walk(line, at + width / 2)
        spot = walk_by(middle, direction + side * pi / 2, building.setback + random.gauss(0, building.setback * 0.06))
        at += width
        if at > total or not _is_free(spot, number, width, building, streets, barriers, houses):
            continue
        if random.random() >= building.empty:
            yield from _dwellings(random, house_number, spot, building)
            if random.random() < 0.02:
                yield house_number, "A", walk_by(spot, direction, width * 0.3)
        # An empty plot keeps its number, so that a house can still be built there.
        house_number += 2


def _is_free(
    spot: Spot, number: int, width: float, building: Building, streets: Terrain, barriers: Terrain, houses: Terrain
) -> bool:
    for distance, _, other in streets.near(spot, building.setback):
        if other != number or distance < building.setback * 0.7:
            return False
    return barriers.is_clear(spot, 20) and houses.is_clear(spot, max(5.0, width * 0.7))


def _dwellings(random: Random, house_number: int, spot: Spot, building: Building) -> list[House]:
    if random.random() >= building.apartments:
        return [(house_number, "", spot)]
    return [(house_number, f"bus {box}", spot) for box in range(1, random.randint(*building.boxes) + 1)]
