"""The clock reminds advisers who answer through a link: before the term and after it, each step once per term."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.cases.acting import ask_for_work, lock_case, record, settings_of
from models.opinion import Opinion
from models.rules.access import SYSTEM
from models.rules.advice import ANSWERABLE, reminder_step
from models.rules.procedure import Stage
from models.rules.procedure_settings import ProcedureSettings
from models.rules.reminders import BEFORE


def remind_advisers(session: Session, case_id: int, at: datetime) -> int:
    """Plan what advisers of this case must be reminded of today. Returns how many reminders."""
    case = lock_case(session, case_id)
    if case.ended_at is not None or case.stage != Stage.CONSULTATION:
        return 0
    asked = session.scalars(
        select(Opinion)
        .where(Opinion.case_id == case_id, Opinion.email != "", Opinion.state.in_(ANSWERABLE))
        .order_by(Opinion.id)
    ).all()
    due = [(one, step) for one in asked if (step := _step(one, at, settings_of(case)))]
    for opinion, step in due:
        entry = {"step": step, "due_on": opinion.due_on.isoformat(), "on": day_of(at).isoformat()}
        opinion.reminders = [*opinion.reminders, entry]
        verb = "loopt tot" if step == BEFORE else "was"
        record(session, case, "opinion:reminded", SYSTEM, at, adviser=opinion.adviser, verb=verb, step=step,
               due_on=opinion.due_on.isoformat(), opinion_id=opinion.id)  # fmt: skip
    if due:
        ask_for_work(session, case)
    return len(due)


def _step(opinion: Opinion, at: datetime, settings: ProcedureSettings) -> str:
    if opinion.open_question is not None:
        return ""  # they wait for us
    return reminder_step(
        opinion.state,
        day_of(opinion.asked_at),
        opinion.due_on,
        opinion.reminders,
        day_of(at),
        before=settings.adviser_reminder_days_before,
        after=settings.adviser_reminder_days_after,
        days=settings.adviser_link_days,
    )
