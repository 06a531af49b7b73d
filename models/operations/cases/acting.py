"""What every operation on a case does: take it under a lock, check right and state, write the journal, move it on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, func, insert, select, update
from sqlalchemy.orm import Session, joinedload

from models.authority import Authority
from models.case import FoundingCase, Reason, StageRecord
from models.clock import day_of
from models.database import Base, UtcDateTime
from models.operations.cases.opening import set_up_stage
from models.operations.cases.terms import BegunTerm, begin_first_term, end_terms
from models.operations.cases.writing_case import put_in_journal, put_on_case, set_due_day, write_case
from models.operations.consultation.freezing_agreement import freeze_agreement
from models.outbox import LEAVES_WORK, OutboxEntry
from models.queries.cases.facts import facts_of, settings_of
from models.queries.cases.ties import ties_of
from models.queries.consultation.advice import advisers_to_tell
from models.rules.access import (
    DELEGATE,
    DEPUTY,
    SOMEBODY_ELSE_CAN,
    SYSTEM,
    TOO_CLOSE,
    Actor,
    Delegated,
    closeness,
    delegations_on,
    function_on,
)
from models.rules.journal_chain import case_body, chained
from models.rules.journal_events import EVENTS
from models.rules.procedure import ACTIONS, Action, Condition, End, Stage, blocking, next_stage, roles_for, unmet
from models.rules.procedure_settings import ProcedureSettings
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale
from models.term import Term

LONGEST_TEXT = 5000  # characters of one field; longer texts can't be printed either


# Built once: what every operation asks is otherwise put together anew each time, which costs more than the asking.
# Outbox and stage records are written as plain rows for the same reason (benchmarks/engine.py).
_OF_AUTHORITY = (Authority.kind, Authority.name, Authority.email, Authority.zone_id, Authority.settings)
_LOCKED_CASE = (
    select(FoundingCase)
    .where(FoundingCase.id == bindparam("case_id"))
    .options(  # both have settings; what else of them an operation uses
        joinedload(FoundingCase.municipality)
        .load_only(*_OF_AUTHORITY)
        .joinedload(Authority.zone)
        .load_only(*_OF_AUTHORITY)
    )
    .with_for_update(of=FoundingCase)
    .execution_options(populate_existing=True)
)
_TABLES = Base.metadata.tables
_STAGES = _TABLES[StageRecord.__tablename__]
_ASK_FOR_WORK = insert(_TABLES[OutboxEntry.__tablename__])
# The record of a stage that opens: its round is the one after the last.
_OPEN_STAGE = (
    insert(_STAGES)
    .from_select(
        ["case_id", "stage", "round", "opened_at"],
        select(
            bindparam("of_case", type_=Integer),
            bindparam("of_stage", type_=String),
            func.coalesce(func.max(_STAGES.c.round), 0) + 1,
            bindparam("opened_at", type_=UtcDateTime()),
        ).where(_STAGES.c.case_id == bindparam("of_case"), _STAGES.c.stage == bindparam("of_stage")),
    )
    .returning(_STAGES.c.round)
)
_IS_PRESENT_STAGE = and_(
    _STAGES.c.case_id == bindparam("of_case"),
    _STAGES.c.stage == bindparam("of_stage"),
    _STAGES.c.round == bindparam("of_round"),
)
_CLOSE_STAGE = (
    update(_STAGES).where(_IS_PRESENT_STAGE).values(closed_at=bindparam("at"), result=bindparam("how"))
).returning(_STAGES.c.id)


@dataclass(frozen=True)
class Taken:
    """A case under its lock, with what the operation needs to know."""

    case: FoundingCase
    settings: ProcedureSettings
    function: str  # the role in which the person acts
    delegated: Delegated | None = None  # where a body gave this person its decision


def lock_case(session: Session, case_id: int) -> FoundingCase:
    """The case with its row locked and its values fresh. Raises NotAllowed when there is none."""
    write_case(session)  # its values would be lost else
    case = session.scalars(_LOCKED_CASE, {"case_id": case_id}).one_or_none()
    if case is None:
        raise NotAllowed("unknown_case", "Dit dossier bestaat niet.")
    return case


def take(session: Session, case_id: int, action_code: str, by: Actor, *, seen: str = "") -> Taken:
    """Lock the case and check that `by` may do this action now.

    `seen` is the position of the case on the page that the person acted on ('consultation:1'); empty: not checked.
    Raises NotAllowed (role, four eyes), Stale (the case moved meanwhile), GateNotMet (wrong stage, unmet condition).
    """
    case = lock_case(session, case_id)
    action = ACTIONS[action_code]
    settings = settings_of(case)
    function = _allowed_function(session, action, by, case, settings)
    if seen and seen != case.position:
        raise Stale("case_moved", "Het dossier staat nu in een andere fase.")
    if case.ended_at is not None and not action.after_end:
        raise GateNotMet("case_ended", "Dit dossier is beëindigd; er kan niets meer in gebeuren.")
    if Stage(case.stage) not in action.stages:
        raise GateNotMet("wrong_stage", f"‘{action.title}’ kan niet in de fase waarin het dossier nu is.")
    if action.before:
        _require(blocking(action, Stage(case.stage), facts_of(session, case), settings))
    return Taken(case, settings, function, delegations_on(by, case.place).get(action_code))


def _allowed_function(session: Session, action: Action, by: Actor, case: FoundingCase,
                      settings: ProcedureSettings) -> str:  # fmt: skip
    if by == SYSTEM:
        return "system"
    function = function_for(by, case, action, settings)
    if not function:
        raise NotAllowed("no_role", f"Uw functie laat niet toe: {action.title.lower()}.")
    if action.four_eyes:
        require_distance(session, by, case)
    return function


def function_for(by: Actor, case: FoundingCase, action: Action, settings: ProcedureSettings) -> str:
    """In which function a person does this, as the journal keeps it; empty: they can't. What a body delegated to them
    they do in its name, whatever function they hold themselves."""
    roles = roles_for(action, settings)
    if action.code in delegations_on(by, case.place):
        return DELEGATE + min(role.value for role in roles)
    return function_on(by, case.place, roles)


def require_distance(session: Session, by: Actor, case: FoundingCase) -> None:
    """Four eyes. What binds somebody is looked up only where their number and dwelling don't tell already."""
    close = closeness(by, case.place) or closeness(by, case.place, ties_of(session, case.id, by.person_id))
    if close:
        raise NotAllowed("four_eyes", f"{TOO_CLOSE[close]} {SOMEBODY_ELSE_CAN}")


