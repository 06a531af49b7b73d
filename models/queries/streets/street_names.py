"""The names among which a street is looked for. Those of many municipalities together are kept in memory.

Reading the names of a whole region from the database takes a tenth of a second and comes back with each letter that
somebody types (measured: at 20 requests a second the web app no longer answered). Streets only change when a register
is taken in, which leaves a row each time, or an earlier name is noted: as long as these rows are the same, so are the
names.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.address import AddressImport, Street
from models.database import WRITING
from models.former_street_name import FormerStreetName

MANY = 10_000  # streets; fewer are read again each time
MOST_KEPT = 5  # collections of municipalities; a web app serves one region, and its zones


@dataclass(frozen=True)
class StreetNames:
    """Names as `normalise_street_name` spells them, each once and in order, and the active streets that bear them
    or once bore them."""

    spelled: Sequence[str]
    streets: Mapping[str, Sequence[int]]
    are_many: bool

    def beginnings(self, length: int) -> Sequence[str]:
        """What the names begin with, so many letters long, in order."""
        return [start for start, _ in groupby(self.spelled, key=itemgetter(slice(length)))]

    def beginning_with(self, start: str) -> Iterator[str]:
        """The names that begin so, in order."""
        place = bisect_left(self.spelled, start)
        return takewhile(
            lambda name: name.startswith(start), (self.spelled[n] for n in range(place, len(self.spelled)))
        )


_Kept = dict[frozenset[int], tuple[Any, StreetNames]]
_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def street_names(session: Session, authority_ids: Collection[int], postcode: str = "") -> StreetNames:
    """The names of the active streets of these municipalities, or of those with this postcode."""
    if postcode or len(authority_ids) == 1:
        return _read(session, authority_ids, postcode)
    connection = session.connection()
    kept, places, imports = _KEPT.setdefault(connection.engine, {}), frozenset(authority_ids), _imports(session)
    if places in kept and kept[places][0] == imports:
        return kept[places][1]
    names = _read(session, authority_ids)
    # What a writing transaction sees may never come to be.
    if names.are_many and not connection.get_execution_options().get(WRITING):
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[places] = (imports, names)
    return names


def _imports(session: Session) -> Any:
    sums = (func.sum(count) for count in
            (AddressImport.new_count, AddressImport.changed_count, AddressImport.gone_count))  # fmt: skip
    former = select(func.max(FormerStreetName.id), func.count(FormerStreetName.id))
    return (*session.execute(select(func.max(AddressImport.id), *sums)).one(), *session.execute(former).one())


def _read(session: Session, authority_ids: Collection[int], postcode: str = "") -> StreetNames:
    question = select(Street.normalised_name, Street.id).where(Street.authority_id.in_(authority_ids), Street.is_active)
    former = (
        select(FormerStreetName.normalised_name, FormerStreetName.street_id)
        .join(Street, Street.id == FormerStreetName.street_id)
        .where(Street.authority_id.in_(authority_ids), Street.is_active)
    )
    if postcode:
        question, former = (one.where(Street.postcode == postcode) for one in (question, former))
    streets: dict[str, list[int]] = {}
    # A present name goes before an earlier one that is spelled the same.
    present = sorted((name, street_id) for name, street_id in session.execute(question))
    rows = present + sorted((name, street_id) for name, street_id in session.execute(former))
    for name, street_id in rows:
        streets.setdefault(name, []).append(street_id)
    return StreetNames(tuple(sorted(streets)), streets, are_many=len(rows) > MANY)
