"""Which cases are due to lose their personal data, when, and until when backups still hold it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.case_erasure import CaseErasure
from models.clock import day_of
from models.rules.retention import CASE_KEPT, CASE_WARNED_BEFORE


@dataclass(frozen=True)
class Erasable:
    """A case that ended. `erase_on`: the first day on which it is erased, hold and warnings taken into account."""

    case: FoundingCase
    row: CaseErasure | None
    term_on: date
    erase_on: date

    @property
    def warned_at(self) -> tuple[datetime | None, datetime | None]:
        """When it was warned of, first and second; what was told before the case went on and ended anew is void."""
        if self.row is None or self.case.ended_at is None:
            return None, None
        first, second = self.row.first_warned_at, self.row.second_warned_at
        ended_at = self.case.ended_at
        return first if first and first > ended_at else None, second if second and second > ended_at else None

    @property
    def is_held(self) -> bool:
        """Whether somebody keeps it longer."""
        return self.row is not None and self.row.held_until is not None and self.row.held_until >= self.term_on


def erasable(session: Session, before: date, municipality_ids: set[int] | None = None) -> list[Erasable]:
    """Cases that ended, are not erased and would be up to and with this day, the first one first."""
    ended = (
        select(FoundingCase, CaseErasure)
        .outerjoin(CaseErasure, CaseErasure.case_id == FoundingCase.id)
        .where(FoundingCase.ended_at.is_not(None), CaseErasure.erased_at.is_(None))
        .where(FoundingCase.ended_at < _midnight_after(before) - CASE_KEPT)
    )
    if municipality_ids is not None:
        ended = ended.where(FoundingCase.municipality_id.in_(municipality_ids))
    found = [_erasable(case, row) for case, row in session.execute(ended)]
    return sorted((one for one in found if one.term_on <= before), key=lambda one: (one.erase_on, one.case.id))


def _midnight_after(day: date) -> datetime:
    return datetime.fromisoformat(f"{day + timedelta(days=2)}T00:00:00+00:00")


def _erasable(case: FoundingCase, row: CaseErasure | None) -> Erasable:
    assert case.ended_at is not None
    term_on = day_of(case.ended_at + CASE_KEPT) + timedelta(days=1)
    first, second = CASE_WARNED_BEFORE
    first_warned_at, second_warned_at = Erasable(case, row, term_on, term_on).warned_at
    days = [term_on]
    if row is not None and row.held_until is not None:
        days.append(row.held_until + timedelta(days=1))
    if second_warned_at is not None:
        days.append(day_of(second_warned_at + second))
    elif first_warned_at is not None:
        days.append(day_of(first_warned_at + first))  # the second one comes meanwhile
    return Erasable(case, row, term_on, max(days))


def erased(session: Session, municipality_ids: set[int], since: datetime) -> list[tuple[FoundingCase, CaseErasure]]:
    """Cases whose data was erased since then, the last one first."""
    rows = session.execute(
        select(FoundingCase, CaseErasure)
        .join(CaseErasure, CaseErasure.case_id == FoundingCase.id)
        .where(CaseErasure.erased_at >= since, FoundingCase.municipality_id.in_(municipality_ids))
        .order_by(CaseErasure.erased_at.desc())
    )
    return [(case, row) for case, row in rows]


def backups_gone_on(erased_at: datetime, kept: int, is_daily: bool) -> date | None:
    """The day by which no backup in our folder holds what was erased then: the oldest of `kept` daily ones was made
    after it. None: backups are not thrown away by themselves, so nobody can say."""
    return day_of(erased_at) + timedelta(days=kept + 1) if kept and is_daily else None
