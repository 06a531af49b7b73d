"""Earlier attempts: cases that ended in an area that is asked again, without anything about the people in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.queries.requests.overlaps import Reach
from models.request import EarlierAttempt
from models.rules.area import Segment, overlap
from models.rules.scope import Scope, can_be_wide


@dataclass(frozen=True)
class Attempt:
    """One case that ended. `may_come_again`: what was decided then."""

    case_id: int
    number: str
    name: str
    end: str | None
    ended_at: datetime | None
    may_come_again: bool


_WHAT = (
    FoundingCase.id,
    FoundingCase.number,
    FoundingCase.name,
    FoundingCase.end,
    FoundingCase.ended_at,
    FoundingCase.may_come_again,
)


# Built once (benchmarks/engine.py). The segments come with the cases, so that those of other cases are not read.
_NEWEST_FIRST = (FoundingCase.ended_at.desc(), FoundingCase.id.desc())
_IN_STREETS = (
    select(*_WHAT, StreetSegment.street_id, StreetSegment.side, StreetSegment.from_number, StreetSegment.to_number)
    .join(StreetSegment, StreetSegment.area_id == FoundingCase.area_id)
    .where(StreetSegment.street_id.in_(bindparam("streets", expanding=True)), FoundingCase.ended_at.is_not(None))
)
_OF_SAME_KIND = (
    select(*_WHAT, Area.scope)
    .join(Area, Area.id == FoundingCase.area_id)
    .where(
        FoundingCase.municipality_id == bindparam("municipality"),
        FoundingCase.kind == bindparam("kind"),
        FoundingCase.ended_at.is_not(None),
    )
)


def earlier_attempts(session: Session, reach: Reach) -> tuple[Attempt, ...]:
    """The cases that ended and whose area shares something with this one, the newest first."""
    session.flush()
    found = _sharing_a_street(session, reach) if reach.scope == Scope.STREETS else set()
    if can_be_wide(reach.kind):
        found |= _sharing_the_municipality(session, reach)
    return tuple(sorted(found, key=_newest_first, reverse=True))


def _sharing_a_street(session: Session, reach: Reach) -> set[Attempt]:
    parts: dict[Attempt, list[Segment]] = {}
    streets = list({segment.street for segment in reach.segments})
    for row in session.connection().execute(_IN_STREETS, {"streets": streets}):
        parts.setdefault(_attempt(row), []).append(Segment(row.street_id, row.side, row.from_number, row.to_number))
    return {attempt for attempt, segments in parts.items() if overlap(reach.segments, segments)}


def _sharing_the_municipality(session: Session, reach: Reach) -> set[Attempt]:
    rows = session.connection().execute(_OF_SAME_KIND, {"municipality": reach.municipality_id, "kind": reach.kind})
    return {_attempt(row) for row in rows if reach.scope != Scope.STREETS or row.scope != Scope.STREETS}


def _attempt(row: Any) -> Attempt:
    return Attempt(row.id, row.number, row.name, row.end, row.ended_at, row.may_come_again)


def _newest_first(attempt: Attempt) -> tuple[datetime | None, int]:
    return attempt.ended_at, attempt.case_id


def attempts_before(session: Session, case_id: int) -> tuple[Attempt, ...]:
    """The earlier attempts that are kept with a case, the newest first."""
    rows = session.execute(
        select(*_WHAT)
        .join(EarlierAttempt, EarlierAttempt.earlier_case_id == FoundingCase.id)
        .where(EarlierAttempt.case_id == case_id)
        .order_by(*_NEWEST_FIRST)
    )
    return tuple(_attempt(row) for row in rows)
