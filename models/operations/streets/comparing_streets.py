"""Compare the streets of an address file with those that we have: what is new, what changes, what is gone.

What we have comes as plain rows with the columns of Street and of Dwelling.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from models.operations.streets.gathering_streets import GatheredDwelling, GatheredStreet, HouseKey
from models.rules.streets import plain_name


@dataclass
class Counts:
    """What an import does to streets or to dwellings; `gone` become inactive."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0

    active: int = 0  # before the import

    @property
    def gone_share(self) -> float:
        """Which part of what was active goes, from 0 to 1."""
        return self.gone / self.active if self.gone else 0.0


@dataclass
class ImportPlan:
    """What has to be written. Streets that are in the file: gathered street and the id of its row (None: new)."""

    authority_id: int
    has_dwellings: bool
    known_by_house: frozenset[int] = frozenset()  # ids of the streets of which we have the dwellings
    seen: list[tuple[GatheredStreet, int | None]] = field(default_factory=list)
    new_streets: list[dict[str, Any]] = field(default_factory=list)
    changed_streets: list[dict[str, Any]] = field(default_factory=list)
    renamed_streets: list[dict[str, Any]] = field(default_factory=list)  # what they were called
    gone_streets: list[int] = field(default_factory=list)
    new_dwellings: list[dict[str, Any]] = field(default_factory=list)  # of streets that we had
    changed_dwellings: list[dict[str, Any]] = field(default_factory=list)
    gone_dwellings: list[int] = field(default_factory=list)
    street_counts: Counts = field(default_factory=Counts)
    dwelling_counts: Counts = field(default_factory=Counts)


def match_streets(plan: ImportPlan, gathered: Sequence[GatheredStreet], known: Sequence[Row[Any]]) -> None:
    """By official id, else by name; what is left over on our side is gone."""
    by_name = {(street.postcode, street.normalised_name): street for street in known}
    matched = _by_id(gathered, known)
    found = {id(street) for street in matched.values()}
    names = set(by_name)
    for street in gathered:
        if id(street) in found:
            continue
        row, name = _by_name(street, by_name, matched, names)
        names.add((street.postcode, name))
        if row is not None:
            matched[row.id] = street
        else:
            _plan_new_street(plan, street, name)
    for row in known:
        plan.street_counts.active += row.is_active
        if row.id in matched:
            _plan_known_street(plan, row, matched[row.id], names)
        elif row.is_active:
            plan.gone_streets.append(row.id)
            plan.street_counts.gone += 1


def _by_id(gathered: Sequence[GatheredStreet], known: Sequence[Row[Any]]) -> dict[int, GatheredStreet]:
    """Our row's id: the street of the file with the same official id and postcode."""
    rows: dict[tuple[str | None, str], int] = {
        (street.external_id, street.postcode): street.id for street in known if street.external_id
    }
    matched: dict[int, GatheredStreet] = {}
    for street in gathered:
        row_id = rows.get((street.external_id, street.postcode))
        if row_id is not None:
            matched.setdefault(row_id, street)
    return matched


def _by_name(
    street: GatheredStreet, by_name: Mapping[tuple[str, str], Row[Any]], matched: Mapping[int, GatheredStreet],
    names: set[tuple[str, str]],
) -> tuple[Row[Any] | None, str]:  # fmt: skip
    """The row of this name that no other street of the file has taken, or a name that is still free.

    Two streets of one name in one postcode are two streets: the second becomes 'kerkstraat 2'.
    """
    ordinal = 1
    while True:
        name = _numbered(street.normalised_name, ordinal)
        row = by_name.get((street.postcode, name))
        if row is not None and row.id not in matched:
            return row, name
        if (street.postcode, name) not in names:
            return None, name
        ordinal += 1


def _numbered(name: str, ordinal: int) -> str:
    return name if ordinal == 1 else f"{name} {ordinal}"


def _shown(street: GatheredStreet, normalised: str) -> str:
    """The name for people; '(2)' tells the second street of one name and postcode from the first."""
    ordinal = normalised.removeprefix(street.normalised_name).strip()
    return f"{street.name} ({ordinal})" if ordinal else street.name


