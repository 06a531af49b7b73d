"""The evaluation, for its report."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.evaluation import Evaluation
from models.network import NeighbourhoodNetwork
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
    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case.id)).one_or_none()
    began = before.closed_at if before is not None else None
    opened_on = day_of(evaluation.opened_at) if evaluation.opened_at is not None else evaluation.opens_on
    return EvaluationRecord(
        case=case_record(session, case, base_url),
        period_from=day_of(began) if began is not None else network.active_since if network is not None else opened_on,
        period_until=opened_on,
        closed_on=day_of(entry.at),
        coordinator_view=evaluation.coordinator_view or {},
        police_view=evaluation.police_view or {},
        earlier_coordinator_view=(before.coordinator_view or {}) if before is not None else {},
        earlier_police_view=(before.police_view or {}) if before is not None else {},
        outcome=evaluation.outcome,
        reason=evaluation.reason,
        body=evaluation.body,
        next_opens_on=session.scalar(
            select(Evaluation.opens_on).where(Evaluation.case_id == case.id, Evaluation.round == entry.round + 1)
        ),
    )
