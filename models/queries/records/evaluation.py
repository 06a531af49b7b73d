"""The evaluation, for its report."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.evaluation import Evaluation
from models.network import NeighbourhoodNetwork
from models.queries.evaluations.surveys import surveys_of_period
from models.queries.records.shared import case_record, entry_about
from models.rules.records.evaluation import EvaluationRecord


def evaluation_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> EvaluationRecord:
    """The evaluation that the journal entry with this sequence closed."""
    entry = entry_about(session, case, sequence)
    rounds = session.scalars(
        select(Evaluation)
        .where(Evaluation.case_id == case.id, Evaluation.round <= entry.round)
        .order_by(Evaluation.round.desc())
    ).all()
    evaluation, before = rounds[0], rounds[1] if len(rounds) > 1 else None
    period_from, period_until = evaluated_period(session, case, evaluation)
    return EvaluationRecord(
        case=case_record(session, case, base_url),
        period_from=period_from,
        period_until=period_until,
        closed_on=day_of(entry.at),
        coordinator_view=evaluation.coordinator_view or {},
        police_view=evaluation.police_view or {},
        municipality_view=evaluation.municipality_view or {},
        discussed_on=evaluation.discussed_on,
        discussed_by=evaluation.discussed_by,
        conclusions=evaluation.conclusions,
        surveys=surveys_of_period(session, case.id, period_from, entry.at),
        earlier_coordinator_view=(before.coordinator_view or {}) if before is not None else {},
        earlier_police_view=(before.police_view or {}) if before is not None else {},
        outcome=evaluation.outcome,
        other_network=entry.data.get("successor") or entry.data.get("part") or "",
        reason=evaluation.reason,
        body=evaluation.body,
        next_opens_on=session.scalar(
            select(Evaluation.opens_on).where(Evaluation.case_id == case.id, Evaluation.round == entry.round + 1)
        ),
    )


def evaluated_period(session: Session, case: FoundingCase, evaluation: Evaluation) -> tuple[date, date]:
    """Over which days an evaluation looks back: from the last one, or from when the network is active, until it was
    opened."""
    before = session.scalars(
        select(Evaluation)
        .where(Evaluation.case_id == case.id, Evaluation.round < evaluation.round, Evaluation.closed_at.is_not(None))
        .order_by(Evaluation.round.desc())
        .limit(1)
    ).one_or_none()
    active_since = session.scalar(
        select(NeighbourhoodNetwork.active_since).where(NeighbourhoodNetwork.case_id == case.id)
    )
    until = day_of(evaluation.opened_at) if evaluation.opened_at is not None else evaluation.opens_on
    if before is not None and before.closed_at is not None:
        return day_of(before.closed_at), until
    return active_since or until, until
