"""The consultation: contact with the judicial authority, opinions, and the decisions of police and municipality."""

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.case import FoundingCase
from models.operations.acting import (
    Taken,
    as_told,
    body_of,
    day_of,
    end_case,
    keep_reason,
    lock_case,
    proceed,
    record,
    send_back,
    settings_of,
    take,
    written,
)
from models.operations.suspending import pause_for_completion
from models.operations.terms import begin_term, end_terms
from models.opinion import JudicialContact, Opinion
from models.rules.access import SYSTEM, Actor
from models.rules.procedure import End, Stage
from models.rules.refusals import Invalid, NotAllowed, Stale

TENDENCIES = {"favourable": "gunstig", "conditional": "gunstig onder voorwaarden", "unfavourable": "ongunstig"}

_DECISIONS = select(Approval.side, Approval.decided_by_id).where(
    Approval.case_id == bindparam("of_case"),
    Approval.stage == bindparam("of_stage"),
    Approval.round == bindparam("of_round"),
)


def record_judicial_contact(session: Session, case_id: int, by: Actor, at: datetime, *, contacted_on: date, means: str,
                            note: str = "", seen: str = "") -> None:  # fmt: skip
    """The police note when and how the judicial authority was told (seed 000). Never an approval."""
    taken = take(session, case_id, "record_judicial_contact", by, seen=seen)
    not_later_than(contacted_on, at, "contacted_on")
    session.add(
        JudicialContact(case_id=case_id, contacted_on=contacted_on, means=written(means, "means"),
                        note=written(note or "", "note", shortest=0), recorded_by_id=_person(by), recorded_at=at)
    )  # fmt: skip
    record(session, taken.case, "judicial_authority:contacted", by, at, taken.function,
           contacted_on=contacted_on.isoformat())  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def not_later_than(day: date, at: datetime, field: str) -> None:
    """Refuse a day in the future for something that happened already."""
    if day > day_of(at):
        raise Invalid("in_the_future", "Deze datum ligt in de toekomst.", field)


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed("no_person", "Dit kan alleen een persoon doen.")
    return by.person_id


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


def decide_as_police(session: Session, case_id: int, by: Actor, at: datetime, *, is_approved: bool, reason: str,
                     decided_on: date | None = None, may_come_again: bool = True, seen: str = "") -> None:  # fmt: skip
    """The police approve or refuse the founding, with the reason."""
    taken = take(session, case_id, "decide_as_police", by, seen=seen)
    _decide(session, taken, "police", "", by, at, is_approved, reason, decided_on, may_come_again)


def decide_as_municipality(session: Session, case_id: int, by: Actor, at: datetime, *, is_approved: bool, reason: str,
                           body: str = "", decided_on: date | None = None, may_come_again: bool = True,
                           seen: str = "") -> None:  # fmt: skip
    """The municipality approves or refuses. `body` is who decided; empty: the body in the municipality's settings."""
    taken = take(session, case_id, "decide_as_municipality", by, seen=seen)
    body = body or taken.settings.municipality_body
    _decide(session, taken, "municipality", body, by, at, is_approved, reason, decided_on, may_come_again)


def _decide(session: Session, taken: Taken, side: str, body: str, by: Actor, at: datetime, is_approved: bool,
            reason: str, decided_on: date | None, may_come_again: bool) -> None:  # fmt: skip
    case = taken.case
    reason, body = written(reason), body_of(taken, body)
    decided_on = decided_on or day_of(at)
    not_later_than(decided_on, at, "decided_on")
    earlier = _decisions(session, case)
    if side in earlier:
        raise Stale("already_decided", "Hierover is intussen al beslist.")
    if by.person_id in earlier.values():
        raise NotAllowed("both_sides", "Wie voor de ene partij besliste, beslist niet ook voor de andere.")
    session.add(
        Approval(case_id=case.id, stage=case.stage, round=case.round, side=side, is_approved=is_approved, body=body,
                 reason=reason, decided_on=decided_on, decided_by_id=_person(by), recorded_at=at)
    )  # fmt: skip
    event = "founding:approved" if is_approved else "founding:refused"
    record(session, case, event, by, at, taken.function, side=side, body=body, reason=reason)
    if not is_approved:
        keep_reason(session, case, f"decide_as_{side}", body, reason, by, at)
        end_case(session, taken, End.REFUSED, at, may_come_again=may_come_again)
    proceed(session, case, taken.settings, at)


def _decisions(session: Session, case: FoundingCase) -> dict[str, int]:
    rows = session.connection().execute(
        _DECISIONS, {"of_case": case.id, "of_stage": case.stage, "of_round": case.round}
    )
    return {row.side: row.decided_by_id for row in rows}


def send_back_to_idea(session: Session, case_id: int, by: Actor, at: datetime, *, reason: str, body: str = "",
                      seen: str = "") -> None:  # fmt: skip
    """Police or municipality send the request back; the initiator completes it and the desk accepts it anew."""
    taken = take(session, case_id, "send_back_to_idea", by, seen=seen)
    reason, body = written(reason), body_of(taken, body)
    keep_reason(session, taken.case, "send_back_to_idea", body, reason, by, at)
    send_back(session, taken, Stage.IDEA, reason, body, by, at)
    pause_for_completion(session, taken.case, taken.settings, reason, at)
    proceed(session, taken.case, taken.settings, at)
