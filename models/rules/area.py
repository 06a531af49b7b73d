"""The area of a network: street segments, what belongs to them, where two areas meet, how an area is told and drawn.

Sources: besafe.be 'afgelijnd gebied'; an area is a list of street segments. An overlap with another
network is shown and not forbidden (Beerse attaches streets from outside).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from typing import Any

from models.rules.streets import Side, is_in_range, is_on_side


@dataclass(frozen=True)
class Segment:
    """A street, one side of it, or a range of its house numbers (both ends included; None is an open end).

    `street` is any key that tells streets apart: the id of a row, or a name in a test.
    """

    street: Hashable
    side: str = Side.ALL
    from_number: int | None = None
    to_number: int | None = None

    def covers(self, street: Hashable, number: int) -> bool:
        """Whether this house number of that street belongs to the segment. Suffixes don't matter: 12A goes with 12."""
        return (
            street == self.street
            and is_on_side(number, self.side)
            and is_in_range(number, self.from_number, self.to_number)
        )


def is_in_area(segments: Iterable[Segment], street: Hashable, number: int) -> bool:
    """Whether a house number belongs to the area."""
    return any(segment.covers(street, number) for segment in segments)


@dataclass(frozen=True)
class DwellingCount:
    """Number of dwellings; an estimate where a street's house numbers aren't known and only part of it is meant."""

    count: int
    is_estimate: bool = False


def count_dwellings(
    segments: Sequence[Segment], numbers: Mapping[Any, Sequence[int]], totals: Mapping[Any, int] | None = None
) -> DwellingCount:
    """Count each dwelling once, also where segments overlap.

    `numbers`: per street the house number of every dwelling (a block of six apartments has its number six times).
    `totals`: per street the number of dwellings, for streets of which the register gives no more than that.
    """
    count, is_estimate = 0, False
    for street in dict.fromkeys(segment.street for segment in segments):
        parts = [segment for segment in segments if segment.street == street]
        if numbers.get(street):
            count += sum(1 for number in numbers[street] if is_in_area(parts, street, number))
        else:
            guess = _guess(parts, (totals or {}).get(street, 0))
            count, is_estimate = count + guess.count, is_estimate or guess.is_estimate
    return DwellingCount(count, is_estimate)


