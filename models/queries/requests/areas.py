"""What lies in an area: how many dwellings, and where they stand."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.area import StreetSegment
from models.rules.area import DwellingCount, Point, Segment, count_dwellings, is_in_area


def segments_of(session: Session, area_id: int) -> tuple[Segment, ...]:
    """The area's segments as the rules know them; the key of a street is its id."""
    query = select(StreetSegment).where(StreetSegment.area_id == area_id).order_by(StreetSegment.id)
    return tuple(
        Segment(segment.street_id, segment.side, segment.from_number, segment.to_number)
        for segment in session.scalars(query)
    )


def count_in(session: Session, segments: Sequence[Segment]) -> DwellingCount:
    """How many active dwellings the segments hold; an estimate where a street's houses aren't known."""
    streets = {segment.street for segment in segments}
    totals = session.execute(select(Street.id, Street.dwelling_count).where(Street.id.in_(streets)))
    return count_dwellings(segments, house_numbers(session, streets), {row.id: row.dwelling_count for row in totals})


def house_numbers(session: Session, street_ids: Collection[Any]) -> dict[int, tuple[int, ...]]:
    """Per street the house number of each active dwelling, as `rules.area.check_segments` asks for it."""
    query = (
        select(Dwelling.street_id, Dwelling.number)
        .where(Dwelling.street_id.in_(street_ids), Dwelling.is_active)
        .order_by(Dwelling.street_id, Dwelling.number)
    )
    numbers: dict[int, list[int]] = {}
    for row in session.execute(query):
        numbers.setdefault(row.street_id, []).append(row.number)
    return {street_id: tuple(found) for street_id, found in numbers.items()}


def places_in(session: Session, segments: Sequence[Segment]) -> tuple[Point, ...]:
    """Where the active dwellings stand, each place once; `rules.area.outline` draws the area around them."""
    query = (
        select(Dwelling.street_id, Dwelling.number, Dwelling.latitude, Dwelling.longitude)
        .where(
            Dwelling.street_id.in_({segment.street for segment in segments}),
            Dwelling.is_active,
            Dwelling.latitude.is_not(None),
            Dwelling.longitude.is_not(None),
        )
        .order_by(Dwelling.street_id, Dwelling.number, Dwelling.suffix)
    )
    rows = (row for row in session.execute(query) if is_in_area(segments, row.street_id, row.number))
    return tuple(dict.fromkeys((row.latitude, row.longitude) for row in rows))


def places_of_municipality(session: Session, municipality_id: int) -> tuple[Point, ...]:
    """Where the active dwellings of a whole municipality stand."""
    rows = session.execute(
        select(Dwelling.latitude, Dwelling.longitude)
        .join(Street, Street.id == Dwelling.street_id)
        .where(Street.authority_id == municipality_id, Dwelling.is_active, Dwelling.latitude.is_not(None),
               Dwelling.longitude.is_not(None))
        .distinct()
    )  # fmt: skip
    return tuple(
        (latitude, longitude) for latitude, longitude in rows if latitude is not None and longitude is not None
    )
