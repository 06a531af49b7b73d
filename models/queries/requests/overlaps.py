"""Where an area that is being chosen meets networks that are there already, or foundings under way."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from models.address import Street
from models.area import Area, StreetSegment
from models.authority import Authority
from models.case import FoundingCase
from models.network import NeighbourhoodNetwork
from models.queries.requests.areas import count_in
from models.rules.area import Segment, describe_segment, overlap
from models.rules.scope import Scope, can_be_wide, describe_area
from models.rules.streets import plain_name


@dataclass(frozen=True)
class Reach:
    """The area that is being chosen: where, for which kind of network, how far, and its streets (by their ids)."""

    municipality_id: int
    kind: str
    scope: str = Scope.STREETS.value
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class Overlap:
    """One network or founding that shares something; `parts` in words, `is_network` False: a founding under way.
    `dwellings`: how many lie in both, 0 where nobody counts dwellings (a whole municipality, a sector)."""

    name: str
    is_network: bool
    parts: tuple[str, ...]
    dwellings: int = 0


@dataclass(frozen=True)
class Known:
    """An area that is there already: of a network, or of a founding."""

    name: str
    area_id: int
    scope: str
    is_network: bool


def overlaps_of(session: Session, reach: Reach) -> tuple[Overlap, ...]:
    """What this area shares with networks that are not ended and with foundings that are not ended."""
    streets = {segment.street for segment in reach.segments}
    names = {row.id: plain_name(row.name) for row in session.execute(
        select(Street.id, Street.name).where(Street.id.in_(streets)))}  # fmt: skip
    areas = segments_in(session, streets)
    found = []
    for known in _known(session, reach, areas):
        if known.scope != Scope.STREETS or reach.scope != Scope.STREETS:
            found.append(Overlap(known.name, known.is_network, _whole(session, reach, known)))
        elif shared := overlap(reach.segments, areas[known.area_id]):
            parts = tuple(describe_segment(part, names[part.street]) for part in shared)
            found.append(Overlap(known.name, known.is_network, parts, count_in(session, shared).count))
    return tuple(found)


def segments_in(session: Session, streets: Collection[object]) -> dict[int, list[Segment]]:
    """The segments in these streets, per area."""
    areas: dict[int, list[Segment]] = {}
    for row in session.scalars(select(StreetSegment).where(StreetSegment.street_id.in_(streets))):
        areas.setdefault(row.area_id, []).append(row.as_rule)
    return areas


def meets(reach: Reach, areas: Collection[int], table: type[FoundingCase | NeighbourhoodNetwork]):  # type: ignore[no-untyped-def]
    """The condition for rows whose area may meet `reach`: in the same streets, or of the same kind where one of the
    two reaches over the whole municipality."""
    alike = and_(table.kind == reach.kind, table.municipality_id == reach.municipality_id)
    if reach.scope != Scope.STREETS:
        return alike
    if not can_be_wide(reach.kind):
        return table.area_id.in_(areas)
    return or_(table.area_id.in_(areas), and_(alike, Area.scope != Scope.STREETS.value))


def _whole(session: Session, reach: Reach, known: Known) -> tuple[str, ...]:
    name = session.get_one(Authority, reach.municipality_id).name
    scope = known.scope if known.scope != Scope.STREETS else reach.scope
    return describe_area(scope, name, ())


def _known(session: Session, reach: Reach, areas: Collection[int]) -> list[Known]:
    networks = session.execute(_rows(NeighbourhoodNetwork).where(
        meets(reach, areas, NeighbourhoodNetwork), NeighbourhoodNetwork.state.in_(("active", "suspended"))
    ).order_by(NeighbourhoodNetwork.name))  # fmt: skip
    launched = select(NeighbourhoodNetwork.case_id).where(NeighbourhoodNetwork.case_id.is_not(None))
    cases = session.execute(_rows(FoundingCase).where(
        meets(reach, areas, FoundingCase), FoundingCase.ended_at.is_(None), FoundingCase.id.not_in(launched)
    ).order_by(FoundingCase.id))  # fmt: skip
    return [Known(*row, True) for row in networks] + [Known(*row, False) for row in cases]


def _rows(table: type[FoundingCase | NeighbourhoodNetwork]) -> Select[str, int, str]:
    return select(table.name, table.area_id, Area.scope).join(Area, Area.id == table.area_id)
