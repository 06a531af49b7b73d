"""What the clock must look at: cases with a term that ends or is over, evaluations and opinions whose day came."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.evaluation import Evaluation
from models.opinion import AdviserQuestion, Opinion
from models.rules.advice import ANSWERABLE
from models.rules.procedure import Stage
from models.rules.procedure_settings import ProcedureSettings
from models.term import Term


def cases_with_late_opinion(session: Session, on: date) -> Sequence[int]:
    """Open cases with an opinion that was asked and whose term is over on this day; an adviser who waits for an answer
    of ours is not late."""
    has_open_question = exists().where(AdviserQuestion.opinion_id == Opinion.id, AdviserQuestion.state == "open")
    return session.scalars(
        select(Opinion.case_id)
        .join(FoundingCase, FoundingCase.id == Opinion.case_id)
        .where(Opinion.state == "asked", Opinion.due_on < on, FoundingCase.ended_at.is_(None), ~has_open_question)
        .distinct()
        .order_by(Opinion.case_id)
    ).all()


def cases_with_adviser_to_remind(session: Session, on: date) -> Sequence[int]:
    """Cases in consultation with an adviser who has a link and did not answer."""
    return session.scalars(
        select(Opinion.case_id)
        .join(FoundingCase, FoundingCase.id == Opinion.case_id)
        .where(Opinion.email != "", Opinion.state.in_(ANSWERABLE), FoundingCase.ended_at.is_(None))
        .where(FoundingCase.stage == Stage.CONSULTATION.value)
        .distinct()
        .order_by(Opinion.case_id)
    ).all()


def cases_with_due_evaluation(session: Session, on: date) -> Sequence[int]:
    """Cases whose evaluation must be opened on this day."""
    return session.scalars(
        select(FoundingCase.id)
        .join(Evaluation, (Evaluation.case_id == FoundingCase.id) & (Evaluation.round == FoundingCase.round))
        .where(
            FoundingCase.stage == Stage.EVALUATION.value,
            FoundingCase.ended_at.is_(None),
            Evaluation.opened_at.is_(None),
            Evaluation.opens_on <= on,
        )
        .order_by(FoundingCase.id)
    ).all()


def cases_near_their_term(session: Session, on: date) -> Sequence[int]:
    """Open cases whose present term is over, or so near its end that some authority reminds of it."""
    own = [settings.get("reminder_days_before", 0) for settings in session.scalars(select(Authority.settings))]
    before = timedelta(days=max([ProcedureSettings().reminder_days_before, *own]))
    return session.scalars(
        select(FoundingCase.id)
        .where(FoundingCase.ended_at.is_(None), FoundingCase.due_on <= on + before)
        .order_by(FoundingCase.id)
    ).all()


def cases_with_late_contact(session: Session, on: date) -> Sequence[int]:
    """Open cases in which an authority did not answer within its term."""
    return session.scalars(
        select(Term.case_id)
        .join(FoundingCase, FoundingCase.id == Term.case_id)
        .where(Term.kind == "contact", Term.over_at.is_(None), Term.ends_on < on, FoundingCase.ended_at.is_(None))
        .distinct()
        .order_by(Term.case_id)
    ).all()