def _plan_new_street(plan: ImportPlan, street: GatheredStreet, normalised: str) -> None:
    plan.seen.append((street, None))
    plan.street_counts.new += 1
    plan.dwelling_counts.new += len(street.dwellings)
    plan.new_streets.append(
        {
            "authority_id": plan.authority_id,
            "external_id": street.external_id,
            "name": _shown(street, normalised),
            "normalised_name": normalised,
            "postcode": street.postcode,
            "neighbourhood": street.neighbourhood,
            "dwelling_count": len(street.dwellings) if plan.has_dwellings else street.count,
            "is_active": True,
        }
    )


def _plan_known_street(plan: ImportPlan, row: Row[Any], street: GatheredStreet, names: set[tuple[str, str]]) -> None:
    plan.seen.append((street, row.id))
    normalised = row.normalised_name
    if not _is_same_name(normalised, street.normalised_name):
        ordinal = 1
        while (street.postcode, normalised := _numbered(street.normalised_name, ordinal)) in names:
            ordinal += 1
        names.add((street.postcode, normalised))
        before = {"name": plain_name(row.name), "normalised_name": row.normalised_name}
        plan.renamed_streets.append({"street_id": row.id, **before})
    values = {
        "external_id": street.external_id or row.external_id,
        "name": _shown(street, normalised),
        "normalised_name": normalised,
        "neighbourhood": street.neighbourhood or row.neighbourhood,
        "dwelling_count": _count(plan, row, street),
        "is_active": True,
    }
    if all(getattr(row, name) == value for name, value in values.items()):
        plan.street_counts.same += 1
    else:
        plan.changed_streets.append({"id": row.id, **values})
        plan.street_counts.changed += 1


def _count(plan: ImportPlan, row: Row[Any], street: GatheredStreet) -> int:
    """The number that a file gives without naming the houses never replaces the houses that we know."""
    if plan.has_dwellings:
        return len(street.dwellings)
    return row.dwelling_count if row.id in plan.known_by_house else street.count or row.dwelling_count


def _is_same_name(ours: str, theirs: str) -> bool:
    rest = ours.removeprefix(theirs)
    return ours.startswith(theirs) and (not rest or (rest[0] == " " and rest[1:].isdecimal()))


def match_dwellings(plan: ImportPlan, known: Iterable[Row[Any]]) -> None:
    """By street, house number and suffix. A street that is gone takes its dwellings with it."""
    waiting: dict[int, dict[HouseKey, GatheredDwelling]] = {
        street_id: dict(street.dwellings) for street, street_id in plan.seen if street_id is not None
    }
    for row in known:
        plan.dwelling_counts.active += row.is_active
        dwelling = waiting.get(row.street_id, {}).pop((row.number, row.suffix), None)
        if dwelling is not None:
            # A place that the file has wrong doesn't erase a good one.
            latitude, longitude = dwelling.place or (row.latitude, row.longitude)
            values = (dwelling.external_id or row.external_id, latitude, longitude, True)
            if values == (row.external_id, row.latitude, row.longitude, row.is_active):
                plan.dwelling_counts.same += 1
            else:
                plan.dwelling_counts.changed += 1
                names = ("external_id", "latitude", "longitude", "is_active")
                plan.changed_dwellings.append({"id": row.id, **dict(zip(names, values, strict=True))})
        elif row.is_active:
            plan.dwelling_counts.gone += 1
            plan.gone_dwellings.append(row.id)
    for street_id, dwellings in waiting.items():
        plan.dwelling_counts.new += len(dwellings)
        plan.new_dwellings += dwelling_rows(street_id, dwellings)


def dwelling_rows(street_id: int, dwellings: Mapping[HouseKey, GatheredDwelling]) -> list[dict[str, Any]]:
    """The rows to write for these dwellings of one street."""
    return [
        {
            "street_id": street_id,
            "number": number,
            "suffix": suffix,
            "external_id": dwelling.external_id,
            "latitude": dwelling.place[0] if dwelling.place else None,
            "longitude": dwelling.place[1] if dwelling.place else None,
            "is_active": True,
        }
        for (number, suffix), dwelling in dwellings.items()
    ]
