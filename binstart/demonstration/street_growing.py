"""How streets of the invented town find their way: curves, and new streets that leave an older one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, ceil, cos, floor, hypot, pi, radians, sin
from random import Random

from binstart.demonstration.town_plan import Quarter, Spot

STEP = 12.0  # metres between two points of a street while it is laid out
_CELL = 60.0


def smooth(points: Sequence[Spot], rounds: int = 3) -> list[Spot]:
    """Round off the corners of a line; its ends stay (Chaikin)."""
    line = list(points)
    for _ in range(rounds):
        cut = [line[0]]
        for (ax, ay), (bx, by) in pairwise(line):
            cut += [(ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25), (ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75)]
        line = [*cut, line[-1]]
    return line


def evenly(line: Sequence[Spot], step: float = STEP) -> list[Spot]:
    """The same line as points at equal distances of about `step` metres."""
    total = length(line)
    pieces = max(1, round(total / step))
    return [walk(line, total * piece / pieces)[0] for piece in range(pieces)] + [line[-1]]


def length(line: Sequence[Spot]) -> float:
    """Metres along the line."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))


def walk(line: Sequence[Spot], metres: float) -> tuple[Spot, float]:
    """Where one is after so many metres, and the direction in radians."""
    for a, b in pairwise(line):
        piece = hypot(b[0] - a[0], b[1] - a[1])
        if metres <= piece and piece > 0:
            share = metres / piece
            return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share), atan2(b[1] - a[1], b[0] - a[0])
        metres -= piece
    a, b = line[-2], line[-1]
    return b, atan2(b[1] - a[1], b[0] - a[0])


def is_inside(spot: Spot, boundary: Sequence[Spot]) -> bool:
    """Whether a spot lies within a polygon."""
    inside = False
    for (ax, ay), (bx, by) in zip(boundary, [*boundary[1:], boundary[0]], strict=True):
        if (ay > spot[1]) != (by > spot[1]) and spot[0] < (bx - ax) * (spot[1] - ay) / (by - ay) + ax:
            inside = not inside
    return inside


class Terrain:
    """What is already there, found quickly by place: the points of each line, under the line's number."""

    def __init__(self) -> None:
        self.lines: list[list[Spot]] = []
        self._cells: dict[tuple[int, int], list[tuple[Spot, int]]] = {}

    def add(self, line: Sequence[Spot]) -> int:
        """Lay a line (points about STEP apart); returns its number."""
        number = len(self.lines)
        self.lines.append(list(line))
        for spot in line:
            self._cells.setdefault(_cell(spot), []).append((spot, number))
        return number

    def near(self, spot: Spot, reach: float) -> Iterator[tuple[float, Spot, int]]:
        """Every point within `reach` metres: distance, place and number of its line."""
        column, row = _cell(spot)
        around = ceil(reach / _CELL)
        for x in range(column - around, column + around + 1):
            for y in range(row - around, row + around + 1):
                for other, number in self._cells.get((x, y), ()):
                    distance = hypot(other[0] - spot[0], other[1] - spot[1])
                    if distance < reach:
                        yield distance, other, number

    def is_clear(self, spot: Spot, reach: float, without: Iterable[int] = ()) -> bool:
        """Whether nothing but the lines `without` comes within `reach` metres."""
        skipped = tuple(without)
        return all(number in skipped for _, _, number in self.near(spot, reach))


def _cell(spot: Spot) -> tuple[int, int]:
    return floor(spot[0] / _CELL), floor(spot[1] / _CELL)


def grow_street(random: Random, quarter: Quarter, longest: float, streets: Terrain, barriers: Terrain) -> list[Spot]:
    """A new street of at most `longest` metres that fits in the quarter: the best of many tries.

    When the quarter gets full, blocks become narrower and streets shorter. Raises ValueError when nothing fits at all.
    """
    gates = _gates(quarter, streets)
    for squeeze in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5):
        spacing, shortest = quarter.spacing * squeeze, min(quarter.lengths[0], longest * 0.6) * squeeze
        free = [(number, spot) for number, spot in gates if streets.is_clear(spot, spacing * 0.8, without=(number,))]
        walks = (_Walk(random, quarter, spacing, longest, streets, barriers, *gate) for gate in _some(random, free))
        found = [line for walk in walks if (line := walk.line()) and length(line) >= shortest]
        if found:
            return max(found, key=lambda line: (min(length(line), longest) * _straightness(line), line[0]))
    raise ValueError(f"there is no room left for a street in {quarter.name}")


