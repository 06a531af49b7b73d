"""The info evenings of a case as a calendar shows them: one entry per evening, however often it moved."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.info_evening import InfoEvening


@dataclass(frozen=True)
class CalendarEvening:
    """One evening. `sequence` rises each time that it moves, and once more when it is cancelled (RFC 5545)."""

    uid: str
    sequence: int
    starts_at: datetime
    place: str
    address: str
    written_at: datetime
    is_cancelled: bool


def evenings_in_calendar(session: Session, case: FoundingCase) -> tuple[CalendarEvening, ...]:
    """The evenings of a case, the first one first. One that was planned anew replaces the one before it; after one that
    was held, a second evening is an entry of its own (as `calendar_ordinal` in models.rules.notices has it)."""
    rows = session.scalars(select(InfoEvening).where(InfoEvening.case_id == case.id).order_by(InfoEvening.id)).all()
    found: list[CalendarEvening] = []
    moved = 0
    for position, row in enumerate(rows):
        is_last = position == len(rows) - 1
        if row.state == "cancelled" and not is_last:
            moved += 1
            continue
        ended_at = case.ended_at if row.state != "held" else None
        is_cancelled = row.state == "cancelled" or (ended_at is not None and ended_at < row.starts_at)
        found.append(
            CalendarEvening(
                uid=calendar_uid(case.number, len(found) + 1),
                sequence=moved + is_cancelled,
                starts_at=row.starts_at,
                place=row.place,
                address=row.address,
                written_at=ended_at if is_cancelled and ended_at else row.planned_at,
                is_cancelled=is_cancelled,
            )
        )
        moved = 0
    return tuple(found)


def calendar_uid(number: str, ordinal: int) -> str:
    """What a calendar knows an evening by, for ever."""
    return f"{number}-infoavond-{ordinal}".lower()
