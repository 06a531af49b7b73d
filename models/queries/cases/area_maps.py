"""Streets as lines for the map of one area: those that were chosen, and those around them."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.queries.networks.public_networks import EVERY, StreetLine
from models.rules.area import Point, Segment, is_in_area

MARGIN = 0.008  # degrees around the area: some 900 metres to the north, 550 to the east

_PLACED = (Dwelling.is_active, Dwelling.latitude.is_not(None), Dwelling.longitude.is_not(None))


def chosen_lines(session: Session, segments: Sequence[Segment]) -> tuple[StreetLine, ...]:
    """Per street a line through the houses that belong to the area."""
    rows = session.execute(
        select(Street.id, Street.name, Dwelling.latitude, Dwelling.longitude, Dwelling.number)
        .join(Dwelling, Dwelling.street_id == Street.id)
        .where(Street.id.in_({segment.street for segment in segments}), *_PLACED)
        .order_by(Street.id, Dwelling.number)
    ).all()
    return _lines([row for row in rows if is_in_area(segments, row.id, row.number)])


def lines_around(session: Session, municipality_id: int, points: Sequence[Point]) -> tuple[StreetLine, ...]:
    """The streets of the municipality near these points, drawn through some of their houses."""
    if not points:
        return ()
    south, north = min(p[0] for p in points) - MARGIN, max(p[0] for p in points) + MARGIN
    west, east = min(p[1] for p in points) - MARGIN, max(p[1] for p in points) + MARGIN
    rows = session.execute(
        select(Street.id, Street.name, Dwelling.latitude, Dwelling.longitude, Dwelling.number)
        .join(Dwelling, Dwelling.street_id == Street.id)
        .where(Street.authority_id == municipality_id, Dwelling.number % EVERY == 1, *_PLACED,
               Dwelling.latitude.between(south, north), Dwelling.longitude.between(west, east))
        .order_by(Street.id, Dwelling.number)
    )  # fmt: skip
    return _lines(rows.all())


def _lines(rows: Sequence[Row[int, str, float | None, float | None, int]]) -> tuple[StreetLine, ...]:
    lines: dict[int, tuple[str, list[Point]]] = {}
    for row in rows:
        lines.setdefault(row[0], (row[1], []))[1].append((row[2] or 0.0, row[3] or 0.0))
    return tuple(StreetLine(name, tuple(dict.fromkeys(points))) for name, points in lines.values())
