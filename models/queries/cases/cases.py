"""Cases as the pages ask for them: where is it, what is done, who must act, and why can it not go on yet?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.case import FoundingCase, StageRecord
from models.journal import JournalEntry
from models.queries.cases.facts import facts_of, settings_of
from models.queries.cases.ties import ties_of
from models.rules.access import Actor, Ties, closeness, delegations_on, roles_on
from models.rules.journal_events import plain_sentence
from models.rules.procedure import (
    ACTIONS,
    GATES,
    STAGES,
    Action,
    CaseFacts,
    Stage,
    actions_for,
    blocking,
    roles_for,
)


@dataclass(frozen=True)
class ConditionState:
    """One condition of the present gate: met or not, which action meets it, and who may do that."""

    code: str
    sentence: str
    is_met: bool
    action: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class StageState:
    """One stage in the line of stages: done, present, to_come or stopped (where the case ended)."""

    stage: str
    state: str
    round: int
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class OfferedAction:
    """Something that this person could do now; `blocked_by` says which condition keeps it closed (empty: open), and
    `too_close` why somebody else must do it (a code of TOO_CLOSE)."""

    code: str
    title: str
    blocked_by: str
    too_close: str


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal, as a sentence."""

    sequence: int
    at: datetime
    stage: str
    event: str
    sentence: str
    function: str
    hash: str


def why_not_yet(session: Session, case: FoundingCase, facts: CaseFacts | None = None) -> tuple[ConditionState, ...]:
    """Every condition that is asked in the present stage with its state, in order; empty when the case has ended.
    `facts`: those of the present stage, where they were read already."""
    if case.ended_at is not None:
        return ()
    facts, settings = facts or facts_of(session, case), settings_of(case)
    return tuple(
        ConditionState(
            code=condition.code,
            sentence=condition.sentence,
            is_met=condition.is_met(facts, settings),
            action=condition.action,
            roles=tuple(sorted(roles_for(ACTIONS[condition.action], settings))),
        )
        for condition in GATES[Stage(case.stage)]
        if condition.is_asked(settings)
    )


def who_must_act(conditions: Sequence[ConditionState]) -> tuple[str, ...]:
    """The roles that are waited for: those of the first unmet condition that nothing else blocks."""
    for condition in conditions:
        if not condition.is_met:
            return condition.roles
    return ()


_OPENINGS = select(StageRecord).where(StageRecord.case_id == bindparam("of_case")).order_by(StageRecord.id)


def stage_line(session: Session, case: FoundingCase) -> tuple[StageState, ...]:
    """All stages in order, with the last opening of each."""
    records = session.scalars(_OPENINGS, {"of_case": case.id}).all()
    last = {record.stage: record for record in records}
    present = STAGES.index(Stage(case.stage))
    return tuple(_stage_state(case, stage, index, present, last.get(stage.value)) for index, stage in enumerate(STAGES))


def _stage_state(case: FoundingCase, stage: Stage, index: int, present: int, last: StageRecord | None) -> StageState:
    if index == present:
        state = "stopped" if case.ended_at is not None else "present"
    else:
        state = "done" if index < present else "to_come"
    if last is None or state == "to_come":
        return StageState(stage.value, state, 0, None, None)
    return StageState(stage.value, state, last.round, last.opened_at, last.closed_at)


def offered_actions(session: Session, case: FoundingCase, actor: Actor, facts: CaseFacts | None = None,
                    ties: Ties | None = None) -> tuple[OfferedAction, ...]:  # fmt: skip
    """What this person can do with the case now, and what keeps each closed. `facts` as in `why_not_yet`; `ties`: what
    binds this person to the case, where it was read already."""
    settings, stage = settings_of(case), Stage(case.stage)
    actions = [
        action
        for action in actions_for(stage, roles_on(actor, case.place), settings, delegations_on(actor, case.place))
        if case.ended_at is None or action.after_end
    ]
    if not actions:
        return ()
    facts = facts or facts_of(session, case)
    ties = ties or ties_of(session, case.id, actor.person_id)
    close = closeness(actor, case.place, ties)
    return tuple(_offered(action, blocking(action, stage, facts, settings), close) for action in actions)


def _offered(action: Action, conditions: Sequence[object], close: str) -> OfferedAction:
    blocked_by = getattr(conditions[0], "sentence", "") if conditions else ""
    return OfferedAction(action.code, action.title, blocked_by, close if action.four_eyes else "")


def journal_of(session: Session, case: FoundingCase) -> tuple[JournalLine, ...]:
    """The whole journal of a case, oldest first."""
    entries = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id).order_by(JournalEntry.sequence)
    )
    return tuple(
        JournalLine(
            sequence=entry.sequence,
            at=entry.at,
            stage=entry.stage,
            event=entry.event,
            sentence=plain_sentence(entry.event, entry.data),
            function=entry.function,
            hash=entry.hash,
        )
        for entry in entries
    )


def cases_of_resident(session: Session, actor: Actor) -> Sequence[FoundingCase]:
    """The cases in which a resident has a part: as initiator or in the stuurgroep."""
    ids = {grant.case_id for grant in actor.grants if grant.case_id is not None}
    return session.scalars(select(FoundingCase).where(FoundingCase.id.in_(ids)).order_by(FoundingCase.id.desc())).all()
