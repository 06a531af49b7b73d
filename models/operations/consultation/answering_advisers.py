"""Staff answer what an adviser asked back: more time is granted or not, a question is answered."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.cases.acting import Taken, as_told, proceed, record, take, written
from models.operations.cases.terms import begin_term
from models.operations.consultation.advising import opinion_of, require_answerable
from models.opinion import Opinion
from models.rules.access import Actor
from models.rules.advice import MORE_TIME
from models.rules.refusals import Invalid, Stale


def answer_adviser(session: Session, case_id: int, by: Actor, at: datetime, *, opinion_id: int,
                   is_granted: bool = True, answer: str = "", due_on: date | None = None,
                   seen: str = "") -> None:  # fmt: skip
    """Answer the open question of an adviser. `due_on`: the new last day of the term; with more information it may
    stay empty, and the term remains as it is. Raises Stale when somebody answered meanwhile, and Invalid."""
    taken = take(session, case_id, "answer_adviser", by, seen=seen)
    opinion = opinion_of(session, case_id, opinion_id)
    require_answerable(opinion)
    question = opinion.open_question
    if question is None:
        raise Stale("answered_already", "Op deze vraag is al geantwoord.")
    is_about_time = question.kind == MORE_TIME
    is_refused = is_about_time and not is_granted
    question.answer = written(answer or "", "answer", shortest=0 if is_about_time and is_granted else 2)
    question.state = "refused" if is_refused else "granted" if is_about_time else "answered"
    question.answered_at, question.answered_by_id = at, by.person_id
    if is_about_time and is_granted and due_on is None:
        raise Invalid("missing_day", "Vul in tot wanneer de adviseur tijd krijgt.", "due_on")
    if due_on is not None and not is_refused and due_on != opinion.due_on:
        _move_term(session, taken, opinion, due_on, by, at)
    record(session, taken.case, _EVENTS[question.state], by, at, taken.function, adviser=opinion.adviser,
           opinion_id=opinion.id, question_id=question.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


_EVENTS = {
    "granted": "adviser_question:granted",
    "refused": "adviser_question:refused",
    "answered": "adviser_question:answered",
}


def _move_term(session: Session, taken: Taken, opinion: Opinion, due_on: date, by: Actor, at: datetime) -> None:
    """The adviser is waited for again until this day, also where the term was over."""
    if due_on <= max(opinion.due_on, day_of(at)):
        raise Invalid("not_later", "Kies een dag na de termijn van nu.", "due_on")
    before = opinion.due_on
    term = begin_term(session, taken.case, "opinion", taken.settings, at, subject_id=opinion.id, ends_on=due_on)
    opinion.due_on, opinion.state = due_on, "asked"
    record(session, taken.case, "opinion:postponed", by, at, taken.function, adviser=opinion.adviser,
           before_on=before.isoformat(), due_on=due_on.isoformat(), opinion_id=opinion.id, **as_told(term))  # fmt: skip
