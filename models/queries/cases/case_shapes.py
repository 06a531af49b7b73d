"""Open cases as shapes on a map: the outline around the dwellings of each area, with few questions for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from models.address import Dwelling, Street
from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.queries.cases.case_lists import Filters, filtered
from models.rules.access import Actor
from models.rules.area import Point, Segment, is_in_area, outline

MOST = 200  # outlines; a map with more of them can't be read, so the other cases are a point
EVERY = 6  # of each street so many house numbers apart one point is drawn


@dataclass(frozen=True)
class CaseShape:
    """One open case: `corners` of its outline, or only its `middle`. Both are empty where no dwelling of its area has a
    place, as for a whole municipality or the members of a sector (`scope`)."""

    number: str
    name: str
    kind: str
    stage: str
    due_on: date | None
    corners: tuple[Point, ...]
    middle: Point | None
    scope: str

    @property
    def is_drawn(self) -> bool:
        """Whether it has a place on the map."""
        return bool(self.corners) or self.middle is not None


@dataclass(frozen=True)
class CaseMap:
    """The cases, the lines of the streets in the outlines (name and points), and whether some are only a point."""

    shapes: tuple[CaseShape, ...]
    streets: tuple[tuple[str, tuple[Point, ...]], ...]
    has_points: bool


def case_map(session: Session, actor: Actor, filters: Filters, on: date) -> CaseMap:
    """All open cases of this member of staff, those due soonest first."""
    where = and_(filtered(actor, filters, on), FoundingCase.ended_at.is_(None))
    rows = session.execute(
        select(FoundingCase.number, FoundingCase.name, FoundingCase.kind, FoundingCase.stage, FoundingCase.due_on,
               FoundingCase.area_id, Area.scope)
        .join(Area, Area.id == FoundingCase.area_id)
        .where(where)
        .order_by(FoundingCase.due_on.is_(None), FoundingCase.due_on, FoundingCase.id)
    ).all()  # fmt: skip
    shown = rows[:MOST]
    segments = _segments(session, [row.area_id for row in shown])
    houses, names = _houses(session, {part.street for parts in segments.values() for part in parts})
    middles = _middles(session, select(FoundingCase.area_id).where(where)) if len(rows) > MOST else {}
    shapes = tuple(
        CaseShape(row.number, row.name, row.kind, row.stage, row.due_on,
                  _corners(segments.get(row.area_id, []), houses), middles.get(row.area_id), row.scope)
        for row in rows
    )  # fmt: skip
    streets = tuple(
        (names[street], tuple(point for number, point in found if number % EVERY == 1))
        for street, found in houses.items()
    )
    return CaseMap(shapes, streets, bool(middles))


def _middles(session: Session, area_ids: Select[int]) -> dict[int, Point]:
    """The middle of the streets of each area, in one question for thousands of them."""
    rows = session.execute(
        select(StreetSegment.area_id, func.avg(Dwelling.latitude), func.avg(Dwelling.longitude))
        .join(Dwelling, Dwelling.street_id == StreetSegment.street_id)
        .where(StreetSegment.area_id.in_(area_ids), Dwelling.is_active, Dwelling.latitude.is_not(None),
               Dwelling.longitude.is_not(None))
        .group_by(StreetSegment.area_id)
    )  # fmt: skip
    return {area_id: (latitude, longitude) for area_id, latitude, longitude in rows}


def _segments(session: Session, area_ids: Iterable[int]) -> dict[int, list[Segment]]:
    found: dict[int, list[Segment]] = {}
    for one in session.scalars(select(StreetSegment).where(StreetSegment.area_id.in_(list(area_ids)))):
        found.setdefault(one.area_id, []).append(one.as_rule)
    return found


def _houses(session: Session, street_ids: Iterable[Any]) -> tuple[dict[Any, list[tuple[int, Point]]], dict[Any, str]]:
    rows = session.execute(
        select(Street.id, Street.name, Dwelling.number, Dwelling.latitude, Dwelling.longitude)
        .join(Dwelling, Dwelling.street_id == Street.id)
        .where(Street.id.in_(list(street_ids)), Dwelling.is_active, Dwelling.latitude.is_not(None),
               Dwelling.longitude.is_not(None))
        .order_by(Street.id, Dwelling.number)
    )  # fmt: skip
    houses: dict[Any, list[tuple[int, Point]]] = {}
    names: dict[Any, str] = {}
    for row in rows:
        names[row.id] = row.name
        houses.setdefault(row.id, []).append((row.number, (row.latitude, row.longitude)))
    return houses, names


def _corners(segments: list[Segment], houses: dict[Any, list[tuple[int, Point]]]) -> tuple[Point, ...]:
    streets = {segment.street for segment in segments}
    points = [
        point for street in streets for number, point in houses.get(street, ()) if is_in_area(segments, street, number)
    ]
    return outline(points) if points else ()
