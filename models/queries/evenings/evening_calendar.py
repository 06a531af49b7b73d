"""The info evenings of a case as a calendar shows them: one entry per evening, however often it moved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.info_evening import InfoEvening


@dataclass(frozen=True)
class CalendarEvening:
    """One evening. `sequence` rises each time that it moves, and once more when it is cancelled (RFC 5545)."""

    evening_id: int
    uid: str
    sequence: int
    starts_at: datetime
    place: str
    address: str
    written_at: datetime
    is_cancelled: bool


def evenings_in_calendar(session: Session, case: FoundingCase) -> tuple[CalendarEvening, ...]:
    """The evenings of a case, in the order in which they were first planned. One that moved is the same entry at
    another moment; a second or an extra one is an entry of its own (`calendar_ordinal` in models.rules.notices)."""
    rows = session.scalars(select(InfoEvening).where(InfoEvening.case_id == case.id).order_by(InfoEvening.id)).all()
    by_id = {row.id: row for row in rows}
    moved_to = {row.moved_to_id for row in rows}
    first_plans = [row for row in rows if row.id not in moved_to]
    return tuple(_entry(case, row, by_id, ordinal) for ordinal, row in enumerate(first_plans, start=1))


def as_attached(session: Session, case: FoundingCase, evening_id: int, page: str) -> dict[str, Any]:
    """What a mail must know to carry the entry of an evening as it is now. `page`: where somebody replies."""
    one = next(one for one in evenings_in_calendar(session, case) if one.evening_id == evening_id)
    return {
        "calendar": {"uid": one.uid, "sequence": one.sequence, "is_cancelled": one.is_cancelled},
        "facts": {"starts_at": one.starts_at.isoformat(), "network": case.name, "kind": case.kind, "place": one.place,
                  "address": one.address, "number": case.number, "page": page},
    }  # fmt: skip


def _entry(case: FoundingCase, row: InfoEvening, by_id: dict[int, InfoEvening], ordinal: int) -> CalendarEvening:
    moved = 0
    while row.moved_to_id is not None:
        row, moved = by_id[row.moved_to_id], moved + 1
    ended_at = case.ended_at if row.state != "held" else None
    is_cancelled = row.state == "cancelled" or (ended_at is not None and ended_at < row.starts_at)
    return CalendarEvening(
        evening_id=row.id,
        uid=calendar_uid(case.number, ordinal),
        sequence=moved + is_cancelled,
        starts_at=row.starts_at,
        place=row.place,
        address=row.address,
        written_at=ended_at if is_cancelled and ended_at else row.planned_at,
        is_cancelled=is_cancelled,
    )


def calendar_uid(number: str, ordinal: int) -> str:
    """What a calendar knows an evening by, for ever."""
    return f"{number}-infoavond-{ordinal}".lower()