def _gates(quarter: Quarter, streets: Terrain) -> list[tuple[int, Spot]]:
    """Where a street can begin: on an older street in the quarter or at its edge."""
    east, north = zip(*quarter.boundary, strict=True)
    west_end, east_end, south_end, north_end = min(east) - 45, max(east) + 45, min(north) - 45, max(north) + 45
    return [
        (number, spot)
        for number, line in enumerate(streets.lines)
        for spot in line[1:-1]
        if west_end < spot[0] < east_end and south_end < spot[1] < north_end and _touches(spot, quarter.boundary)
    ]


def _some(random: Random, gates: list[tuple[int, Spot]]) -> list[tuple[int, Spot]]:
    return [random.choice(gates) for _ in range(50)] if gates else []


def _straightness(line: Sequence[Spot]) -> float:
    """1 for a straight street, less for one that turns back on itself; nobody builds a snail shell."""
    return 0.4 + 0.6 * hypot(line[-1][0] - line[0][0], line[-1][1] - line[0][1]) / max(length(line), 1.0)


def _touches(spot: Spot, boundary: Sequence[Spot]) -> bool:
    around = (walk_by(spot, step * pi / 3, 45) for step in range(6))
    return is_inside(spot, boundary) or any(is_inside(other, boundary) for other in around)


def walk_by(spot: Spot, direction: float, metres: float) -> Spot:
    """The spot so many metres further in a direction (radians)."""
    return spot[0] + cos(direction) * metres, spot[1] + sin(direction) * metres


@dataclass
class _Walk:
    """One try: leave an older street at `start`, and go on until something is in the way."""

    random: Random
    quarter: Quarter
    spacing: float
    longest: float
    streets: Terrain
    barriers: Terrain
    parent: int
    start: Spot

    def line(self) -> list[Spot] | None:
        """The way walked, or None when it is no street: it runs beside another one or comes back to itself."""
        line, direction = [self.start], self._leave()
        bend = radians(self.random.choice((0, 1, 1)) * self.random.uniform(-4.5, 4.5))
        goal = self.random.uniform(0.6, 1.0) * self.longest
        while len(line) * STEP < goal:
            if self.random.random() < 0.06:
                bend = radians(self.random.uniform(-4, 4))
            direction += bend + radians(self.random.uniform(-2, 2))
            spot = walk_by(line[-1], direction, STEP)
            if not is_inside(spot, self.quarter.boundary) and len(line) > 4:
                return self._joined(line, direction, self.spacing * 1.1) or line
            if not self.barriers.is_clear(spot, 38):
                return line
            if not self.streets.is_clear(spot, self.spacing * 0.8, without=(self.parent,)):
                return self._joined(line, direction, self.spacing)
            if self._comes_back(line, spot):
                return None
            line.append(spot)
        return line

    def _leave(self) -> float:
        """About square to the older street, to either side."""
        older = self.streets.lines[self.parent]
        place = older.index(self.start)
        along = _direction(older[place - 1], older[place + 1])
        return along + self.random.choice((-1, 1)) * radians(90 + self.random.uniform(-16, 16))

    def _comes_back(self, line: Sequence[Spot], spot: Spot) -> bool:
        older = line[: -ceil(self.spacing * 1.6 / STEP)]
        if any(hypot(spot[0] - x, spot[1] - y) < self.spacing * 0.8 for x, y in older):
            return True
        return len(line) * STEP > self.spacing * 1.4 and not self.streets.is_clear(spot, self.spacing * 0.8)

    def _joined(self, line: list[Spot], direction: float, reach: float) -> list[Spot] | None:
        """Join the street straight ahead; None when the nearest one lies beside us, too close to build between."""
        ahead = [
            (distance, other)
            for distance, other, number in self.streets.near(line[-1], reach)
            if number != self.parent and abs(_turn(direction, _direction(line[-1], other))) < radians(50)
        ]
        return [*line, min(ahead)[1]] if ahead else None


def _direction(a: Spot, b: Spot) -> float:
    return atan2(b[1] - a[1], b[0] - a[0])


def _turn(before: float, after: float) -> float:
    return (after - before + pi) % (2 * pi) - pi
