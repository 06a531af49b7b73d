"""Earlier attempts: cases that ended in an area that is asked again, without anything about the people in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.area import Area
from models.case import FoundingCase
from models.queries.overlaps import Reach, meets, segments_in
from models.request import EarlierAttempt
from models.rules.area import overlap
from models.rules.scope import Scope


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


def earlier_attempts(session: Session, reach: Reach) -> tuple[Attempt, ...]:
    """The cases that ended and whose area shares something with this one, the newest first."""
    areas = segments_in(session, {segment.street for segment in reach.segments})
    rows = session.execute(
        select(*_WHAT, FoundingCase.area_id, Area.scope)
        .join(Area, Area.id == FoundingCase.area_id)
        .where(meets(reach, areas, FoundingCase), FoundingCase.ended_at.is_not(None))
        .order_by(FoundingCase.ended_at.desc(), FoundingCase.id.desc())
    )
    wide = reach.scope != Scope.STREETS
    return tuple(
        Attempt(*row[:6])
        for row in rows
        if wide or row.scope != Scope.STREETS or overlap(reach.segments, areas[row.area_id])
    )


def attempts_before(session: Session, case_id: int) -> tuple[Attempt, ...]:
    """The earlier attempts that are kept with a case, the newest first."""
    rows = session.execute(
        select(*_WHAT)
        .join(EarlierAttempt, EarlierAttempt.earlier_case_id == FoundingCase.id)
        .where(EarlierAttempt.case_id == case_id)
        .order_by(FoundingCase.ended_at.desc(), FoundingCase.id.desc())
    )
    return tuple(Attempt(*row) for row in rows)
