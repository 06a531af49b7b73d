"""The invented zone of the demonstration: Oosterbeke and Westveld, with their streets and dwellings.

Nothing of it exists: names, codes and houses are made by a seeded generator, and the place on earth was picked so that
it lies within Flanders' frame (a map with a background would show woods and fields of real villages under it).
The same seed gives the same town.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from random import Random

from binstart.demonstration.house_placing import place_houses
from binstart.demonstration.street_growing import Terrain, evenly, grow_street, smooth
from binstart.demonstration.town_plan import (
    OOSTERBEKE,
    RAILWAY,
    RIVER,
    WESTVELD,
    Building,
    MunicipalityPlan,
    Spot,
)

# The market of Oosterbeke, in degrees (WGS84).
LATITUDE, LONGITUDE = 51.062, 3.352
_METRES_PER_DEGREE = 111_200
SHORT = 190.0  # metres: the longest that a square, a close or a path gets

Point = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True)
class TownDwelling:
    """One housing unit. `suffix` is '', a letter, or 'bus 3' for an apartment."""

    number: int
    suffix: str
    lat: float
    lon: float


@dataclass(frozen=True)
class TownStreet:
    """One street; `line` runs from its first house number to its last."""

    name: str
    postcode: str
    neighbourhood: str
    line: tuple[Point, ...]
    dwellings: tuple[TownDwelling, ...]


@dataclass(frozen=True)
class TownMunicipality:
    """One municipality of the zone; its NIS code and postcode don't exist in Belgium."""

    name: str
    nis: str
    postcode: str
    neighbourhoods: tuple[str, ...]
    streets: tuple[TownStreet, ...]


@dataclass(frozen=True)
class Town:
    """The whole zone; river and railway are lines for maps."""

    municipalities: tuple[TownMunicipality, ...]
    river: tuple[Point, ...]
    railway: tuple[Point, ...]


@dataclass(frozen=True)
class _Laid:
    name: str
    quarter: str
    building: Building
    line: list[Spot]
    number: int  # of its line in the terrain


@lru_cache(maxsize=4)
def build_town(seed: int = 2025) -> Town:
    """Lay out the zone: river and railway, the old roads, the quarters, and then the houses. Takes a second or two."""
    random = Random(seed)
    barriers, streets, houses = Terrain(), Terrain(), Terrain()
    river = evenly(smooth(_shaken(random, tuple(evenly(smooth(RIVER), 260)), 55)))
    railway = evenly(smooth(RAILWAY))
    barriers.add(river)
    barriers.add(railway)
    plans = (OOSTERBEKE, WESTVELD)
    laid = {plan.name: _lay_roads(random, plan, streets) for plan in plans}
    for plan in plans:
        laid[plan.name] += _fill_quarters(random, plan, streets, barriers)
    municipalities = []
    for plan in plans:
        built = tuple(_build(random, street, plan.postcode, streets, barriers, houses) for street in laid[plan.name])
        quarters = tuple(dict.fromkeys(street.neighbourhood for street in built))
        municipalities.append(TownMunicipality(plan.name, plan.nis, plan.postcode, quarters, built))
    return Town(tuple(municipalities), _on_earth(river), _on_earth(railway))


def _shaken(random: Random, points: tuple[Spot, ...], metres: float) -> list[Spot]:
    """The points a little displaced, the two ends not."""
    moved = [(x + random.uniform(-metres, metres), y + random.uniform(-metres, metres)) for x, y in points[1:-1]]
    return [points[0], *moved, points[-1]]


def _lay_roads(random: Random, plan: MunicipalityPlan, streets: Terrain) -> list[_Laid]:
    laid = []
    for road in plan.roads:
        line = evenly(smooth(_shaken(random, road.course, 7)))
        laid.append(_Laid(road.name, road.quarter, road.building, line, streets.add(line)))
    return laid


def _fill_quarters(random: Random, plan: MunicipalityPlan, streets: Terrain, barriers: Terrain) -> list[_Laid]:
    laid = []
    for quarter in plan.quarters:
        for name in quarter.names:
            longest = SHORT if name.endswith(("plein", "hof", "pad")) else quarter.lengths[1]
            line = evenly(smooth(grow_street(random, quarter, longest, streets, barriers), rounds=2))
            laid.append(_Laid(name, quarter.name, quarter.building, line, streets.add(line)))
    return laid


def _build(
    random: Random, street: _Laid, postcode: str, streets: Terrain, barriers: Terrain, houses: Terrain
) -> TownStreet:
    placed = place_houses(random, street.line, street.number, street.building, streets, barriers, houses)
    dwellings = tuple(TownDwelling(number, suffix, *_place(spot)) for number, suffix, spot in placed)
    return TownStreet(street.name, postcode, street.quarter, _on_earth(street.line), dwellings)


def _place(spot: Spot) -> Point:
    latitude = LATITUDE + spot[1] / _METRES_PER_DEGREE
    longitude = LONGITUDE + spot[0] / (_METRES_PER_DEGREE * cos(radians(LATITUDE)))
    return round(latitude, 6), round(longitude, 6)


def _on_earth(line: list[Spot]) -> tuple[Point, ...]:
    return tuple(_place(spot) for spot in line)
