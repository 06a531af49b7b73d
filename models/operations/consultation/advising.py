"""Opinions in the consultation: asked, noted, withdrawn, and what silence after the term means."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.document import Document
from models.operations.accounts.signing_in import normal_email
from models.operations.cases.acting import as_told, lock_case, proceed, record, settings_of, take, written
from models.operations.cases.terms import begin_term, end_terms
from models.operations.consultation.consulting import not_later_than
from models.opinion import AdviserQuestion, Opinion
from models.queries.consultation.advice import account_of_staff
from models.rules.access import SYSTEM, Actor
from models.rules.advice import ADVISER_KINDS, ANSWERABLE, SILENCE, TENDENCIES
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.upload import Upload

# An adviser who asked something and waits for the answer is not silent.
HAS_OPEN_QUESTION = exists().where(AdviserQuestion.opinion_id == Opinion.id, AdviserQuestion.state == "open")


def ask_opinion(session: Session, case_id: int, by: Actor, at: datetime, *, adviser: str, question: str = "",
                due_on: date | None = None, adviser_kind: str = "other", email: str = "", shared: Sequence[str] = (),
                seen: str = "") -> Opinion:  # fmt: skip
    """Ask somebody's opinion; without a day, the term of the municipality runs from today.

    With a mail address the adviser gets a link of their own, that shows the `shared` documents and uploads of the case
    ('document-12', 'upload-3'); who works here and has that address answers after signing in. Without one, staff note
    what the adviser says.
    """
    taken = take(session, case_id, "ask_opinion", by, seen=seen)
    if due_on is not None and due_on < day_of(at):
        raise Invalid("in_the_past", "Deze termijn is al voorbij.", "due_on")
    if adviser_kind not in ADVISER_KINDS:
        raise Invalid("unknown_kind", "Kies uit de lijst wie de adviseur is.", "adviser_kind")
    email = normal_email(email) if (email or "").strip() else ""
    if shared and not email:
        raise Invalid("no_link", "Wie via de link antwoordt, kan documenten zien. Vul een e-mailadres in.", "email")
    opinion = Opinion(case_id=case_id, adviser=written(adviser, "adviser"), adviser_kind=adviser_kind, email=email,
                      question=written(question or "", "question", shortest=2 if email else 0),
                      asked_by_id=_person(by), asked_at=at, due_on=due_on or day_of(at))  # fmt: skip
    opinion.document_ids, opinion.upload_ids = _shared(session, taken.case, shared)
    opinion.person_id = account_of_staff(session, email, day_of(at)) if email else None
    if opinion.person_id is not None and opinion.person_id == by.person_id:
        raise Invalid("yourself", "Dit is uw eigen e-mailadres: vraag het advies aan iemand anders.", "email")
    opinion.link_seed = secrets.token_urlsafe(32) if email and opinion.person_id is None else ""
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


def _shared(session: Session, case: FoundingCase, chosen: Sequence[str]) -> tuple[list[int], list[int]]:
    """The ids of documents and uploads; each must be of this case (bad story: a number typed in opens another's)."""
    documents = {f"document-{one}": one for one in _ids(session, Document, case)} if chosen else {}
    uploads = {f"upload-{one}": one for one in _ids(session, Upload, case)} if chosen else {}
    if not set(chosen) <= documents.keys() | uploads.keys():
        raise Invalid("unknown_document", "Kies documenten van dit dossier.", "shared")
    return [documents[one] for one in chosen if one in documents], [uploads[one] for one in chosen if one in uploads]


def _ids(session: Session, table: type[Document] | type[Upload], case: FoundingCase) -> Sequence[int]:
    return session.scalars(select(table.id).where(table.case_id == case.id)).all()


def give_opinion(session: Session, case_id: int, by: Actor, at: datetime, *, opinion_id: int, tendency: str, text: str,
                 given_on: date | None = None, seen: str = "") -> None:  # fmt: skip
    """Note the opinion that came in."""
    taken = take(session, case_id, "give_opinion", by, seen=seen)
    opinion = opinion_of(session, case_id, opinion_id)
    require_answerable(opinion)
    if tendency not in TENDENCIES:
        raise Invalid("unknown_tendency", "Kies een van de antwoorden.", "tendency")
    given_on = given_on or day_of(at)
    not_later_than(given_on, at, "given_on")
    opinion.text, opinion.recorded_by_id = written(text, "text"), by.person_id
    close_opinion(session, taken.case, opinion, tendency, given_on, at)
    record(session, taken.case, "opinion:given", by, at, taken.function, adviser=opinion.adviser,
           tendency=TENDENCIES[tendency], opinion_id=opinion.id, is_by_link=False)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def opinion_of(session: Session, case_id: int, opinion_id: int) -> Opinion:
    """The opinion, if it is one of this case."""
    opinion = session.get(Opinion, opinion_id, populate_existing=True)
    if opinion is None or opinion.case_id != case_id:
        raise Invalid("unknown_opinion", "Dit advies hoort niet bij dit dossier.", "opinion_id")
    return opinion


def require_answerable(opinion: Opinion) -> None:
    """Raises Stale when there is an answer already, or the question was withdrawn."""
    if opinion.state == "given":
        raise Stale("already_given", "Dit advies is al gegeven.")
    if opinion.state not in ANSWERABLE:
        raise Stale("withdrawn", "De vraag om dit advies is ingetrokken.")


def close_opinion(session: Session, case: FoundingCase, opinion: Opinion, tendency: str, given_on: date,
                  at: datetime) -> None:  # fmt: skip
    """There is an answer: its term is over, and what the adviser still asked needs no answer."""
    opinion.state, opinion.tendency, opinion.given_on = "given", tendency, given_on
    _let_questions_lapse(opinion, at)
    end_terms(session, case, at, kinds=("opinion",), subject_id=opinion.id)


def _let_questions_lapse(opinion: Opinion, at: datetime) -> None:
    if opinion.open_question is not None:
        opinion.open_question.answered_at = at
        opinion.open_question.state = "lapsed"


def withdraw_opinion(session: Session, case_id: int, by: Actor, at: datetime, *, opinion_id: int, reason: str,
                     seen: str = "") -> None:  # fmt: skip
    """The question is taken back: the case no longer waits for it, and the link closes. The adviser reads why."""
    taken = take(session, case_id, "withdraw_opinion", by, seen=seen)
    opinion = opinion_of(session, case_id, opinion_id)
    require_answerable(opinion)
    opinion.state, opinion.withdrawal_reason = "withdrawn", written(reason)
    _let_questions_lapse(opinion, at)
    end_terms(session, taken.case, at, kinds=("opinion",), subject_id=opinion.id)
    record(session, taken.case, "opinion:withdrawn", by, at, taken.function, adviser=opinion.adviser,
           reason=opinion.withdrawal_reason, opinion_id=opinion.id)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def expire_opinions(session: Session, case_id: int, at: datetime) -> int:
    """The clock: for opinions whose term is over, what the municipality set for silence. Returns how many."""
    case = lock_case(session, case_id)
    if case.ended_at is not None:
        return 0
    settings = settings_of(case)
    late = session.scalars(
        select(Opinion)
        .where(Opinion.case_id == case_id, Opinion.state == "asked", Opinion.due_on < day_of(at), ~HAS_OPEN_QUESTION)
        .order_by(Opinion.id)
    ).all()
    for opinion in late:
        opinion.state = SILENCE[settings.silence_of_adviser]
        end_terms(session, case, at, kinds=("opinion",), subject_id=opinion.id)
        record(session, case, f"opinion:{opinion.state}", SYSTEM, at, adviser=opinion.adviser, opinion_id=opinion.id)
    if late:
        proceed(session, case, settings, at)
    return len(late)
