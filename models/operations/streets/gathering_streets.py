"""Bring the rows of an address file together into streets with their dwellings, and count what can't be used."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from models.operations.streets.reading_address_files import Row, read_place
from models.rules.refusals import Invalid
from models.rules.streets import homonym_mark, normalise_street_name, parse_house_number, plain_name

# A row with another status is a plan, or a street or house that is no more. Words of BeSt and of the Flemish register.
_IN_USE = {"", "current", "ingebruik", "in gebruik", "inuse"}
HouseKey = tuple[int, str]  # house number and suffix


@dataclass
class GatheredDwelling:
    """One dwelling of the file; its place is None where the file gives none that can be right."""

    external_id: str | None
    place: tuple[float, float] | None


@dataclass
class GatheredStreet:
    """One street of the file, in one postcode. `count` is what the file says of it, without dwellings."""

    name: str
    normalised_name: str
    postcode: str
    external_id: str | None
    mark: str  # what tells it from another street of the same name
    count: int = 0
    neighbourhoods: Counter[str] = field(default_factory=Counter)
    dwellings: dict[HouseKey, GatheredDwelling] = field(default_factory=dict)

    @property
    def neighbourhood(self) -> str:
        """Where most of its rows lie; '' when the file doesn't say."""
        return min(self.neighbourhoods, key=lambda name: (-self.neighbourhoods[name], name), default="")


def gather_streets(rows: Iterable[Row], has_dwellings: bool, dropped: Counter[str]) -> list[GatheredStreet]:
    """The streets in the rows, in a fixed order. Reasons in `dropped`:

    not_in_use, incomplete (no street name or postcode), without_number, duplicate: the row is left out;
    broken_place: the row counts, its coordinates don't.
    """
    streets: dict[tuple[str, str, str], GatheredStreet] = {}
    for row in rows:
        if row.get("status", "").casefold() not in _IN_USE:
            dropped["not_in_use"] += 1
            continue
        street = _street(row, streets)
        if street is None:
            dropped["incomplete"] += 1
        elif has_dwellings:
            _add_dwelling(street, row, dropped)
        else:
            _place(row, dropped)
            street.count += int(row["count"]) if row.get("count", "").isdecimal() else 0
    return sorted(
        streets.values(), key=lambda street: (street.postcode, street.normalised_name, len(street.mark), street.mark)
    )


def _street(row: Row, streets: dict[tuple[str, str, str], GatheredStreet]) -> GatheredStreet | None:
    name, postcode, external_id = plain_name(row["street"]), row["postcode"], row.get("street_id") or None
    normalised = normalise_street_name(name)
    if not normalised or not (len(postcode) == 4 and postcode.isdecimal()):
        return None
    mark = external_id or homonym_mark(row["street"])
    street = streets.setdefault(
        (postcode, normalised, mark), GatheredStreet(name, normalised, postcode, external_id, mark)
    )
    street.neighbourhoods.update([row["neighbourhood"]] if row.get("neighbourhood") else [])
    return street


def _add_dwelling(street: GatheredStreet, row: Row, dropped: Counter[str]) -> None:
    try:
        house = parse_house_number(row["number"], row.get("box", ""))
    except Invalid:
        dropped["without_number"] += 1
        return
    if (house.number, house.suffix) in street.dwellings:
        dropped["duplicate"] += 1
        return
    dwelling = GatheredDwelling(row.get("address_id") or None, _place(row, dropped))
    street.dwellings[house.number, house.suffix] = dwelling


def _place(row: Row, dropped: Counter[str]) -> tuple[float, float] | None:
    latitude, longitude = row.get("latitude", ""), row.get("longitude", "")
    place = read_place(latitude, longitude)
    if place is None and (latitude or longitude):
        dropped["broken_place"] += 1
    return place
