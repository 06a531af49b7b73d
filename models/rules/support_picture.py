"""What may be published of the support for a founding: never so fine that a household can be read from it.

Source: domain.md 1; the reasoning stands in DECISIONS.md ('The support base'). In short:

- A street with fewer than five dwellings is shown together with the nearest street.
- Numbers move in steps of five, and only when the true number is five away from what was shown last. So two pictures
  of different moments never differ by one dwelling, and who gives and takes back a voice sees nothing move.
- 'All' and 'none' are never told: the highest number shown leaves at least two dwellings open, and below five no number
  is shown at all. The whole is held back where, with the streets beside it, it would give a street away.
- The picture is that of the beginning of the day, so that nobody sees a number move behind a neighbour's back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import hypot

from models.rules.area import Point

FEWEST_DWELLINGS = 5
STEP = 5
LEFT_OPEN = 2  # dwellings of a group that the highest number shown leaves open

Change = tuple[datetime, int]  # +1: a dwelling came to support the founding; -1: it no longer does


@dataclass(frozen=True)
class StreetSupport:
    """One street of the area, as far as it belongs to it, with every change of its support. `place`: its middle."""

    name: str
    dwellings: int
    changes: tuple[Change, ...] = ()
    place: Point | None = None


@dataclass(frozen=True)
class Shown:
    """One bar: a street, or streets together. `about` is a multiple of five, 0 means that no number is shown."""

    names: tuple[str, ...]
    dwellings: int
    about: int


@dataclass(frozen=True)
class Picture:
    """What everybody may see. No bars where the whole area is too small."""

    groups: tuple[Shown, ...]
    dwellings: int
    about: int


def picture(streets: Sequence[StreetSupport]) -> Picture:
    """What everybody may see of an area. Give it the changes up to the beginning of today only."""
    dwellings = _size(streets)
    if dwellings < FEWEST_DWELLINGS:
        return Picture((), dwellings, 0)
    shown = tuple(_shown(group) for group in grouped(streets))
    return Picture(shown, dwellings, min(settled(_changes(streets)), _highest_whole(shown)))


def grouped(streets: Sequence[StreetSupport]) -> tuple[tuple[StreetSupport, ...], ...]:
    """The streets, those that are too small together with the nearest one. Depends on the dwellings only, never on who
    supports: else the grouping itself would tell something."""
    groups: list[tuple[StreetSupport, ...]] = [(street,) for street in streets]
    while len(groups) > 1:
        small = min(groups, key=_size)
        if _size(small) >= FEWEST_DWELLINGS:
            break
        index = groups.index(small)
        others = [other for other in range(len(groups)) if other != index]
        nearest = min(others, key=lambda other: (_distance(small, groups[other]), abs(other - index), other))
        first, last = sorted((index, nearest))
        groups[first] = groups[first] + groups.pop(last)
    return tuple(groups)


def settled(changes: Iterable[int]) -> int:
    """The number that is shown after these changes: it follows only when the true number is a whole step away."""
    true, shown = 0, 0
    for change in changes:
        true += change
        if abs(true - shown) >= STEP:
            shown = true - true % STEP
    return shown


def highest_shown(dwellings: int) -> int:
    """The highest number that may stand beside a group of so many dwellings."""
    most = max(0, dwellings - LEFT_OPEN)
    return most - most % STEP


def _shown(group: Sequence[StreetSupport]) -> Shown:
    names, dwellings = tuple(street.name for street in group), _size(group)
    return Shown(names, dwellings, min(settled(_changes(group)), highest_shown(dwellings)))


def _changes(streets: Iterable[StreetSupport]) -> list[int]:
    """What changed in these streets, in the order in which it happened."""
    return [change for _, change in sorted(change for street in streets for change in street.changes)]


def _highest_whole(groups: Sequence[Shown]) -> int:
    """The highest number for the whole that gives no group away, whatever the others hold at most."""
    most = [_most_in(group) for group in groups]
    together = sum(most)
    limit = min(group.dwellings - LEFT_OPEN + together - own for group, own in zip(groups, most, strict=True))
    limit = max(0, limit)
    return limit - limit % STEP


def _most_in(group: Shown) -> int:
    """How many supporting dwellings the group can have at most, for who sees its number."""
    is_highest = group.about == highest_shown(group.dwellings)
    return group.dwellings if is_highest else min(group.dwellings, group.about + STEP - 1)


def _size(group: Iterable[StreetSupport]) -> int:
    return sum(street.dwellings for street in group)


def _distance(one: tuple[StreetSupport, ...], other: tuple[StreetSupport, ...]) -> float:
    pairs = [(a.place, b.place) for a in one for b in other if a.place and b.place]
    return min((hypot(a[0] - b[0], (a[1] - b[1]) * 0.63) for a, b in pairs), default=float("inf"))
