"""What the evaluations of a network say, as rows for a spreadsheet: one answer a row, year after year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.evaluation import Evaluation
from models.queries.records.evaluation import evaluated_period
from models.rules.evaluation_form import JUDGEMENTS, QUESTIONS, SIDE_NAMES


@dataclass(frozen=True)
class EvaluationFigure:
    """One answer of one side. `answer`: a count as a number, a judgement or text in words."""

    period_from: date
    period_until: date
    closed_on: date
    side: str
    question: str
    answer: int | str


def evaluation_figures(session: Session, case: FoundingCase) -> tuple[EvaluationFigure, ...]:
    """The answers of all evaluations that are closed, the oldest first; questions that nobody answered are left out."""
    rows = session.scalars(
        select(Evaluation)
        .where(Evaluation.case_id == case.id, Evaluation.closed_at.is_not(None))
        .order_by(Evaluation.round)
    ).all()
    return tuple(figure for row in rows for figure in _figures_of(session, case, row))


def _figures_of(session: Session, case: FoundingCase, row: Evaluation) -> Iterator[EvaluationFigure]:
    assert row.closed_at is not None
    period = (*evaluated_period(session, case, row), day_of(row.closed_at))
    for side, questions in QUESTIONS.items():
        view = getattr(row, f"{side}_view") or {}
        for question in questions:
            answer = view.get(question.code)
            if answer not in (None, ""):
                shown = JUDGEMENTS[answer] if question.kind == "judgement" else answer
                yield EvaluationFigure(*period, SIDE_NAMES[side], question.sentence, shown)
    if row.conclusions:
        yield EvaluationFigure(*period, "alle partners", "Wat de partners samen besluiten", row.conclusions)
    yield EvaluationFigure(*period, row.body, "Waarom dit besluit", row.reason)
