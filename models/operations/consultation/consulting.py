"""The consultation: the decisions of police and municipality, and sending a request back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.case import FoundingCase
from models.clock import day_of
from models.database import Base
from models.operations.cases.acting import (
    Taken,
    body_of,
    end_case,
    keep_reason,
    proceed,
    record,
    send_back,
    take,
    written,
)
from models.operations.cases.suspending import pause_for_completion
from models.operations.consultation.agreeing import require_read
from models.queries.consultation.agreements import VERSION
from models.rules.access import Actor
from models.rules.procedure import End, Stage
from models.rules.refusals import Invalid, NotAllowed, Stale

MOST_CONDITIONS, LONGEST_CONDITION = 20, 300  # of one approval; characters

# Built once (benchmarks/engine.py).
_WRITE_APPROVAL = insert(Base.metadata.tables[Approval.__tablename__])
_DECISIONS = (
    select(Approval.side, Approval.decided_by_id, VERSION.label("agreed_version"))
    .select_from(FoundingCase)
    .outerjoin(
        Approval,
        and_(
            Approval.case_id == FoundingCase.id,
            Approval.stage == bindparam("of_stage"),
            Approval.round == bindparam("of_round"),
        ),
    )
    .where(FoundingCase.id == bindparam("of_case"))
)


def not_later_than(day: date, at: datetime, field: str) -> None:
    """Refuse a day in the future for something that happened already."""
    if day > day_of(at):
        raise Invalid("in_the_future", "Deze datum ligt in de toekomst.", field)


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed("no_person", "Dit kan alleen een persoon doen.")
    return by.person_id


def decide_as_police(session: Session, case_id: int, by: Actor, at: datetime, *, is_approved: bool, reason: str,
                     conditions: Sequence[str] = (), decided_on: date | None = None, may_come_again: bool = True,
                     agreement: int | None = None, seen: str = "") -> None:  # fmt: skip
    """The police approve, perhaps under conditions, or refuse the founding, with the reason. `agreement`: the version
    of what is agreed that they read."""
    taken = take(session, case_id, "decide_as_police", by, seen=seen)
    decided = checked_decision(is_approved, body_of(taken), reason, conditions, decided_on, may_come_again, at)
    _decide(session, taken, "police", decided, agreement, by, at)


def decide_as_municipality(session: Session, case_id: int, by: Actor, at: datetime, *, is_approved: bool, reason: str,
                           body: str = "", conditions: Sequence[str] = (), decided_on: date | None = None,
                           may_come_again: bool = True, agreement: int | None = None,
                           seen: str = "") -> None:  # fmt: skip
    """The municipality approves or refuses. `body` is who decided; empty: the body in the municipality's settings."""
    taken = take(session, case_id, "decide_as_municipality", by, seen=seen)
    body = body_of(taken, body or taken.settings.municipality_body)
    decided = checked_decision(is_approved, body, reason, conditions, decided_on, may_come_again, at)
    _decide(session, taken, "municipality", decided, agreement, by, at)


@dataclass(frozen=True)
class Decided:
    """What was decided, checked. `decided_on` is the day of the decision itself, such as the meeting of the college."""

    is_approved: bool
    body: str
    reason: str
    conditions: list[str]
    decided_on: date
    may_come_again: bool

    @property
    def told(self) -> dict[str, Any]:
        """What the journal keeps of it."""
        under = {"conditions": self.conditions} if self.conditions else {}
        return {"body": self.body, "reason": self.reason, "decided_on": self.decided_on.isoformat(), **under}


def checked_decision(is_approved: bool, body: str, reason: str, conditions: Sequence[str], decided_on: date | None,
                     may_come_again: bool, at: datetime) -> Decided:  # fmt: skip
    """A decision as it was filled in. Raises Invalid at the field that is wrong."""
    decided_on = decided_on or day_of(at)
    not_later_than(decided_on, at, "decided_on")
    return Decided(is_approved, body, written(reason), _conditions(conditions, is_approved), decided_on, may_come_again)


def _conditions(lines: Sequence[str], is_approved: bool) -> list[str]:
    conditions = [" ".join(one.split()) for one in lines if one.strip()]
    if conditions and not is_approved:
        raise Invalid("refused_under_conditions", "Een weigering heeft geen voorwaarden: laat dit leeg.", "conditions")
    if len(conditions) > MOST_CONDITIONS:
        raise Invalid("too_many_conditions", f"Hoogstens {MOST_CONDITIONS} voorwaarden.", "conditions")
    if any(len(one) > LONGEST_CONDITION for one in conditions):
        raise Invalid("long_condition", f"Hoogstens {LONGEST_CONDITION} tekens per voorwaarde.", "conditions")
    return conditions


def _decide(session: Session, taken: Taken, side: str, decided: Decided, agreement: int | None, by: Actor,
            at: datetime) -> None:  # fmt: skip
    case = taken.case
    earlier, agreed = _decisions(session, case)
    if side in earlier:
        raise Stale("already_decided", "Hierover is intussen al beslist.")
    if by.person_id in earlier.values():
        raise NotAllowed("both_sides", "Wie voor de ene partij besliste, beslist niet ook voor de andere.")
    require_read(agreed, agreement)
    approval = {
        "case_id": case.id, "stage": case.stage, "round": case.round, "side": side, "body": decided.body,
        "is_approved": decided.is_approved, "reason": decided.reason, "conditions": decided.conditions,
        "decided_on": decided.decided_on, "decided_by_id": _person(by), "recorded_at": at,
    }  # fmt: skip
    session.connection().execute(_WRITE_APPROVAL, approval)
    event = "founding:approved" if decided.is_approved else "founding:refused"
    record(session, case, event, by, at, taken.function, side=side, agreement=agreed, **decided.told)
    if not decided.is_approved:
        refuse(session, taken, side, decided, by, at)
    proceed(session, case, taken.settings, at)


def refuse(session: Session, taken: Taken, side: str, decided: Decided, by: Actor, at: datetime) -> None:
    """The refusal of one side ends the case."""
    keep_reason(session, taken.case, f"decide_as_{side}", decided.body, decided.reason, by, at)
    end_case(session, taken, End.REFUSED, at, may_come_again=decided.may_come_again)


def _decisions(session: Session, case: FoundingCase) -> tuple[dict[str, int], int]:
    """Who decided for which side in this round, and the version that is agreed now."""
    present = {"of_case": case.id, "of_stage": case.stage, "of_round": case.round}
    rows = session.connection().execute(_DECISIONS, present).all()
    return {row.side: row.decided_by_id for row in rows if row.side}, rows[0].agreed_version or 1


def send_back_to_idea(session: Session, case_id: int, by: Actor, at: datetime, *, reason: str, body: str = "",
                      seen: str = "") -> None:  # fmt: skip
    """Police or municipality send the request back; the initiator completes it and the desk accepts it anew."""
    taken = take(session, case_id, "send_back_to_idea", by, seen=seen)
    reason, body = written(reason), body_of(taken, body)
    keep_reason(session, taken.case, "send_back_to_idea", body, reason, by, at)
    send_back(session, taken, Stage.IDEA, reason, body, by, at)
    pause_for_completion(session, taken.case, taken.settings, reason, at)
    proceed(session, taken.case, taken.settings, at)
