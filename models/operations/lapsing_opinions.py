"""What nobody waits for any more when a case ends. Apart from advising.py, because acting.py needs it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.opinion import Opinion
from models.rules.advice import ANSWERABLE
from models.rules.procedure import Stage

CASE_ENDED = "Het dossier is intussen beëindigd."


def lapse_opinions(session: Session, case: FoundingCase, at: datetime) -> Sequence[Opinion]:
    """Take back the questions for advice that can still be answered; returns them. Their terms end with the stage.

    After the consultation none can be: what stayed without an answer there is left as it was.
    """
    if case.stage not in (Stage.IDEA, Stage.CONSULTATION):
        return ()
    asked = session.scalars(
        select(Opinion).where(Opinion.case_id == case.id, Opinion.state.in_(ANSWERABLE)).order_by(Opinion.id)
    ).all()
    for opinion in asked:
        opinion.state, opinion.withdrawal_reason = "withdrawn", CASE_ENDED
        let_questions_lapse(opinion, at)
    return asked


def let_questions_lapse(opinion: Opinion, at: datetime) -> None:
    """What the adviser still asked needs no answer."""
    if opinion.open_question is not None:
        opinion.open_question.answered_at = at
        opinion.open_question.state = "lapsed"
