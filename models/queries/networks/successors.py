"""Into which network another one can merge, and where one that merged went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from models.authority import Authority
from models.case import FoundingCase
from models.network import NeighbourhoodNetwork
from models.queries.streets.streets_by_name import street_labels
from models.rules.area import describe_segment
from models.rules.scope import Scope

MOST_MERGERS = 50  # in a row; a ring can't be made, and must not hang a page if it were


@dataclass(frozen=True)
class Merged:
    """A network that went on in another one: on which day, and in which one that is there for everybody now (None: that
    one ended as well)."""

    name: str
    merged_on: date | None
    into: str
    goes_on_in: NeighbourhoodNetwork | None


def possible_successors(session: Session, case: FoundingCase, on: date) -> Sequence[NeighbourhoodNetwork]:
    """The other networks of the municipality and of its police zone that are active on this day and have a case here,
    by name. Whether somebody may decide about them is for the operation."""
    here = Authority.id == case.municipality_id
    return session.scalars(
        select(NeighbourhoodNetwork)
        .join(Authority, Authority.id == NeighbourhoodNetwork.municipality_id)
        .where(or_(here, Authority.zone_id == case.zone_id) if case.zone_id is not None else here)
        .where(NeighbourhoodNetwork.case_id.is_not(None), NeighbourhoodNetwork.case_id != case.id)
        .where(NeighbourhoodNetwork.state == "active", NeighbourhoodNetwork.active_since <= on)
        .order_by(NeighbourhoodNetwork.name, NeighbourhoodNetwork.id)
        .options(contains_eager(NeighbourhoodNetwork.municipality))
    ).all()


def area_parts(session: Session, case: FoundingCase) -> tuple[tuple[int, str], ...]:
    """The streets of an area that can become another network, each with its number and in words; none where the area
    has no streets."""
    rows = case.area.segments if case.area.scope == Scope.STREETS else []
    labels = street_labels(session, case.municipality_id, {one.street_id for one in rows})
    return tuple((one.id, describe_segment(one.as_rule, labels[one.street_id])) for one in rows)


def merged_network(session: Session, slug: str) -> Merged | None:
    """Where a network that merged went; None for one that did not."""
    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.slug == slug)).one_or_none()
    if network is None or network.successor_id is None:
        return None
    last = session.get_one(NeighbourhoodNetwork, network.successor_id)
    into = last.name
    for _step in range(MOST_MERGERS):
        if last.successor_id is None:
            break
        last = session.get_one(NeighbourhoodNetwork, last.successor_id)
    is_there = last.state in ("active", "suspended")
    return Merged(network.name, network.ended_on, into, last if is_there else None)
