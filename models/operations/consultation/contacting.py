"""The police contact the judicial and the administrative authority: contact, question, term, answer, document."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from models.clock import day_of
from models.contact import AuthorityContact
from models.database import Base
from models.file_store import FileStore
from models.operations.cases.acting import Taken, as_told, lock_case, proceed, record, settings_of, take, written
from models.operations.cases.terms import begin_term, end_terms
from models.operations.consultation.consulting import not_later_than
from models.operations.keeping.uploading import keep_upload
from models.rules.access import SYSTEM, Actor
from models.rules.contacts import ADMINISTRATIVE, AUTHORITIES, JUDICIAL
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.rules.uploads import CheckedUpload
from models.term import Term

_CONTACTS = Base.metadata.tables[AuthorityContact.__tablename__]
_WRITE_CONTACT = insert(_CONTACTS).returning(_CONTACTS.c.id)
_SET_DUE_DAY = update(_CONTACTS).where(_CONTACTS.c.id == bindparam("contact")).values(due_on=bindparam("until"))


@dataclass(frozen=True)
class SentFile:
    """A file that goes with a contact, and where uploads are kept."""

    store: FileStore
    upload: CheckedUpload


def record_judicial_contact(session: Session, case_id: int, by: Actor, at: datetime, *, contacted_on: date, means: str,
                            contacted: str = "", note: str = "", question: str = "", due_on: date | None = None,
                            file: SentFile | None = None, seen: str = "") -> None:  # fmt: skip
    """The police note when and how the judicial authority was told (seed 000). Never an approval."""
    taken = take(session, case_id, "record_judicial_contact", by, seen=seen)
    _record(session, taken, JUDICIAL, by, at, contacted_on, means, contacted, note, question, due_on, file)


def record_administrative_contact(session: Session, case_id: int, by: Actor, at: datetime, *, contacted_on: date,
                                  means: str, contacted: str = "", note: str = "", question: str = "",
                                  due_on: date | None = None, file: SentFile | None = None,
                                  seen: str = "") -> None:  # fmt: skip
    """The same for the administrative authority."""
    taken = take(session, case_id, "record_administrative_contact", by, seen=seen)
    _record(session, taken, ADMINISTRATIVE, by, at, contacted_on, means, contacted, note, question, due_on, file)


def _record(session: Session, taken: Taken, authority: str, by: Actor, at: datetime, contacted_on: date, means: str,
            contacted: str, note: str, question: str, due_on: date | None,
            file: SentFile | None) -> None:  # fmt: skip
    case, question = taken.case, written(question or "", "question", shortest=0)
    not_later_than(contacted_on, at, "contacted_on")
    _check_term(question, due_on, day_of(at))
    contact = {
        "case_id": case.id, "authority": authority, "contacted": written(contacted or "", "contacted", shortest=0),
        "contacted_on": contacted_on, "means": written(means, "means"), "note": written(note or "", "note", shortest=0),
        "question": question, "upload_id": _kept(session, taken, file, by, at), "recorded_by_id": _person(by),
        "recorded_at": at,
    }  # fmt: skip
    contact_id = session.connection().scalar(_WRITE_CONTACT, contact)
    term = None
    if question:
        term = begin_term(session, case, "contact", taken.settings, at, subject_id=contact_id, ends_on=due_on)
        due_on = term.ends_on if term else None
        session.connection().execute(_SET_DUE_DAY, {"contact": contact_id, "until": due_on})
    record(session, case, f"{authority}_authority:contacted", by, at, taken.function,
           contacted_on=contacted_on.isoformat(), **as_told(term))  # fmt: skip
    proceed(session, case, taken.settings, at)


def _check_term(question: str, due_on: date | None, today: date) -> None:
    if due_on is not None and not question:
        raise Invalid("term_without_question", "Vul ook in wat u vraagt, of laat de termijn leeg.", "question")
    if due_on is not None and due_on < today:
        raise Invalid("in_the_past", "Deze termijn is al voorbij.", "due_on")


def record_contact_answer(session: Session, case_id: int, by: Actor, at: datetime, *, contact_id: int, answer: str,
                          answered_on: date | None = None, file: SentFile | None = None,
                          seen: str = "") -> None:  # fmt: skip
    """The police note what the authority answered; its term is over."""
    taken = take(session, case_id, "record_contact_answer", by, seen=seen)
    contact = session.get(AuthorityContact, contact_id)
    if contact is None or contact.case_id != case_id:
        raise Invalid("unknown_contact", "Kies een contact van dit dossier.", "contact_id")
    if contact.answered_on is not None:
        raise Stale("already_answered", "Dit antwoord is al genoteerd.")
    answered_on = answered_on or day_of(at)
    not_later_than(answered_on, at, "answered_on")
    if answered_on < contact.contacted_on:
        raise Invalid("before_contact", "Het antwoord kan niet van vóór het contact zijn.", "answered_on")
    contact.answer, contact.answered_on = written(answer, "answer"), answered_on
    contact.answer_upload_id, contact.answer_recorded_by_id = _kept(session, taken, file, by, at), _person(by)
    end_terms(session, taken.case, at, kinds=("contact",), subject_id=contact.id)
    record(session, taken.case, "contact:answered", by, at, taken.function, authority=AUTHORITIES[contact.authority],
           answered_on=answered_on.isoformat())  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def expire_contacts(session: Session, case_id: int, at: datetime) -> int:
    """The clock: contacts of which the term is over without an answer are told once. Returns how many. The answer can
    still be noted, and the case waits for none of them."""
    case = lock_case(session, case_id)
    if case.ended_at is not None:
        return 0
    late = session.scalars(
        select(AuthorityContact)
        .join(Term, Term.subject_id == AuthorityContact.id)
        .where(Term.case_id == case_id, Term.kind == "contact", Term.over_at.is_(None), Term.ends_on < day_of(at))
        .order_by(AuthorityContact.id)
    ).all()
    for contact in late:
        end_terms(session, case, at, kinds=("contact",), subject_id=contact.id)
        record(session, case, "contact:unanswered", SYSTEM, at, authority=AUTHORITIES[contact.authority])
    if late:
        proceed(session, case, settings_of(case), at)
    return len(late)


def _kept(session: Session, taken: Taken, file: SentFile | None, by: Actor, at: datetime) -> int | None:
    if file is None:
        return None
    upload = keep_upload(session, file.store, taken.case.id, by, at, file.upload)  # fmt: skip
    return upload.id


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed("no_person", "Dit kan alleen een persoon doen.")
    return by.person_id
