"""The clock looks at a case: does its term end soon, is it over, and who must be reminded?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import day_of
from models.journal import JournalEntry
from models.operations.cases.acting import ask_for_work, lock_case, record
from models.operations.charters.inviting_signatories import remind_signatories, signing_roles, unsigned_rows
from models.queries.cases.facts import latest_charter, settings_of
from models.queries.charters.charters import present_coordinators
from models.queries.evenings.evenings import present_evening
from models.rules.access import SYSTEM, Role
from models.rules.procedure import ACTIONS, Stage
from models.rules.procedure_settings import ProcedureSettings
from models.rules.reminders import AGAIN, BEFORE, DEPUTY, HEAD, Ladder, step_due
from models.rules.whose_turn import Turn, turns

_TITLES = {  # whole, so that each can be translated
    BEFORE: "de termijn loopt tot {day}",
    DEPUTY: "de termijn was {day}, ook aan de plaatsvervanger",
    HEAD: "de termijn was {day}, ook aan de plaatsvervanger en het hoofd",
    AGAIN: "de termijn was {day}, opnieuw aan iedereen die al verwittigd was",
}


def remind_if_late(session: Session, case_id: int, at: datetime) -> bool:
    """Plan the next reminder of the ladder, each step once per term. Returns whether one came."""
    case = lock_case(session, case_id)
    if case.ended_at is not None or case.due_on is None:
        return False
    ladder = ladder_of(settings_of(case))
    step = step_due(case.due_on, _taken(session, case), day_of(at), ladder)
    if not step:
        return False
    charter = frozen_charter(session, case)
    waiting = [one for one in _turns(session, case, at, charter) if one.expected]
    by_link = [row for row in unsigned_rows(session, charter.id) if row.link_seed] if charter else []
    if not waiting and not by_link:
        return False
    roles = sorted({role.value for one in waiting for role in one.expected})
    record(session, case, "reminder:planned", SYSTEM, at, title=_title(step, case.due_on),
           due_on=case.due_on.isoformat(), step=step, roles=roles, deciding=_deciding(waiting),
           conditions=[one.condition.sentence for one in waiting])  # fmt: skip
    if charter:
        remind_signatories(session, case, charter, at)
    ask_for_work(session, case)
    return True


def frozen_charter(session: Session, case: FoundingCase) -> Charter | None:
    """The text that lies ready for signing; None where there is none."""
    charter = latest_charter(session, case.id) if case.stage == Stage.CHARTER else None
    return charter if charter is not None and charter.state == "frozen" else None


def _deciding(waiting: Sequence[Turn]) -> list[str]:
    """Roles of whom nothing is waited for but what needs four eyes: who is too close to the case is not reminded."""
    others = {role for one in waiting if not ACTIONS[one.action].four_eyes for role in one.expected}
    return sorted({role.value for one in waiting for role in one.expected} - {role.value for role in others})


def ladder_of(settings: ProcedureSettings) -> Ladder:
    """When each step comes, by the settings of the municipality."""
    return Ladder(
        settings.reminder_days_before,
        settings.reminder_days_after,
        settings.reminder_deputy_days_after,
        settings.reminder_head_days_after,
    )


def _title(step: str, due_on: date) -> str:
    return _TITLES.get(step, "de termijn was {day}").format(day=f"{due_on:%d/%m/%Y}")


def _taken(session: Session, case: FoundingCase) -> list[tuple[str, date]]:
    """The steps that were taken for the present term, with their days."""
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
    return [(one.data.get("step", "after"), day_of(one.at)) for one in entries if one.data["due_on"] == present_term]


def _turns(session: Session, case: FoundingCase, at: datetime, charter: Charter | None) -> list[Turn]:
    """What waits for nothing but a person; for signatures, whose are missing."""
    has_coordinator = any(one.role == Role.COORDINATOR.value for one in present_coordinators(session, case.id))
    evening = present_evening(session, case.id)
    settings = settings_of(case)
    found = turns(Stage(case.stage), case.waiting_for, settings, has_coordinator=has_coordinator,
                  evening_to_come=evening is not None and evening.starts_at > at)  # fmt: skip
    if charter is None:
        return list(found)
    signing = signing_roles(session, charter, settings)
    return [replace(one, expected=signing) if one.action == "sign_charter" else one for one in found]
