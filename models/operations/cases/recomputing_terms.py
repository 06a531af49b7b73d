"""The calendar of an authority changed: terms that still run are computed again, and the journal says what moved."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.clock import day_of
from models.contact import AuthorityContact
from models.evaluation import Evaluation
from models.operations.cases.acting import ask_for_work, lock_case, record
from models.operations.cases.terms import recomputed
from models.operations.cases.writing_case import set_due_day
from models.opinion import Opinion
from models.queries.authorities.calendar import calendar_of
from models.request import FoundingRequest
from models.rules.access import SYSTEM
from models.rules.terms import CHOSEN, TERM_KINDS, ComputedTerm
from models.rules.working_days import Calendar
from models.succession import Succession
from models.term import Term


def recompute_terms(session: Session, authority: Authority, at: datetime, why: str) -> int:
    """Compute again what runs in the cases of this municipality, or of all municipalities of this zone. A term that
    is over, or whose last day has passed, stays as it was. Returns how many ends moved."""
    session.flush()
    moved = 0
    places = session.scalars(
        select(Authority).where(or_(Authority.id == authority.id, Authority.zone_id == authority.id))
    ).all()
    for municipality in places:
        days_off = calendar_of(session, municipality)
        for case_id in _cases_with_terms(session, municipality.id, day_of(at)):
            moved += _recompute_case(session, case_id, days_off, at, why)
    return moved


def _cases_with_terms(session: Session, municipality_id: int, on: date) -> list[int]:
    """Cases with a term that runs, in the order in which they are locked."""
    return list(
        session.scalars(
            select(FoundingCase.id)
            .join(Term, Term.case_id == FoundingCase.id)
            .where(FoundingCase.municipality_id == municipality_id, FoundingCase.ended_at.is_(None))
            .where(Term.over_at.is_(None), Term.ends_on >= on)
            .distinct()
            .order_by(FoundingCase.id)
        )
    )


def _recompute_case(session: Session, case_id: int, days_off: Calendar, at: datetime, why: str) -> int:
    moved = 0
    running = select(Term).where(Term.case_id == case_id, Term.over_at.is_(None), Term.ends_on >= day_of(at))
    for term in session.scalars(running.order_by(Term.id)).all():
        if term.computation["unit"] == CHOSEN:
            continue
        computed = recomputed(term, days_off)
        if computed.as_data() == term.computation:
            continue
        case = lock_case(session, case_id)
        before = term.ends_on
        term.ends_on, term.computation, term.computed_at = computed.ends_on, computed.as_data(), at
        if before != computed.ends_on and before is not None:
            _tell(session, case, term, before, computed, at, why)
            moved += 1
    return moved


def _tell(session: Session, case: FoundingCase, term: Term, before: date, computed: ComputedTerm, at: datetime,
          why: str) -> None:  # fmt: skip
    _carry_over(session, case, term, before)
    assert computed.ends_on is not None
    record(session, case, "term:recomputed", SYSTEM, at, name=TERM_KINDS[term.kind].name, before_on=before.isoformat(),
           ends_on=computed.ends_on.isoformat(), why=why, term={"kind": term.kind, **term.computation})  # fmt: skip
    ask_for_work(session, case)


def _carry_over(session: Session, case: FoundingCase, term: Term, before: date) -> None:
    """The rows that carry this last day get the new one."""
    if case.due_on == before and term.kind not in ("opinion", "contact", "succession"):
        set_due_day(session, case, term.ends_on)
    if term.kind == "opinion" and term.ends_on is not None:
        session.get_one(Opinion, term.subject_id).due_on = term.ends_on
    elif term.kind == "contact":
        session.get_one(AuthorityContact, term.subject_id).due_on = term.ends_on
    elif term.kind == "succession":
        session.get_one(Succession, term.subject_id).due_on = term.ends_on
    elif term.kind == "completion":
        request = session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case.id)).one()
        request.completion_due_on = term.ends_on
    elif term.kind == "evaluation":
        evaluation = session.scalars(
            select(Evaluation).where(Evaluation.case_id == case.id, Evaluation.round == case.round)
        ).one()
        evaluation.due_on = term.ends_on