def _require(conditions: tuple[Any, ...]) -> None:
    if conditions:
        first = conditions[0]
        raise GateNotMet(first.code, f"Dit kan nog niet. Nog niet in orde: {first.sentence.lower()}.")


def written(text: str, field: str = "reason", *, shortest: int = 2) -> str:
    """A text that somebody wrote, trimmed. Raises Invalid when it is missing or too long."""
    text = (text or "").strip()
    if len(text) < shortest:
        raise Invalid("missing_text", "Vul dit in.", field)
    if len(text) > LONGEST_TEXT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_TEXT} tekens.", field)
    return text


def record(session: Session, case: FoundingCase, event: str, by: Actor, at: datetime, function: str = "system",
           **data: Any) -> None:  # fmt: skip
    """Write one journal entry, chained to the one before. The sentence's names must all be in `data`."""
    EVENTS[event].format(**data)  # a missing name is a defect here, not on the page of who reads it
    sequence = case.journal_length + 1
    body = case_body(case.number, sequence, at, event, case.stage, case.round, by.person_id, function, data)
    entry = {
        "case_id": case.id,
        "sequence": sequence,
        "at": at,
        "event": event,
        "stage": case.stage,
        "round": case.round,
        "by_id": by.person_id,
        "function": function,
        "data": data,
        "hash": chained(case.journal_hash, body),
    }
    put_in_journal(session, case, entry)


def proceed(session: Session, case: FoundingCase, settings: ProcedureSettings, at: datetime) -> None:
    """Open the next stage while the gate of the present one is met, note who is waited for, and ask for the work."""
    flows = [case.stage]
    waiting: tuple[Condition, ...] = ()
    while case.ended_at is None:
        facts = facts_of(session, case)
        following = next_stage(Stage(case.stage), facts, settings)
        if following is None:
            waiting = unmet(Stage(case.stage), facts, settings)
            break
        close_stage(session, case, "closed", at)
        open_stage(session, case, following, settings, at)
        flows.append(case.stage)
    codes = [condition.code for condition in waiting]
    if case.waiting_for != codes:  # kept for the work lists
        put_on_case(session, case, waiting_for=codes)
    ask_for_work(session, case, *flows)


def ask_for_work(session: Session, case: FoundingCase, *flows: str) -> None:
    """Ask the engine to run these flows; by itself that of the present stage. What was put on the case is written."""
    write_case(session)
    session.connection().execute(_ASK_FOR_WORK, [{"flow": flow, "case_id": case.id} for flow in flows or [case.stage]])
    session.info[LEAVES_WORK] = True


def open_stage(session: Session, case: FoundingCase, stage: Stage, settings: ProcedureSettings, at: datetime) -> None:
    """Open a stage (again): its record, its term, what must be there from the start, and the journal."""
    round_ = record_stage(session, case, stage, at)
    put_on_case(session, case, stage=stage.value, round=round_, stage_opened_at=at)
    set_up_stage(session, case, settings, day_of(at), at)
    term = begin_stage_term(session, case, settings, at)
    record(session, case, "stage:opened", SYSTEM, at, stage=stage.value, **as_told(term))
    if stage is Stage.CONSULTATION and round_ > 1:
        tell_advisers(session, case, "opinion:revived", at)


