"""Find a street from what somebody types, with typing errors and all, and a dwelling from its house number."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.authority import Authority
from models.queries.streets.former_street_names import former_names_by_street
from models.queries.streets.street_names import StreetNames, street_names
from models.rules.streets import (
    house_number_order,
    normalise_street_name,
    parse_house_number,
    split_address,
    suffix_key,
)

# Below this likeness (0 to 100) a name is another name. Of the real Flemish names with one or two typing errors,
# 0.4% are less like themselves than this.
LEAST_LIKE = 70
NEARLY = 85  # from here a whole name is what was meant; below, it may be the beginning of another


@dataclass(frozen=True)
class FoundStreet:
    """A street with what one needs to choose between two of the same name."""

    id: int
    name: str
    postcode: str
    neighbourhood: str
    municipality: str
    authority_id: int
    dwelling_count: int
    former: str = ""  # what it was called before, where that is what was typed

    def is_called(self, typed: str) -> bool:
        """Whether this is its name, or the earlier one by which it was found."""
        wanted = normalise_street_name(typed)
        return bool(wanted) and wanted in (normalise_street_name(self.name), normalise_street_name(self.former))


@dataclass(frozen=True)
class FoundDwelling:
    """One dwelling; latitude and longitude in degrees, None where the register gives none."""

    id: int
    street_id: int
    number: int
    suffix: str
    latitude: float | None
    longitude: float | None


def find_streets(
    session: Session, authority_ids: Collection[int], text: str, limit: int = 10
) -> tuple[FoundStreet, ...]:
    """Active streets of these municipalities that look like `text`, the best first.

    `text` may hold more than the street ('Kerkstraat 12 bus 3, 1700 Dilbeek'). First come the names that begin with
    what is typed; when those are fewer than `limit`, all names are ranked by likeness.
    """
    asked = split_address(text)
    wanted = list(dict.fromkeys(filter(None, (normalise_street_name(text), normalise_street_name(asked.street)))))
    if not wanted or not authority_ids:
        return ()
    names = street_names(session, authority_ids, asked.postcode)
    ids = _beginning_with(names, wanted, limit)
    if len(ids) < limit:
        ids += [found for found in _most_like(names, wanted, limit) if found not in ids]
    return _with_former(session, _streets(session, ids[:limit]), wanted)


def _beginning_with(names: StreetNames, wanted: Sequence[str], limit: int) -> list[int]:
    found = (street for start in wanted for name in names.beginning_with(start) for street in names.streets[name])
    return list(islice(dict.fromkeys(found), limit))


def _most_like(names: StreetNames, wanted: Sequence[str], limit: int) -> list[int]:
    scores: dict[str, float] = {}
    for one in wanted:
        for name, score in _scored(names, one, limit):
            scores[name] = max(score, scores.get(name, 0.0))
    # WRatio gives many ties to names that share a word; the plain ratio tells which one was meant.
    ranked = sorted(scores, key=lambda name: (-scores[name], -_likeness(name, wanted), name))
    return list(islice((street for name in ranked for street in names.streets[name]), limit))


def _scored(names: StreetNames, wanted: str, limit: int) -> Iterator[tuple[str, float]]:
    # WRatio also finds one word of a name. In more names than a few zones have, too many share a word.
    scorer = fuzz.ratio if names.are_many else fuzz.WRatio
    pool = 5 * limit  # ties are settled afterwards, so more are looked at than are shown
    whole = process.extract(wanted, names.spelled, scorer=scorer, limit=pool, score_cutoff=LEAST_LIKE)
    yield from ((name, score) for name, score, _ in whole)
    if names.are_many and (not whole or whole[0][1] < NEARLY):
        # The rest may still have to be typed: 'burgemester' is the beginning of a name with an error in it.
        starts = names.beginnings(len(wanted) + 1)
        for start, score, _ in process.extract(wanted, starts, scorer=fuzz.ratio, limit=pool, score_cutoff=LEAST_LIKE):
            yield from ((name, score) for name in islice(names.beginning_with(start), limit))


def _likeness(name: str, wanted: Sequence[str]) -> float:
    return max(fuzz.ratio(name, other) for other in wanted)


def _streets(session: Session, ids: Sequence[int]) -> tuple[FoundStreet, ...]:
    query = (
        select(Street, Authority.name).join(Authority, Authority.id == Street.authority_id).where(Street.id.in_(ids))
    )
    found = {street.id: _found_street(street, municipality) for street, municipality in session.execute(query)}
    return tuple(found[street_id] for street_id in ids)


def _with_former(session: Session, found: Sequence[FoundStreet], wanted: Sequence[str]) -> tuple[FoundStreet, ...]:
    """The same, each with the earlier name by which it was found, if that is more like what was typed."""
    former = former_names_by_street(session, [street.id for street in found])
    return tuple(_named_as_typed(street, former.get(street.id, {}), wanted) for street in found)


def _named_as_typed(street: FoundStreet, former: Mapping[str, str], wanted: Sequence[str]) -> FoundStreet:
    def likeness(name: str) -> tuple[bool, float]:
        return any(name.startswith(start) for start in wanted), _likeness(name, wanted)

    best = max(former, key=likeness, default="")
    if not best or likeness(best) <= likeness(normalise_street_name(street.name)):
        return street
    return replace(street, former=former[best])


def _found_street(street: Street, municipality: str) -> FoundStreet:
    return FoundStreet(
        street.id,
        street.name,
        street.postcode,
        street.neighbourhood,
        municipality,
        street.authority_id,
        street.dwelling_count,
    )


def find_dwelling(session: Session, street_id: int, number: str) -> FoundDwelling | None:
    """The active dwelling with this house number ('12', '12 a', '12 bus 3'), or None.

    None too where '12' is a building with boxes: `dwellings_at` gives them. Raises Invalid (`house_number`).
    """
    house = parse_house_number(number)
    return next(
        (
            found
            for found in _at(session, street_id, house.number)
            if suffix_key(found.suffix) == suffix_key(house.suffix)
        ),
        None,
    )


def dwellings_at(session: Session, street_id: int, number: str) -> tuple[FoundDwelling, ...]:
    """Every active dwelling with this number, whatever follows it: 12, 12A, 12 bus 1. Raises as above."""
    return tuple(_at(session, street_id, parse_house_number(number).number))


_DWELLING = (
    Dwelling.id,
    Dwelling.street_id,
    Dwelling.number,
    Dwelling.suffix,
    Dwelling.latitude,
    Dwelling.longitude,
)


def _at(session: Session, street_id: int, number: int) -> list[FoundDwelling]:
    query = select(*_DWELLING).where(Dwelling.street_id == street_id, Dwelling.number == number, Dwelling.is_active)
    found = [FoundDwelling(*row) for row in session.execute(query)]
    return sorted(found, key=lambda dwelling: house_number_order(dwelling.number, dwelling.suffix))
