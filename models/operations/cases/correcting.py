"""A decision on a founding is corrected by its author; the version of before is kept beside it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from models.approval import Approval, EarlierDecision
from models.case import FoundingCase, StageRecord
from models.clock import day_of
from models.operations.cases.acting import STAGE_TERMS, Taken, function_for, proceed, record, take, tell_advisers
from models.operations.cases.writing_case import set_due_day
from models.operations.consultation.consulting import Decided, checked_decision, refuse
from models.request import EarlierAttempt
from models.rules.access import SYSTEM, Actor
from models.rules.corrections import NOT_YOURS, Standing, why_not_corrected
from models.rules.procedure import ACTIONS, Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed
from models.term import Term

OUTCOMES = {True: "goedgekeurd", False: "geweigerd"}


def correct_decision(session: Session, case_id: int, by: Actor, at: datetime, *, is_approved: bool, reason: str,
                     body: str = "", conditions: Sequence[str] = (), decided_on: date | None = None,
                     may_come_again: bool = True, seen: str = "") -> None:  # fmt: skip
    """The author corrects what they decided in this round. A refusal that becomes an approval opens the case again, an
    approval that becomes a refusal ends it. `body` and `decided_on`: as they were, when left empty.

    Raises NotAllowed (not the author), GateNotMet (too late, or somebody built on it) and Invalid.
    """
    taken = take(session, case_id, "correct_decision", by, seen=seen)
    case = taken.case
    present = own_decision(session, case, by)
    why_not = why_not_corrected(
        standing_of(session, case, present) if present else None, by.person_id, day_of(at),
        taken.settings.correction_term_days,
    )  # fmt: skip
    if why_not == NOT_YOURS or present is None:
        raise NotAllowed("not_the_author", why_not)
    if why_not:
        raise GateNotMet("not_correctable", why_not)
    taken = Taken(case, taken.settings, _function(taken, present, by))
    decided = checked_decision(is_approved, (body or "").strip() or present.body, reason, conditions,
                               decided_on or present.decided_on, may_come_again, at)  # fmt: skip
    if decided == _as_decided(present, case):
        raise Invalid("nothing_changed", "U hebt nog niets veranderd.")
    _correct(session, taken, present, decided, by, at)
    proceed(session, case, taken.settings, at)


def own_decision(session: Session, case: FoundingCase, by: Actor) -> Approval | None:
    """What this person decided in the present round."""
    return session.scalars(
        select(Approval).where(Approval.case_id == case.id, Approval.stage == case.stage,
                               Approval.round == case.round, Approval.decided_by_id == by.person_id)
    ).one_or_none()  # fmt: skip


def standing_of(session: Session, case: FoundingCase, present: Approval) -> Standing:
    """A decision with what came after it."""
    since = exists().where(Approval.case_id == case.id, Approval.stage == present.stage,
                           Approval.round == present.round, Approval.id > present.id)  # fmt: skip
    asked_again = exists().where(EarlierAttempt.earlier_case_id == case.id)
    row = session.execute(select(since, asked_again)).one()
    return Standing(present.is_approved, present.decided_by_id, day_of(present.recorded_at), row[0], case.end, row[1])


def _function(taken: Taken, present: Approval, by: Actor) -> str:
    """In which function they decided; who no longer holds it corrects nothing any more."""
    function = function_for(by, taken.case, ACTIONS[f"decide_as_{present.side}"], taken.settings)
    if not function:
        raise NotAllowed("no_role", "U hebt de functie niet meer waarin u besliste.")
    return function


def _as_decided(present: Approval, case: FoundingCase) -> Decided:
    return Decided(present.is_approved, present.body, present.reason, present.conditions, present.decided_on,
                   present.is_approved or case.may_come_again)  # fmt: skip


def _correct(session: Session, taken: Taken, present: Approval, decided: Decided, by: Actor, at: datetime) -> None:
    case, before = taken.case, _as_decided(present, taken.case)
    session.add(
        EarlierDecision(approval_id=present.id, case_id=case.id, side=present.side, is_approved=before.is_approved,
                        body=before.body, reason=before.reason, conditions=before.conditions,
                        decided_on=before.decided_on, recorded_at=present.corrected_at or present.recorded_at,
                        replaced_at=at)
    )  # fmt: skip
    present.is_approved, present.body, present.reason = decided.is_approved, decided.body, decided.reason
    present.conditions, present.decided_on, present.corrected_at = decided.conditions, decided.decided_on, at
    session.flush()
    record(session, case, "founding:corrected", by, at, taken.function, side=present.side,
           before=_told(before), **_told(decided))  # fmt: skip
    if before.is_approved and not decided.is_approved:
        refuse(session, taken, present.side, decided, by, at)
    elif not before.is_approved and decided.is_approved:
        _reopen(session, case, at)
    elif not decided.is_approved:
        case.may_come_again = decided.may_come_again


def _told(decided: Decided) -> dict[str, Any]:
    return {**decided.told, "is_approved": decided.is_approved, "outcome": OUTCOMES[decided.is_approved]}


def _reopen(session: Session, case: FoundingCase, at: datetime) -> None:
    """The case is where it was before the refusal: the same round, with all that was done in it. Terms that ended with
    it run on as they were computed: the days between count, since the consultation could not use them anyway."""
    ended_with_it = (Term.case_id == case.id, Term.over_at == case.ended_at)
    session.execute(update(Term).where(*ended_with_it).values(over_at=None))
    session.execute(
        update(StageRecord)
        .where(StageRecord.case_id == case.id, StageRecord.stage == case.stage, StageRecord.round == case.round)
        .values(closed_at=None, result=None)
    )
    case.end, case.ended_at, case.may_come_again = None, None, True
    of_stage = select(Term.ends_on).where(
        Term.case_id == case.id, Term.kind == STAGE_TERMS[Stage(case.stage)], Term.over_at.is_(None)
    )
    set_due_day(session, case, session.scalar(of_stage))
    session.flush()
    record(session, case, "case:reopened", SYSTEM, at)
    tell_advisers(session, case, "opinion:revived", at)
