"""Where an area that is being chosen meets networks that are there already, or foundings under way."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Street
from models.area import StreetSegment
from models.case import FoundingCase
from models.network import NeighbourhoodNetwork
from models.rules.area import Segment, describe_segment, overlap
from models.rules.streets import plain_name


@dataclass(frozen=True)
class Overlap:
    """One network or founding that shares something; `parts` in words, `is_network` False: a founding under way."""

    name: str
    is_network: bool
    parts: tuple[str, ...]


def overlaps_of(session: Session, segments: Sequence[Segment]) -> tuple[Overlap, ...]:
    """What these segments share with networks that are not ended and with foundings that are not ended."""
    streets = {segment.street for segment in segments}
    names = {row.id: plain_name(row.name) for row in session.execute(
        select(Street.id, Street.name).where(Street.id.in_(streets)))}  # fmt: skip
    areas: dict[int, list[Segment]] = {}
    for row in session.scalars(select(StreetSegment).where(StreetSegment.street_id.in_(streets))):
        areas.setdefault(row.area_id, []).append(row.as_rule)
    return tuple(
        Overlap(name, is_network, tuple(describe_segment(part, names[part.street]) for part in shared))
        for name, area_id, is_network in _known(session, areas)
        if (shared := overlap(segments, areas[area_id]))
    )


def _known(session: Session, areas: dict[int, list[Segment]]) -> list[tuple[str, int, bool]]:
    networks = session.execute(
        select(NeighbourhoodNetwork.name, NeighbourhoodNetwork.area_id)
        .where(NeighbourhoodNetwork.area_id.in_(areas), NeighbourhoodNetwork.state.in_(("active", "suspended")))
        .order_by(NeighbourhoodNetwork.name)
    ).all()
    launched = select(NeighbourhoodNetwork.case_id).where(NeighbourhoodNetwork.case_id.is_not(None))
    cases = session.execute(
        select(FoundingCase.name, FoundingCase.area_id)
        .where(FoundingCase.area_id.in_(areas), FoundingCase.ended_at.is_(None), FoundingCase.id.not_in(launched))
        .order_by(FoundingCase.id)
    ).all()
    return [(row.name, row.area_id, True) for row in networks] + [(row.name, row.area_id, False) for row in cases]
