"""Is there a network in my street? Which networks and which foundings cover an address or a street."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.orm import Session

from models.address import Street
from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.charter import Charter
from models.clock import day_of
from models.network import NeighbourhoodNetwork
from models.queries.networks.successors import Merged, merged_network
from models.rules.area import describe_numbers, simplify
from models.rules.scope import Scope
from models.rules.support import is_gathering


@dataclass(frozen=True)
class CoveringNetwork:
    """A network that covers (part of) a street. `is_active` is whether it is active on the asked day."""

    slug: str
    name: str
    kind: str
    state: str
    is_active: bool
    active_since: date
    contact: str
    police_contact: str
    how_to_join: str
    covers_whole_street: bool
    part: str  # which part of the street in words; empty: the whole street
    language: str  # of what was typed for it: that of the municipality


@dataclass(frozen=True)
class CoveringFounding:
    """A founding under way that covers (part of) a street: what the public may know of it."""

    number: str
    name: str
    kind: str
    stage: str
    gathers_support: bool
    opened_on: date
    covers_whole_street: bool
    part: str  # which part of the street in words; empty: the whole street


@dataclass(frozen=True)
class Coverage:
    """The answer for one street, or for one house number of it. `wide` and `wide_foundings`: of the whole municipality
    or of a sector, which ask no street. `merged`: networks that were here and went on in another one, whose charter
    says nothing of this street yet."""

    networks: tuple[CoveringNetwork, ...]
    foundings: tuple[CoveringFounding, ...]
    wide: tuple[CoveringNetwork, ...] = ()
    wide_foundings: tuple[CoveringFounding, ...] = ()
    merged: tuple[Merged, ...] = ()


def coverage(session: Session, street_id: int, number: int | None, on: date) -> Coverage:
    """Which networks and foundings cover this street (and house number) on this day."""
    segments = session.scalars(select(StreetSegment).where(StreetSegment.street_id == street_id)).all()
    by_area: dict[int, list[StreetSegment]] = {}
    for segment in segments:
        if number is None or segment.as_rule.covers(street_id, number):
            by_area.setdefault(segment.area_id, []).append(segment)
    here = select(Street.authority_id).where(Street.id == street_id).scalar_subquery()
    wide = session.scalars(
        _under_way()
        .join(Area, Area.id == FoundingCase.area_id)
        .where(Area.scope != Scope.STREETS.value, FoundingCase.municipality_id == here)
    )
    networks = _networks(session, by_area, on)
    return Coverage(
        networks,
        _foundings(session, by_area),
        _wide(session, here, on),
        tuple(_founding(case, ()) for case in wide),
        _merged(session, by_area, {one.slug for one in networks}),
    )


def _is_whole(segments: Sequence[StreetSegment]) -> bool:
    return any(s.side == "all" and s.from_number is None and s.to_number is None for s in segments)


def _part(segments: Sequence[StreetSegment]) -> str:
    """'oneven nummers 1 tot en met 45'; several parts with 'en' between."""
    simple = simplify(segment.as_rule for segment in segments)
    return " en ".join(filter(None, (describe_numbers(part) for part in simple)))


def _networks(session: Session, by_area: dict[int, list[StreetSegment]], on: date) -> tuple[CoveringNetwork, ...]:
    networks = session.scalars(_shown().where(NeighbourhoodNetwork.area_id.in_(by_area)))
    return tuple(_covering(network, by_area[network.area_id], on) for network in networks)


def _merged(session: Session, by_area: dict[int, list[StreetSegment]], here: set[str]) -> tuple[Merged, ...]:
    """Only until the other network has a charter that was signed after the merger: from then on that one decides."""
    gone = session.scalars(
        select(NeighbourhoodNetwork)
        .where(NeighbourhoodNetwork.area_id.in_(by_area), NeighbourhoodNetwork.state == "merged")
        .order_by(NeighbourhoodNetwork.name)
    )
    ways = (merged_network(session, one.slug) for one in gone)
    return tuple(
        one for one in ways
        if one is not None and one.goes_on_in is not None and one.goes_on_in.slug not in here
        and not _signed_since(session, one.goes_on_in.case_id, one.merged_on)
    )  # fmt: skip


def _signed_since(session: Session, case_id: int | None, on: date | None) -> bool:
    """Whether a charter was signed on a later day."""
    signed = select(Charter.signed_at).where(Charter.case_id == case_id, Charter.signed_at.is_not(None))
    return any(on is not None and day_of(at) > on for at in session.scalars(signed) if at is not None)


def _wide(session: Session, here: ScalarSelect[int], on: date) -> tuple[CoveringNetwork, ...]:
    networks = session.scalars(
        _shown()
        .join(Area, Area.id == NeighbourhoodNetwork.area_id)
        .where(Area.scope != Scope.STREETS.value, NeighbourhoodNetwork.municipality_id == here)
    )
    return tuple(_covering(network, (), on) for network in networks)


def _shown() -> Select[NeighbourhoodNetwork]:
    return (
        select(NeighbourhoodNetwork)
        .where(NeighbourhoodNetwork.state.in_(("active", "suspended")))
        .order_by(NeighbourhoodNetwork.name)
    )


def _covering(network: NeighbourhoodNetwork, segments: Sequence[StreetSegment], on: date) -> CoveringNetwork:
    return CoveringNetwork(
        slug=network.slug,
        name=network.name,
        kind=network.kind,
        state=network.state,
        is_active=network.state == "active" and network.active_since <= on,
        active_since=network.active_since,
        contact=network.contact,
        police_contact=network.police_contact,
        how_to_join=network.how_to_join,
        covers_whole_street=_is_whole(segments),
        part=_part(segments),
        language=network.municipality.language,
    )


def _under_way() -> Select[FoundingCase]:
    launched = select(NeighbourhoodNetwork.case_id).where(NeighbourhoodNetwork.case_id.is_not(None))
    return (
        select(FoundingCase)
        .where(FoundingCase.ended_at.is_(None), FoundingCase.id.not_in(launched))
        .order_by(FoundingCase.id)
    )


def _foundings(session: Session, by_area: dict[int, list[StreetSegment]]) -> tuple[CoveringFounding, ...]:
    cases = session.scalars(_under_way().where(FoundingCase.area_id.in_(by_area)))
    return tuple(_founding(case, by_area[case.area_id]) for case in cases)


def _founding(case: FoundingCase, segments: Sequence[StreetSegment]) -> CoveringFounding:
    return CoveringFounding(
        number=case.number,
        name=case.name,
        kind=case.kind,
        stage=case.stage,
        gathers_support=is_gathering(case.stage, has_ended=False)
        and (bool(segments) or case.area.scope == Scope.MUNICIPALITY),
        opened_on=case.opened_at.date(),
        covers_whole_street=_is_whole(segments),
        part=_part(segments),
    )
