"""The map of the networks as GeoJSON (RFC 7946: longitude first), drawn from our own data."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.queries.networks.public_networks import Shape, place_names, shapes, street_lines
from models.rules.area import Point
from models.rules.streets import plain_name

DECIMALS = 5  # about one metre


def drawing(session: Session, on: date, address_of: Callable[[str], str]) -> dict[str, Any]:
    """Streets (lines), networks (areas) and municipalities (points); `address_of` gives the page of a network."""
    streets = [
        feature("LineString", corners(line.points), {"what": "street", "name": plain_name(line.name)})
        for line in street_lines(session, on)
        if len(line.points) > 1
    ]
    drawn = shapes(session, on)
    networks = [network_feature(shape, address_of) for shape in drawn if len(shape.corners) > 2]
    names = [
        feature("Point", corners([place.middle])[0], {"what": "place", "name": place.name})
        for place in place_names(drawn)
    ]
    return {"type": "FeatureCollection", "features": streets + networks + names}


def network_feature(shape: Shape, address_of: Callable[[str], str]) -> dict[str, Any]:
    """One network as an area with its name and its page."""
    return feature("Polygon", [closed(corners(shape.corners))], {
        "what": "network", "slug": shape.slug, "name": shape.name, "kind": shape.kind, "is_active": shape.is_active,
        "href": address_of(shape.slug),
    })  # fmt: skip


def feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    """One thing on the map."""
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def corners(points: Iterable[Point]) -> list[list[float]]:
    """Longitude first, as exact as a map needs."""
    return [[round(longitude, DECIMALS), round(latitude, DECIMALS)] for latitude, longitude in points]


def closed(ring: list[list[float]]) -> list[list[float]]:
    """The ring with its first corner at the end too."""
    return [*ring, ring[0]]
