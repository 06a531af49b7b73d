"""The clock looks at a case: is its term over, and must somebody be reminded?"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import BELGIUM
from models.journal import JournalEntry
from models.operations.acting import ask_for_work, day_of, lock_case, record
from models.queries.charters import present_coordinators
from models.queries.facts import settings_of
from models.rules.access import SYSTEM, Role
from models.rules.procedure import Stage
from models.rules.reminders import is_reminder_due
from models.rules.whose_turn import Turn, turns


def remind_if_late(session: Session, case_id: int, at: datetime) -> bool:
    """Plan a reminder for who must act, once per term and again after growing intervals. Returns whether one came."""
    case = lock_case(session, case_id)
    if case.ended_at is not None or case.due_on is None:
        return False
    if not is_reminder_due(case.due_on, _reminded_on(session, case), day_of(at)):
        return False
    waiting = [one for one in _turns(session, case) if one.expected]
    if not waiting:
        return False
    roles = sorted({role.value for one in waiting for role in one.expected})
    record(session, case, "reminder:planned", SYSTEM, at, title=f"de termijn van {case.due_on:%d/%m/%Y} is voorbij",
           due_on=case.due_on.isoformat(), roles=roles,
           conditions=[one.condition.sentence for one in waiting])  # fmt: skip
    ask_for_work(session, case)
    return True


def _reminded_on(session: Session, case: FoundingCase) -> list[date]:
    """The days of earlier reminders of the present term."""
    entries = session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.case_id == case.id,
            JournalEntry.event == "reminder:planned",
            JournalEntry.stage == case.stage,
            JournalEntry.round == case.round,
        )
        .order_by(JournalEntry.sequence)
    ).all()
    assert case.due_on is not None
    present_term = case.due_on.isoformat()
    return [one.at.astimezone(BELGIUM).date() for one in entries if one.data["due_on"] == present_term]


def _turns(session: Session, case: FoundingCase) -> tuple[Turn, ...]:
    """What waits for nothing but a person."""
    has_coordinator = any(one.role == Role.COORDINATOR.value for one in present_coordinators(session, case.id))
    return turns(Stage(case.stage), case.waiting_for, settings_of(case), has_coordinator=has_coordinator)
