"""Opinions in the consultation: asked, given, and noted as not received when their term is over."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.operations.acting import as_told, day_of, lock_case, proceed, record, settings_of, take, written
from models.operations.consulting import not_later_than
from models.operations.terms import begin_term, end_terms
from models.opinion import Opinion
from models.rules.access import SYSTEM, Actor
from models.rules.refusals import Invalid, NotAllowed, Stale

TENDENCIES = {"favourable": "gunstig", "conditional": "gunstig onder voorwaarden", "unfavourable": "ongunstig"}


def ask_opinion(session: Session, case_id: int, by: Actor, at: datetime, *, adviser: str, question: str = "",
                due_on: date | None = None, seen: str = "") -> Opinion:  # fmt: skip
    """Ask somebody's opinion; without a day, the term of the municipality runs from today."""
    taken = take(session, case_id, "ask_opinion", by, seen=seen)
    if due_on is not None and due_on < day_of(at):
        raise Invalid("in_the_past", "Deze termijn is al voorbij.", "due_on")
    opinion = Opinion(case_id=case_id, adviser=written(adviser, "adviser"), question=written(question or "", "question",
                      shortest=0), asked_by_id=_person(by), asked_at=at, due_on=due_on or day_of(at))  # fmt: skip
    session.add(opinion)
    session.flush()
    term = begin_term(session, taken.case, "opinion", taken.settings, at, subject_id=opinion.id, ends_on=due_on)
    if term is not None and term.ends_on is not None:
        opinion.due_on = term.ends_on
    record(session, taken.case, "opinion:asked", by, at, taken.function, adviser=opinion.adviser,
           due_on=opinion.due_on.isoformat(), opinion_id=opinion.id, **as_told(term))  # fmt: skip
    proceed(session, taken.case, taken.settings, at)
    return opinion


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed("no_person", "Dit kan alleen een persoon doen.")
    return by.person_id


def give_opinion(session: Session, case_id: int, by: Actor, at: datetime, *, opinion_id: int, tendency: str, text: str,
                 given_on: date | None = None, seen: str = "") -> None:  # fmt: skip
    """Note the opinion that came in."""
    taken = take(session, case_id, "give_opinion", by, seen=seen)
    opinion = session.get(Opinion, opinion_id)
    if opinion is None or opinion.case_id != case_id:
        raise Invalid("unknown_opinion", "Dit advies hoort niet bij dit dossier.", "opinion_id")
    if opinion.state == "given":
        raise Stale("already_given", "Dit advies is al genoteerd.")
    if tendency not in TENDENCIES:
        raise Invalid("unknown_tendency", "Kies gunstig, gunstig onder voorwaarden of ongunstig.", "tendency")
    given_on = given_on or day_of(at)
    not_later_than(given_on, at, "given_on")
    opinion.state, opinion.tendency, opinion.text = "given", tendency, written(text, "text")
    opinion.given_on, opinion.recorded_by_id = given_on, by.person_id
    end_terms(session, taken.case, at, kinds=("opinion",), subject_id=opinion.id)
    record(session, taken.case, "opinion:given", by, at, taken.function, adviser=opinion.adviser,
           tendency=TENDENCIES[tendency], opinion_id=opinion.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def expire_opinions(session: Session, case_id: int, at: datetime) -> int:
    """The clock: opinions whose term is over are recorded as not received. Returns how many."""
    case = lock_case(session, case_id)
    if case.ended_at is not None:
        return 0
    late = session.scalars(
        select(Opinion).where(Opinion.case_id == case_id, Opinion.state == "asked", Opinion.due_on < day_of(at))
    ).all()
    for opinion in late:
        opinion.state = "expired"
        end_terms(session, case, at, kinds=("opinion",), subject_id=opinion.id)
        record(session, case, "opinion:expired", SYSTEM, at, adviser=opinion.adviser, opinion_id=opinion.id)
    if late:
        proceed(session, case, settings_of(case), at)
    return len(late)