def _guess(parts: Sequence[Segment], total: int) -> DwellingCount:
    if not total or any(part == Segment(part.street) for part in parts):
        return DwellingCount(total)
    guesses = [total if part.side == Side.ALL else (total + 1) // 2 for part in parts]
    # A range can't hold more house numbers than it has; more than the street has, it can't either.
    sizes = [_size(part) for part in parts]
    guesses = [guess if size is None else min(guess, size) for guess, size in zip(guesses, sizes, strict=True)]
    return DwellingCount(min(total, sum(guesses)), is_estimate=True)


def _size(segment: Segment) -> int | None:
    """How many house numbers the segment can have; None: no end."""
    if segment.to_number is None:
        return None
    step = 1 if segment.side == Side.ALL else 2
    return max(0, (segment.to_number - (first_number(segment) or segment.to_number + 1)) // step + 1)


def first_number(segment: Segment) -> int | None:
    """The lowest house number that the segment can contain; None when it can contain none."""
    first = max(segment.from_number or 1, 1)
    if not is_on_side(first, segment.side):
        first += 1
    return first if is_in_range(first, None, segment.to_number) else None


_OPEN = 10**9  # stands for 'no end' while ranges are compared
Run = tuple[int, int]  # house numbers of one side, first and last


def overlap(one: Iterable[Segment], other: Iterable[Segment]) -> tuple[Segment, ...]:
    """What two areas share, as segments, each part told once. The order of the areas doesn't matter."""
    mine, theirs = tuple(one), tuple(other)
    shared: list[Segment] = []
    for street in {segment.street for segment in mine} & {segment.street for segment in theirs}:
        odd = _common(_runs(mine, street, Side.ODD), _runs(theirs, street, Side.ODD))
        even = _common(_runs(mine, street, Side.EVEN), _runs(theirs, street, Side.EVEN))
        shared += _as_segments(street, odd, even)
    return tuple(sorted(shared, key=_order))


def simplify(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """The same area with each house number told once, in plain words: 'odd 1 to 9' and 'even 2 to 8': '1 to 9'."""
    given = tuple(segments)
    simple: list[Segment] = []
    for street in {segment.street for segment in given}:
        simple += _as_segments(street, _runs(given, street, Side.ODD), _runs(given, street, Side.EVEN))
    return tuple(sorted(simple, key=_order))


def _runs(segments: Iterable[Segment], street: Hashable, side: Side) -> list[Run]:
    """The house numbers on one side of a street, as runs that don't touch."""
    merged: list[Run] = []
    for first, last in sorted(run for segment in segments if (run := _run(segment, street, side))):
        if merged and first <= merged[-1][1] + 2:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _run(segment: Segment, street: Hashable, side: Side) -> Run | None:
    if segment.street != street or segment.side not in (Side.ALL, side):
        return None
    first = first_number(Segment(street, side, segment.from_number, segment.to_number))
    if first is None:
        return None
    last = _OPEN if segment.to_number is None else segment.to_number
    return first, last if last == _OPEN or is_on_side(last, side) else last - 1


def _common(mine: Iterable[Run], theirs: Sequence[Run]) -> list[Run]:
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in mine for b in theirs)
    return [(first, last) for first, last in pairs if first <= last]


def _as_segments(street: Hashable, odd: list[Run], even: list[Run]) -> list[Segment]:
    segments = []
    for run in odd:
        twin = next((other for other in even if abs(run[0] - other[0]) == 1 and abs(run[1] - other[1]) <= 1), None)
        if twin:
            even = [other for other in even if other != twin]
            segments.append(_segment(street, Side.ALL, (min(run[0], twin[0]), max(run[1], twin[1]))))
        else:
            segments.append(_segment(street, Side.ODD, run))
    return segments + [_segment(street, Side.EVEN, run) for run in even]


def _segment(street: Hashable, side: Side, run: Run) -> Segment:
    is_from_start = run[0] <= (2 if side == Side.EVEN else 1)
    if run[0] == run[1]:
        return Segment(street, side, run[0], run[1])
    return Segment(street, side, None if is_from_start else run[0], None if run[1] == _OPEN else run[1])


def _order(segment: Segment) -> tuple[str, int, str]:
    return str(segment.street), segment.from_number or 0, segment.side


_SIDES = {Side.ALL: "nummers", Side.ODD: "oneven nummers", Side.EVEN: "even nummers"}


def describe_segment(segment: Segment, street_name: str) -> str:
    """The segment for people: 'Kerkstraat', or 'Kerkstraat (oneven nummers 1 tot en met 45)'."""
    numbers = describe_numbers(segment)
    return f"{street_name} ({numbers})" if numbers else street_name


def describe_numbers(segment: Segment) -> str:
    """Which house numbers: 'oneven nummers 1 tot en met 45'; an empty text for the whole street."""
    words, first, last = _SIDES[Side(segment.side)], segment.from_number, segment.to_number
    if first is None and last is None:
        return "" if segment.side == Side.ALL else words
    if first is None:
        return f"{words} tot en met {last}"
    if last is None:
        return f"{words} vanaf {first}"
    return f"nummer {first}" if first == last else f"{words} {first} tot en met {last}"


@dataclass(frozen=True)
class SegmentProblem:
    """What is wrong with one segment. `index` counts from 0, None: the whole area. What doesn't block is a warning."""

    index: int | None
    code: str
    sentence: str
    blocks: bool = True


def check_segments(
    segments: Sequence[Segment], numbers: Mapping[Any, Sequence[int]] | None = None
) -> tuple[SegmentProblem, ...]:
    """All problems of an area, in the order of its segments. `numbers` as in `count_dwellings`, where known."""
    if not segments:
        return (SegmentProblem(None, "no_segments", "Geef minstens één straat op."),)
    problems = (_problem(index, segments, numbers or {}) for index in range(len(segments)))
    return tuple(problem for problem in problems if problem)


def _problem(index: int, segments: Sequence[Segment], numbers: Mapping[Any, Sequence[int]]) -> SegmentProblem | None:
    segment = segments[index]
    code = _impossible(segment)
    if code:
        return SegmentProblem(index, code, _SENTENCES[code])
    earlier = [other for other in segments[:index] if not _impossible(other)]
    if any(simplify([segment]) == simplify([other]) for other in earlier):
        return SegmentProblem(index, "duplicate_segment", _SENTENCES["duplicate_segment"])
    if overlap([segment], earlier):
        return SegmentProblem(index, "overlapping_segment", _SENTENCES["overlapping_segment"], blocks=False)
    known = numbers.get(segment.street)
    if known and not any(segment.covers(segment.street, number) for number in known):
        return SegmentProblem(index, "no_dwellings", _SENTENCES["no_dwellings"], blocks=False)
    if known and segment.to_number is not None and segment.to_number > max(known):
        sentence = _SENTENCES["number_too_high"].format(highest=max(known))
        return SegmentProblem(index, "number_too_high", sentence, blocks=False)
    return None


def _impossible(segment: Segment) -> str:
    ends = [end for end in (segment.from_number, segment.to_number) if end is not None]
    if segment.street in (None, ""):
        return "street_missing"
    if segment.side not in tuple(Side):
        return "unknown_side"
    if any(end < 1 for end in ends):
        return "number_not_positive"
    if len(ends) == 2 and ends[0] > ends[1]:
        return "range_reversed"
    return "range_without_numbers" if first_number(segment) is None else ""


_SENTENCES = {
    "street_missing": "Kies een straat.",
    "unknown_side": "Kies alle, oneven of even nummers.",
    "number_not_positive": "Een huisnummer is 1 of hoger.",
    "range_reversed": "Het eerste huisnummer is hoger dan het laatste.",
    "range_without_numbers": "Op deze kant van de straat ligt geen enkel huisnummer tussen deze twee nummers.",
    "duplicate_segment": "Dit deel van de straat staat al in de lijst.",
    "overlapping_segment": "Een stuk van dit deel van de straat staat al in de lijst.",
    "number_too_high": "Het hoogste nummer in deze straat is {highest}. Vul een lager nummer in, of laat het vak leeg.",
    "no_dwellings": "In dit deel van de straat zijn geen woningen bekend.",
}

Point = tuple[float, float]  # latitude, longitude in degrees (WGS84)


def convex_hull(points: Iterable[Point]) -> tuple[Point, ...]:
    """The smallest convex polygon around the points, not closed, without points on its sides.

    None, one or two points come back as they are, and so do the two ends of a straight row of points.
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    return tuple(_half_hull(ordered) + _half_hull(ordered[::-1]))


def _half_hull(ordered: Sequence[Point]) -> list[Point]:
    half: list[Point] = []
    for point in ordered:
        while len(half) >= 2 and _turn(half[-2], half[-1], point) <= 0:
            half.pop()
        half.append(point)
    return half[:-1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def outline(points: Iterable[Point], margin_metres: float = 20.0) -> tuple[Point, ...]:
    """The convex hull with a margin around it, so that one house or one straight street has a shape on a map too."""
    corners = convex_hull(points)
    ring = [(sin(step * pi / 6) * margin_metres, cos(step * pi / 6) * margin_metres) for step in range(12)]
    return convex_hull(
        (latitude + north / 111_200, longitude + east / (111_200 * cos(radians(latitude))))
        for latitude, longitude in corners
        for north, east in ring
    )
