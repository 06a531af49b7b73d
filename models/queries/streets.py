"""Find a street from what somebody types, with typing errors and all, and a dwelling from its house number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.authority import Authority
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
# WRatio also finds one word of a name. In more names than a few zones have, too many share a word.
MANY = 10_000


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
    names = select(Street.id, Street.normalised_name).where(_in(authority_ids))
    if asked.postcode:
        names = names.where(Street.postcode == asked.postcode)
    ids = _beginning_with(session, names, wanted, limit)
    if len(ids) < limit:
        ids += [found for found in _most_like(session, names, wanted, limit) if found not in ids]
    return _streets(session, ids[:limit])


def _in(authority_ids: Collection[int]) -> ColumnElement[bool]:
    return Street.authority_id.in_(authority_ids) & Street.is_active


def _beginning_with(session: Session, names: Select[int, str], wanted: Sequence[str], limit: int) -> list[int]:
    found: list[int] = []
    for name in wanted:
        begins = Street.normalised_name.startswith(name)
        rows = session.execute(names.where(begins).order_by(Street.normalised_name, Street.id).limit(limit))
        found += [row.id for row in rows if row.id not in found]
    return found


def _most_like(session: Session, names: Select[int, str], wanted: Sequence[str], limit: int) -> list[int]:
    candidates = {row.id: row.normalised_name for row in session.execute(names.order_by(Street.id))}
    scorer = fuzz.WRatio if len(candidates) <= MANY else fuzz.ratio
    pool = 5 * limit  # ties are settled below, so more are looked at than are shown
    scores: dict[int, float] = {}
    for name in wanted:
        for _, score, found in process.extract(name, candidates, scorer=scorer, limit=pool, score_cutoff=LEAST_LIKE):
            scores[found] = max(score, scores.get(found, 0.0))
    # WRatio gives many ties to names that share a word; the plain ratio tells which one was meant.
    return sorted(scores, key=lambda found: (-scores[found], -_likeness(candidates[found], wanted), candidates[found]))


def _likeness(name: str, wanted: Sequence[str]) -> float:
    return max(fuzz.ratio(name, other) for other in wanted)


def _streets(session: Session, ids: Sequence[int]) -> tuple[FoundStreet, ...]:
    query = (
        select(Street, Authority.name).join(Authority, Authority.id == Street.authority_id).where(Street.id.in_(ids))
    )
    found = {street.id: _found_street(street, municipality) for street, municipality in session.execute(query)}
    return tuple(found[street_id] for street_id in ids)


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