def tell_advisers(session: Session, case: FoundingCase, event: str, at: datetime) -> None:
    """Advisers who did not answer hear that their opinion is no longer needed, or that it is needed again."""
    for opinion in advisers_to_tell(session, case.id):
        record(session, case, event, SYSTEM, at, adviser=opinion.adviser, due_on=opinion.due_on.isoformat(),
               opinion_id=opinion.id)  # fmt: skip


def record_stage(session: Session, case: FoundingCase, stage: Stage, at: datetime) -> int:
    """Write the record of a stage that opens. Returns its round: the one after the last."""
    opened = {"of_case": case.id, "of_stage": stage.value, "opened_at": at}
    round_: int = session.connection().scalar(_OPEN_STAGE, opened)
    return round_


def close_stage(session: Session, case: FoundingCase, result: str, at: datetime) -> None:
    """Close the record of the present stage."""
    present = {"of_case": case.id, "of_stage": case.stage, "of_round": case.round}
    if session.connection().scalar(_CLOSE_STAGE, {**present, "at": at, "how": result}) is None:
        raise LookupError(f"{case.number} has no record of {case.position}")
    end_terms(session, case, at)
    if case.stage == Stage.CONSULTATION.value:
        tell_advisers(session, case, "opinion:lapsed", at)
    if result == "closed" and case.stage == Stage.CONSULTATION.value:
        record(session, case, "agreement:frozen", SYSTEM, at, **freeze_agreement(session, case, at))
    if result == "closed":
        record(session, case, "stage:closed", SYSTEM, at, stage=case.stage)


STAGE_TERMS = {Stage.IDEA: "assessment", Stage.CONSULTATION: "consultation", Stage.FEDERAL_CHECK: "federal_answer"}


def begin_stage_term(session: Session, case: FoundingCase, settings: ProcedureSettings,
                     at: datetime) -> BegunTerm | None:  # fmt: skip
    """The term of the stage that opens, where it has one."""
    kind = STAGE_TERMS.get(Stage(case.stage))
    term = begin_first_term(session, case, kind, settings, at) if kind else None
    set_due_day(session, case, term.ends_on if term else None)
    return term


def as_told(term: Term | BegunTerm | None) -> dict[str, Any]:
    """What a journal entry keeps of a term: its kind and how it was computed."""
    return {"term": {"kind": term.kind, **term.computation}} if term else {}


def send_back(session: Session, taken: Taken, stage: Stage, reason: str, body: str, by: Actor, at: datetime) -> None:
    """Open an earlier stage again, with the reason for everyone earlier in the chain."""
    case = taken.case
    record(session, case, "case:sent_back", by, at, taken.function, stage=stage.value, body=body, reason=reason)
    close_stage(session, case, "sent_back", at)
    open_stage(session, case, stage, taken.settings, at)


def end_case(session: Session, taken: Taken, end: End, at: datetime, *, may_come_again: bool = True) -> None:
    """End the case. Its reason is in the journal and in the table of reasons already."""
    case = taken.case
    close_stage(session, case, end.value, at)
    case.end = end.value
    case.ended_at = at
    case.may_come_again = may_come_again
    set_due_day(session, case, None)
    record(session, case, "case:ended", SYSTEM, at, end=end.value, may_come_again=may_come_again)


def keep_reason(session: Session, case: FoundingCase, action: str, body: str, text: str, by: Actor,
                at: datetime, decided_on: date | None = None) -> None:  # fmt: skip
    """Keep a written reason with its body and moment; `decided_on`: the day of the decision itself."""
    session.add(
        Reason(case_id=case.id, stage=case.stage, round=case.round, action=action, body=body, text=text,
               decided_on=decided_on, given_by_id=by.person_id, given_at=at)
    )  # fmt: skip


BODIES = {
    "desk_officer": "de gemeentelijke dienst",
    "mayor": "de burgemeester",
    "mandated_officer": "de gemandateerde politiebeambte",
    "police_chief": "de korpschef",
    "initiator": "de initiatiefnemer",
    "coordinator": "de coördinator",
    "deputy_coordinator": "de plaatsvervangend coördinator",
    "steering_group_member": "een lid van de stuurgroep",
    "adviser": "de adviseur",
    "signatory": "een ondertekenaar",
    "quoted": "wie een citaat gaf",
    "administrator": "de beheerder",
    "system": "Binstart",
}


def body_of(taken: Taken, body: str = "") -> str:
    """The deciding body as it is printed: who delegated, else what was filled in, else the function of who acts."""
    if taken.delegated is not None:
        return taken.delegated.printed
    return (body or "").strip() or body_named(taken.function)


def body_named(function: str) -> str:
    """A function of the journal as it is printed; a deputy by the function that they hold for somebody, not by name."""
    if function.startswith(DEPUTY):
        return f"plaatsvervangend voor {BODIES[function.removeprefix(DEPUTY)]}"
    if function.startswith(DELEGATE):
        return f"namens {BODIES[function.removeprefix(DELEGATE)]}, bij delegatie"
    return BODIES[function]
