"""The networks as everybody may see them: where, since when, how to join; and their shapes for a map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import mean
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager

from models.address import Dwelling, Street
from models.authority import Authority
from models.document import Document
from models.network import NeighbourhoodNetwork
from models.queries.requests.areas import places_in, places_of_municipality
from models.queries.streets.streets_by_name import street_labels
from models.rules.area import Point, describe_segment, outline, simplify
from models.rules.scope import Scope, describe_area

# Of each street so many house numbers apart one point is drawn: the line stays right and the map light.
EVERY = 6
MOST_DRAWN = 3  # municipalities whose streets are drawn; of more, they would be all that one sees


@dataclass(frozen=True)
class PublicDocument:
    """A document of the founding that everybody may read."""

    id: int
    title: str
    media_type: str
    language: str
    size: int


@dataclass(frozen=True)
class Published:
    """One network. `is_active`: on the asked day; else it is suspended, or active only from `active_since`."""

    slug: str
    name: str
    kind: str
    state: str
    municipality: str
    municipality_slug: str
    is_active: bool
    active_since: date
    contact: str
    police_contact: str
    how_to_join: str
    boundary_text: str
    streets: tuple[str, ...]
    documents: tuple[PublicDocument, ...] = ()
    language: str = ""  # of what was typed for it: that of the municipality


@dataclass(frozen=True)
class Shape:
    """A network on the map: the corners around its dwellings, in degrees; empty where no dwelling has a place."""

    slug: str
    name: str
    kind: str
    is_active: bool
    corners: tuple[Point, ...]
    municipality: str


@dataclass(frozen=True)
class StreetLine:
    """A street on the map, drawn through some of its houses."""

    name: str
    points: tuple[Point, ...]


def public_network(session: Session, slug: str, on: date) -> Published | None:
    """One network with the documents that everybody may read; None when there is none (any more)."""
    network = session.scalars(shown_on(on).where(NeighbourhoodNetwork.slug == slug)).one_or_none()
    return _published(session, network, on, _documents(session, network)) if network else None


def shown_on(on: date) -> Select[NeighbourhoodNetwork]:
    """The networks that the public sees on a day: not ended, with their municipality joined, by its name and theirs."""
    return (
        select(NeighbourhoodNetwork)
        .join(Authority, Authority.id == NeighbourhoodNetwork.municipality_id)
        .where(NeighbourhoodNetwork.state.in_(("active", "suspended")),
               or_(NeighbourhoodNetwork.ended_on.is_(None), NeighbourhoodNetwork.ended_on > on))
        .order_by(Authority.name, NeighbourhoodNetwork.name)
    )  # fmt: skip


def _published(session: Session, network: NeighbourhoodNetwork, on: date,
               documents: tuple[PublicDocument, ...] = ()) -> Published:  # fmt: skip
    parts = simplify(segment.as_rule for segment in network.area.segments)
    labels: dict[Any, str] = street_labels(session, network.municipality_id, {part.street for part in parts})
    streets = sorted(describe_segment(part, labels[part.street]) for part in parts if part.street in labels)
    return Published(
        slug=network.slug,
        name=network.name,
        kind=network.kind,
        state=network.state,
        municipality=network.municipality.name,
        municipality_slug=network.municipality.slug,
        is_active=network.state == "active" and network.active_since <= on,
        active_since=network.active_since,
        contact=network.contact,
        police_contact=network.police_contact,
        how_to_join=network.how_to_join,
        boundary_text=network.area.boundary_text,
        streets=describe_area(network.area.scope, network.municipality.name, streets),
        documents=documents,
        language=network.municipality.language,
    )


def _documents(session: Session, network: NeighbourhoodNetwork) -> tuple[PublicDocument, ...]:
    if network.case_id is None:
        return ()
    rows = session.scalars(
        select(Document)
        .where(Document.case_id == network.case_id, Document.audience == "public")
        .order_by(Document.produced_at.desc(), Document.id.desc())
    )
    newest: dict[tuple[str, str, str], Document] = {}
    for row in rows:
        newest.setdefault((row.kind, row.media_type, row.language), row)
    return tuple(PublicDocument(row.id, row.title, row.media_type, row.language, row.size) for row in newest.values())


def shapes(session: Session, on: date, municipality_id: int | None = None) -> tuple[Shape, ...]:
    """The outlines of all networks that are not ended (of one municipality). The members of a sector have none: they
    live all over."""
    shown = shown_on(on)
    if municipality_id is not None:
        shown = shown.where(NeighbourhoodNetwork.municipality_id == municipality_id)
    return tuple(
        Shape(
            network.slug,
            network.name,
            network.kind,
            network.state == "active" and network.active_since <= on,
            _corners(session, network),
            network.municipality.name,
        )
        for network in session.scalars(shown.options(contains_eager(NeighbourhoodNetwork.municipality)))
    )


def _corners(session: Session, network: NeighbourhoodNetwork) -> tuple[Point, ...]:
    if network.outline is None:  # of before outlines were kept
        return outline_of(session, network)
    return tuple((latitude, longitude) for latitude, longitude in network.outline)


def outline_of(session: Session, network: NeighbourhoodNetwork) -> tuple[Point, ...]:
    """The outline of a network, drawn from its dwellings."""
    return outline(_places(session, network))


def _places(session: Session, network: NeighbourhoodNetwork) -> tuple[Point, ...]:
    if network.area.scope == Scope.MUNICIPALITY:
        return places_of_municipality(session, network.municipality_id)
    return places_in(session, [segment.as_rule for segment in network.area.segments])


def street_lines(session: Session, on: date) -> tuple[StreetLine, ...]:
    """The streets of the municipalities that have a network, for a light background; none where they are many."""
    places = {network.municipality_id for network in session.scalars(shown_on(on))}
    if len(places) > MOST_DRAWN:
        return ()
    rows = session.execute(
        select(Street.id, Street.name, Dwelling.latitude, Dwelling.longitude)
        .join(Dwelling, Dwelling.street_id == Street.id)
        .where(Street.authority_id.in_(places), Street.is_active, Dwelling.is_active, Dwelling.latitude.is_not(None),
               Dwelling.longitude.is_not(None), Dwelling.number % EVERY == 1)
        .order_by(Street.id, Dwelling.number)
    )  # fmt: skip
    lines: dict[int, tuple[str, list[Point]]] = {}
    for row in rows:
        lines.setdefault(row.id, (row.name, []))[1].append((row.latitude, row.longitude))
    return tuple(StreetLine(name, tuple(dict.fromkeys(points))) for name, points in lines.values())


@dataclass(frozen=True)
class PlaceName:
    """Where the name of a municipality stands on the map: in the middle of its networks."""

    name: str
    middle: Point


def place_names(drawn: Iterable[Shape]) -> tuple[PlaceName, ...]:
    """The municipalities of these networks, by name."""
    found: dict[str, list[Point]] = {}
    for shape in drawn:
        found.setdefault(shape.municipality, []).extend(shape.corners)
    return tuple(
        PlaceName(name, (mean(point[0] for point in points), mean(point[1] for point in points)))
        for name, points in sorted(found.items())
        if points
    )
