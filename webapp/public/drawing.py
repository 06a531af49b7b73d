"""The map of the networks as GeoJSON (RFC 7946: longitude first), drawn from our own data."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.queries.public_networks import Shape, place_names, shapes, street_lines
from models.rules.area import Point
from models.rules.streets import plain_name

DECIMALS = 5  # about one metre


def drawing(session: Session, on: date, address_of: Callable[[str], str]) -> dict[str, Any]:
    """Streets (lines), networks (areas) and municipalities (points); `address_of` gives the page of a network."""
    streets = [
        _feature("LineString", _corners(line.points), {"what": "street", "name": plain_name(line.name)})
        for line in street_lines(session, on)
        if len(line.points) > 1
    ]
    networks = [
        _feature("Polygon", [_closed(_corners(shape.corners))], _properties(shape, address_of))
        for shape in shapes(session, on)
        if len(shape.corners) > 2
    ]
    names = [
        _feature("Point", _corners([place.middle])[0], {"what": "place", "name": place.name})
        for place in place_names(session, on)
    ]
    return {"type": "FeatureCollection", "features": streets + networks + names}


def _properties(shape: Shape, address_of: Callable[[str], str]) -> dict[str, Any]:
    return {
        "what": "network",
        "slug": shape.slug,
        "name": shape.name,
        "kind": shape.kind,
        "is_active": shape.is_active,
        "href": address_of(shape.slug),
    }


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def _corners(points: Iterable[Point]) -> list[list[float]]:
    return [[round(longitude, DECIMALS), round(latitude, DECIMALS)] for latitude, longitude in points]


def _closed(corners: list[list[float]]) -> list[list[float]]:
    return [*corners, corners[0]]
