"""Everything that the page of a case shows, read once: where it is, what is done, who must act, and what you can do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.evaluation import Evaluation
from models.federal_check import FederalCheck
from models.info_evening import InfoEvening
from models.network import LaunchDecision, LaunchItem
from models.opinion import Opinion
from models.queries.cases import case_parts
from models.queries.cases.case_parts import Asked, CharterState, Decision, JournalRow, Paper, SeatTaken, SupportState
from models.queries.cases.cases import (
    ConditionState,
    OfferedAction,
    StageState,
    offered_actions,
    stage_line,
    why_not_yet,
)
from models.queries.cases.earlier_attempts import Attempt, attempts_before
from models.queries.cases.facts import facts_of, settings_of
from models.queries.charters.federal_checks import Waiting, waiting_for_answer
from models.queries.evenings.evenings import final_evening
from models.queries.evenings.minutes import MinutesState, minutes_state
from models.queries.support.support_judgements import last_voice_day, standing_judgements
from models.rules.access import Actor, Role
from models.rules.procedure import CaseFacts, Stage
from models.rules.whose_turn import Turn, turns
from models.support_judgement import SupportJudgement
from models.term import Term

LAST_LINES = 6


@dataclass(frozen=True)
class CasePage:
    """One case as a page shows it to one person. Parts of stages that were never reached are empty."""

    case: FoundingCase
    at: datetime
    facts: CaseFacts
    stages: tuple[StageState, ...]
    conditions: tuple[ConditionState, ...]
    turns: tuple[Turn, ...]
    offered: tuple[OfferedAction, ...]
    asked: Asked
    segments: tuple[str, ...]
    decisions: tuple[Decision, ...]
    papers: tuple[Paper, ...]
    journal: tuple[JournalRow, ...]
    terms: Sequence[Term] = ()
    opinions: Sequence[Opinion] = ()
    support: SupportState | None = None
    evening: InfoEvening | None = None
    minutes: MinutesState | None = None  # of that evening, while the stage lasts
    seats: tuple[SeatTaken, ...] = ()
    judgements: Mapping[str, SupportJudgement] = field(default_factory=dict)  # per party the one that holds
    last_voice_day: date | None = None
    charter: CharterState | None = None
    federal_checks: Sequence[FederalCheck] = ()
    federal_waiting: Waiting | None = None
    launch_items: Sequence[LaunchItem] = ()
    launch_decision: LaunchDecision | None = None
    evaluations: Sequence[Evaluation] = ()
    earlier_attempts: tuple[Attempt, ...] = ()


def read_case_page(session: Session, case: FoundingCase, actor: Actor, at: datetime) -> CasePage:
    """The whole page for one person, with as few questions to the database as the case has parts."""
    facts = facts_of(session, case)
    stages = stage_line(session, case)
    conditions = why_not_yet(session, case, facts)
    unmet = {condition.code for condition in conditions if not condition.is_met}
    reached = {stage.stage for stage in stages if stage.opened_at is not None}
    parts = _parts_reached(session, case, reached, at)
    asked = case_parts.asked(session, case, actor)
    return CasePage(
        case=case,
        at=at,
        facts=facts,
        stages=stages,
        conditions=conditions,
        turns=_turns(case, unmet, parts, at),
        offered=offered_actions(session, case, actor, facts, asked.ties),
        asked=asked,
        segments=case_parts.area_in_words(session, case),
        decisions=case_parts.decisions(session, case),
        papers=case_parts.papers(session, case),
        journal=case_parts.journal_rows(session, case, newest=LAST_LINES, without=case_parts.AFTERWARDS),
        terms=case.running_terms,
        earlier_attempts=attempts_before(session, case.id) if asked.has_earlier_attempts else (),
        **parts,
    )


def _turns(case: FoundingCase, unmet: Collection[str], parts: Mapping[str, Any], at: datetime) -> tuple[Turn, ...]:
    evening = parts.get("evening")
    return turns(
        Stage(case.stage),
        unmet,
        settings_of(case),
        has_coordinator=any(seat.role == Role.COORDINATOR.value for seat in parts.get("seats", ())),
        evening_to_come=evening is not None and evening.starts_at > at,
    )


def _parts_reached(session: Session, case: FoundingCase, reached: set[str], at: datetime) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if Stage.CONSULTATION in reached:
        parts["opinions"] = case_parts.opinions(session, case)
        parts["support"] = case_parts.support(session, case)
    if Stage.INFO_EVENING in reached:
        parts["evening"] = case_parts.last_evening(session, case)
        parts["seats"] = case_parts.seats(session, case)
    if case.stage == Stage.INFO_EVENING.value:
        if parts["evening"] is not None and parts["evening"].state == "held":
            # Not of the evening that is shown: gate and judges look at the last one of all.
            final = final_evening(session, case.id) or parts["evening"]
            parts["judgements"] = standing_judgements(session, final.id)
            parts["minutes"] = minutes_state(session, parts["evening"].id)
        parts["last_voice_day"] = last_voice_day(session, case.id, settings_of(case))
    if Stage.CHARTER in reached:
        parts["charter"] = case_parts.charter_state(session, case)
    if Stage.FEDERAL_CHECK in reached:
        parts["federal_checks"] = case_parts.federal_checks(session, case)
        if parts["federal_checks"] and not parts["federal_checks"][0].result:
            parts["federal_waiting"] = waiting_for_answer(session, case, day_of(at))
    if case.stage == Stage.LAUNCH.value:
        parts["launch_items"] = case_parts.launch_items(session, case)
    if case.stage == Stage.EVALUATION.value:
        parts["launch_decision"] = case_parts.launch_decision(session, case)
        parts["evaluations"] = case_parts.evaluations(session, case)
    return parts
