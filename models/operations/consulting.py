"""The consultation: contact with the judicial authority, and the decisions of police and municipality."""

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.case import FoundingCase
from models.operations.acting import (
    Taken,
    body_of,
    day_of,
    end_case,
    keep_reason,
    proceed,
    record,
    send_back,
    take,
    written,
)
from models.operations.suspending import pause_for_completion
from models.opinion import JudicialContact
from models.rules.access import Actor
from models.rules.procedure import End, Stage
from models.rules.refusals import Invalid, NotAllowed, Stale

_DECISIONS = select(Approval.side, Approval.decided_by_id).where(
    Approval.case_id == bindparam("of_case"),
    Approval.stage == bindparam("of_stage"),
    Approval.round == bindparam("of_round"),
)


def record_judicial_contact(session: Session, case_id: int, by: Actor, at: datetime, *, contacted_on: date, means: str,
                            note: str = "", seen: str = "") -> None:  # fmt: skip
    """The police note when and how the judicial authority was told (seed 000). Never an approval."""
    taken = take(session, case_id, "record_judicial_contact", by, seen=seen)
    not_later_than(contacted_on, at, "contacted_on")
    session.add(
        JudicialContact(case_id=case_id, contacted_on=contacted_on, means=written(means, "means"),
                        note=written(note or "", "note", shortest=0), recorded_by_id=_person(by), recorded_at=at)
    )  # fmt: skip
    record(session, taken.case, "judicial_authority:contacted", by, at, taken.function,
           contacted_on=contacted_on.isoformat())  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def not_later_than(day: date, at: datetime, field: str) -> None:
    """Refuse a day in the future for something that happened already."""
    if day > day_of(at):
        raise Invalid("in_the_future", "Deze datum ligt in de toekomst.", field)


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed("no_person", "Dit kan alleen een persoon doen.")
    return by.person_id


def decide_as_police(session: Session, case_id: int, by: Actor, at: datetime, *, is_approved: bool, reason: str,
                     decided_on: date | None = None, may_come_again: bool = True, seen: str = "") -> None:  # fmt: skip
    """The police approve or refuse the founding, with the reason."""
    taken = take(session, case_id, "decide_as_police", by, seen=seen)
    _decide(session, taken, "police", "", by, at, is_approved, reason, decided_on, may_come_again)


def decide_as_municipality(session: Session, case_id: int, by: Actor, at: datetime, *, is_approved: bool, reason: str,
                           body: str = "", decided_on: date | None = None, may_come_again: bool = True,
                           seen: str = "") -> None:  # fmt: skip
    """The municipality approves or refuses. `body` is who decided; empty: the body in the municipality's settings."""
    taken = take(session, case_id, "decide_as_municipality", by, seen=seen)
    body = body or taken.settings.municipality_body
    _decide(session, taken, "municipality", body, by, at, is_approved, reason, decided_on, may_come_again)


def _decide(session: Session, taken: Taken, side: str, body: str, by: Actor, at: datetime, is_approved: bool,
            reason: str, decided_on: date | None, may_come_again: bool) -> None:  # fmt: skip
    case = taken.case
    reason, body = written(reason), body_of(taken, body)
    decided_on = decided_on or day_of(at)
    not_later_than(decided_on, at, "decided_on")
    earlier = _decisions(session, case)
    if side in earlier:
        raise Stale("already_decided", "Hierover is intussen al beslist.")
    if by.person_id in earlier.values():
        raise NotAllowed("both_sides", "Wie voor de ene partij besliste, beslist niet ook voor de andere.")
    session.add(
        Approval(case_id=case.id, stage=case.stage, round=case.round, side=side, is_approved=is_approved, body=body,
                 reason=reason, decided_on=decided_on, decided_by_id=_person(by), recorded_at=at)
    )  # fmt: skip
    event = "founding:approved" if is_approved else "founding:refused"
    record(session, case, event, by, at, taken.function, side=side, body=body, reason=reason)
    if not is_approved:
        keep_reason(session, case, f"decide_as_{side}", body, reason, by, at)
        end_case(session, taken, End.REFUSED, at, may_come_again=may_come_again)
    proceed(session, case, taken.settings, at)


def _decisions(session: Session, case: FoundingCase) -> dict[str, int]:
    rows = session.connection().execute(
        _DECISIONS, {"of_case": case.id, "of_stage": case.stage, "of_round": case.round}
    )
    return {row.side: row.decided_by_id for row in rows}


def send_back_to_idea(session: Session, case_id: int, by: Actor, at: datetime, *, reason: str, body: str = "",
                      seen: str = "") -> None:  # fmt: skip
    """Police or municipality send the request back; the initiator completes it and the desk accepts it anew."""
    taken = take(session, case_id, "send_back_to_idea", by, seen=seen)
    reason, body = written(reason), body_of(taken, body)
    keep_reason(session, taken.case, "send_back_to_idea", body, reason, by, at)
    send_back(session, taken, Stage.IDEA, reason, body, by, at)
    pause_for_completion(session, taken.case, taken.settings, reason, at)
    proceed(session, taken.case, taken.settings, at)
