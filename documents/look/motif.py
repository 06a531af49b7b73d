"""The motif of a network: its own pattern of houses, all joined, with the way of one message lit up.

Made from the name of the network, so each network has its own and keeps it.
"""

from itertools import pairwise
from math import hypot
from random import Random

PETROL = "#0E4B4F"
LIGHT = "#BFE0DA"
THREAD = "#5FA39C"
GOLD = "#F2C879"

_STEP_X, _STEP_Y = 23.0, 21.0  # mm between houses

Point = tuple[float, float]


def motif(seed: str, width: int, height: int) -> str:
    """SVG of width × height mm, filled with rows of houses."""
    random = Random(seed)
    places = _places(random, width, height)
    tree = _tree(places)
    way = _way(random, tree, len(places))
    lit = list(pairwise(way))
    drawing = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}mm" height="{height}mm">'
    ]
    drawing += [_thread(places[a], places[b], THREAD, 0.35) for a, b in tree if (a, b) not in lit and (b, a) not in lit]
    drawing += [_thread(places[a], places[b], GOLD, 0.7) for a, b in lit]
    drawing += [_house(random, place, index in way) for index, place in enumerate(places)]
    return "".join([*drawing, "</svg>"])


def _places(random: Random, width: float, height: float) -> list[Point]:
    rows, columns = max(1, int(height // _STEP_Y)), int(width // _STEP_X) + 1
    top = (height - (rows - 1) * _STEP_Y) / 2 + 1.5
    return [
        (x, top + row * _STEP_Y + random.uniform(-2, 2))
        for row in range(rows)
        for column in range(columns)
        if 6 < (x := 3 + column * _STEP_X + (row % 2) * _STEP_X / 2 + random.uniform(-2.6, 2.6)) < width - 6
    ]


def _tree(places: list[Point]) -> list[tuple[int, int]]:
    # The shortest set of threads that joins all houses (Prim): nobody in the network is left out.
    joined, threads = [0], []
    while len(joined) < len(places):
        outside = (index for index in range(len(places)) if index not in joined)
        near, far = min(((a, b) for b in outside for a in joined), key=lambda pair: _distance(places, *pair))
        threads.append((near, far))
        joined.append(far)
    return threads


def _distance(places: list[Point], a: int, b: int) -> float:
    return hypot(places[a][0] - places[b][0], places[a][1] - places[b][1])


def _way(random: Random, tree: list[tuple[int, int]], count: int) -> list[int]:
    neighbours: dict[int, list[int]] = {index: [] for index in range(count)}
    for a, b in tree:
        neighbours[a].append(b)
        neighbours[b].append(a)
    way = [random.choice([index for index in neighbours if len(neighbours[index]) == 1])]
    while len(way) < max(3, count // 5) and (onward := [index for index in neighbours[way[-1]] if index not in way]):
        way.append(random.choice(onward))
    return way


def _thread(a: Point, b: Point, colour: str, width: float) -> str:
    return (
        f'<path d="M{a[0]:.2f} {a[1]:.2f}L{b[0]:.2f} {b[1]:.2f}" stroke="{colour}" stroke-width="{width}" fill="none"/>'
    )


def _house(random: Random, place: Point, is_lit: bool) -> str:
    x, y = place
    half, roof = random.uniform(2.9, 4.1), random.uniform(2.4, 4.4)
    wall = half * random.uniform(0.85, 1.3)
    left, right = half * 0.4, half * 0.4 + 1.2  # of the chimney, from the ridge
    chimney = f"L{x + left:.2f} {y - roof * (1 - left / half):.2f}V{y - roof:.2f}h1.2" if random.random() < 0.4 else ""
    chimney += f"V{y - roof * (1 - right / half):.2f}" if chimney else ""
    start = f"M{x - half:.2f} {y + wall:.2f}V{y:.2f}L{x:.2f} {y - roof:.2f}"
    outline = f"{start}{chimney}L{x + half:.2f} {y:.2f}V{y + wall:.2f}Z"
    fill, line = (GOLD, GOLD) if is_lit else (PETROL, LIGHT)
    return f'<path d="{outline}" fill="{fill}" stroke="{line}" stroke-width=".5" stroke-linejoin="round"/>'
