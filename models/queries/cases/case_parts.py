"""The parts of a case page, each read with one question to the database: request, decisions, evening, charter …"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, exists, func, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import Session, contains_eager

from models.address import Street
from models.approval import Approval, EarlierDecision
from models.area import Area, StreetSegment
from models.case import FoundingCase, Reason
from models.charter import Charter
from models.contact import AuthorityContact
from models.database import UtcDateTime
from models.document import Document
from models.evaluation import Evaluation
from models.federal_check import FederalCheck
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.mandate import Mandate
from models.network import LaunchDecision, LaunchItem
from models.opinion import AdviserQuestion, Opinion
from models.outbox import Effect, OutboxEntry
from models.person import Person
from models.queries.cases.ties import GAVE_VOICE, LIVES_IN_AREA, ties_from
from models.queries.charters.federal_checks import check_to_answer
from models.queries.evenings.evenings import PRESENT_FIRST
from models.queries.evenings.invitations import STREET_LETTERS
from models.request import EarlierAttempt, FoundingRequest
from models.rules.access import STEERING_GROUP, Actor, Ties
from models.rules.area import describe_segment
from models.rules.contacts import JUDICIAL
from models.rules.scope import describe_area
from models.signature import InkSignature, Signature
from models.support import SupportSheet, Voice
from models.upload import Upload

# Of which case; the questions of every page are built once, for that takes much longer than asking them.
_CASE, _OF_AREA = bindparam("of_case", type_=Integer), bindparam("of_area", type_=Integer)
_SUPPORT = (
    select(
        select(func.count())
        .where(Voice.case_id == _CASE, Voice.state == "confirmed", Voice.choice == "for")
        .scalar_subquery(),
        SupportSheet,
    )
    .select_from(FoundingCase)
    .outerjoin(SupportSheet, SupportSheet.case_id == FoundingCase.id)
    .where(FoundingCase.id == _CASE)
    .order_by(SupportSheet.number)
)
_ASKED = (
    select(
        FoundingRequest,
        Area.boundary_text,
        exists().where(OutboxEntry.case_id == _CASE, OutboxEntry.done_at.is_(None)),
        exists().where(EarlierAttempt.case_id == _CASE),
        exists().where(EarlierAttempt.earlier_case_id == _CASE),
        LIVES_IN_AREA,
        GAVE_VOICE,
        Person.email,
        AuthorityContact,
    )
    .select_from(FoundingRequest)
    .join(Area, Area.id == _OF_AREA)
    .join(Person, Person.id == bindparam("of_person", type_=Integer))
    .outerjoin(AuthorityContact, AuthorityContact.case_id == FoundingRequest.case_id)
    .where(FoundingRequest.case_id == _CASE)
    .order_by(AuthorityContact.id)
)
_AREA = (
    select(StreetSegment, Street.name)
    .join(Street, Street.id == StreetSegment.street_id)
    .where(StreetSegment.area_id == _OF_AREA)
    .order_by(Street.name, StreetSegment.from_number, StreetSegment.id)
)


@dataclass(frozen=True)
class Asked:
    """What was asked: the request, the words for its boundary, whether the engine still has work for the case, whether
    earlier attempts are kept with it, whether it is one of a new request, what binds the reader to it, and the contacts
    of the police with authorities."""

    request: FoundingRequest
    boundary_text: str
    engine_has_work: bool
    has_earlier_attempts: bool
    has_new_request: bool
    ties: Ties
    contacts: Sequence[AuthorityContact] = ()

    @property
    def judicial_contact(self) -> AuthorityContact | None:
        """The last one with the judicial authority."""
        return next((one for one in reversed(self.contacts) if one.authority == JUDICIAL), None)


@dataclass(frozen=True)
class Decision:
    """One decision or written reason: `action` as in the procedure; `is_approved` for an approval of the founding.

    Of a decision on the founding also its number (`approval_id`) and round, since when it was corrected, and of an
    earlier version when it was replaced.
    """

    action: str
    is_approved: bool
    body: str
    text: str
    at: datetime
    decided_on: date | None
    by_id: int | None
    conditions: Sequence[str] = ()
    approval_id: int | None = None
    round: int | None = None
    corrected_at: datetime | None = None
    replaced_at: datetime | None = None


@dataclass(frozen=True)
class SeatTaken:
    """Somebody who is noted for the stuurgroep. `screening`: pending, suitable or not_suitable (coordinators);
    `is_accepted`: they took the seat, so it gives them access."""

    person_id: int
    name: str
    email: str
    phone: str
    role: str
    screening: str
    is_accepted: bool
    mandate_id: int


@dataclass(frozen=True)
class CharterState:
    """The newest version of the charter with who must sign it."""

    version: int
    state: str
    fingerprint: str
    frozen_at: datetime | None
    signed_at: datetime | None
    signatures: tuple[Signature, ...]
    is_amendment: bool  # only some sections may change
    has_remarks: bool  # it answers a letter of the FPS Interior
    entered: Mapping[int, int]  # lines whose signature on paper waits for a second pair of eyes, with who entered it


@dataclass(frozen=True)
class Paper:
    """A document that exists (`state` is 'made') or that the engine still makes (planned, claimed, given_up)."""

    id: int
    kind: str
    title: str
    version: str
    media_type: str
    language: str
    size: int
    audience: str
    at: datetime
    state: str


@dataclass(frozen=True)
class JournalRow:
    """One entry of the journal as it is kept: the sentence for people is made from `event` and `data`."""

    sequence: int
    at: datetime
    stage: str
    round: int
    event: str
    data: dict[str, Any]
    function: str


@dataclass(frozen=True)
class SupportState:
    """How many dwellings are for it, exactly (for staff), and the paper sheets with their scans."""

    supporting: int
    sheets: Sequence[SupportSheet]


def support(session: Session, case: FoundingCase) -> SupportState:
    """The support base as the page of the case tells it."""
    rows = session.execute(_SUPPORT, {"of_case": case.id}).all()
    return SupportState(rows[0][0], [sheet for _count, sheet in rows if sheet is not None])


def asked(session: Session, case: FoundingCase, reader: Actor) -> Asked:
    """The request of a case, and what is known beside it: a row per contact, or one without."""
    of = {"of_case": case.id, "of_area": case.area_id, "of_person": reader.person_id}
    rows = session.execute(_ASKED, of).all()
    request, boundary, has_work, has_earlier, has_new, lives, gave_voice, email, _contact = rows[0]
    ties = ties_from(lives, gave_voice, email, request.applicant_email, request.candidate_coordinators)
    contacts = [row[-1] for row in rows if row[-1] is not None]
    return Asked(request, boundary, has_work, has_earlier, has_new, ties, contacts)


def area_in_words(session: Session, case: FoundingCase) -> tuple[str, ...]:
    """The area of a case, as sentences for people, by the name of the street."""
    rows = session.execute(_AREA, {"of_area": case.area_id})
    streets = tuple(describe_segment(segment.as_rule, name) for segment, name in rows)
    return streets or describe_area(case.area.scope, case.municipality.name, ())


_ON_FOUNDING = ("decide_as_police", "decide_as_municipality")


def decisions(session: Session, case: FoundingCase) -> tuple[Decision, ...]:
    """Decisions on the founding, also as they were before a correction, and every other written reason, the newest
    first."""
    return tuple(Decision(**_decided(row)) for row in session.execute(_decisions(), {"of_case": case.id}))


@cache
def _decisions() -> Select[*tuple[Any, ...]]:
    approvals = select(
        ("decide_as_" + Approval.side).label("action"), Approval.is_approved, Approval.body,
        Approval.reason.label("text"), Approval.recorded_at.label("at"), Approval.decided_on,
        Approval.decided_by_id.label("by_id"), Approval.conditions, Approval.id.label("approval_id"), Approval.round,
        Approval.corrected_at, type_coerce(null(), UtcDateTime).label("replaced_at"),
    ).where(Approval.case_id == _CASE)  # fmt: skip
    earlier = select(
        "decide_as_" + EarlierDecision.side, EarlierDecision.is_approved, EarlierDecision.body, EarlierDecision.reason,
        EarlierDecision.recorded_at, EarlierDecision.decided_on, null(), EarlierDecision.conditions,
        EarlierDecision.approval_id, null(), null(), EarlierDecision.replaced_at,
    ).where(EarlierDecision.case_id == _CASE)  # fmt: skip
    reasons = select(
        Reason.action, literal(False), Reason.body, Reason.text, Reason.given_at, Reason.decided_on, Reason.given_by_id,
        null(), null(), null(), null(), null(),
    ).where(Reason.case_id == _CASE, Reason.action.not_in(_ON_FOUNDING))  # fmt: skip
    every = union_all(approvals, earlier, reasons).subquery()
    newest = func.coalesce(every.c.corrected_at, every.c.at).desc()
    return select(every).order_by(newest)


def _decided(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {**row._mapping, "is_approved": bool(row.is_approved), "conditions": row.conditions or ()}


def opinions(session: Session, case: FoundingCase) -> Sequence[Opinion]:
    """Every opinion that was asked, in order, with what the advisers asked back."""
    return session.scalars(_opinions(), {"of_case": case.id}).unique().all()


@cache
def _opinions() -> Select[Opinion]:
    return (
        select(Opinion)
        .outerjoin(Opinion.questions)
        .options(contains_eager(Opinion.questions))
        .where(Opinion.case_id == _CASE)
        .order_by(Opinion.id, AdviserQuestion.id)
    )


def uploads(session: Session, case: FoundingCase) -> Sequence[Upload]:
    """Every file that was put in a case."""
    return session.scalars(select(Upload).where(Upload.case_id == case.id).order_by(Upload.id)).all()


def last_evening(session: Session, case: FoundingCase) -> InfoEvening | None:
    """The evening that is meant where nobody says which one, with the results of its items."""
    return session.scalars(_last_evening(), {"of_case": case.id}).unique().one_or_none()


@cache
def _last_evening() -> Select[InfoEvening]:
    latest = (
        select(InfoEvening.id)
        .where(InfoEvening.case_id == _CASE, InfoEvening.state != "cancelled")
        .order_by(*PRESENT_FIRST)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(InfoEvening)
        .outerjoin(InfoEvening.items)
        .options(contains_eager(InfoEvening.items))
        .where(InfoEvening.id == latest)
    )


def seats(session: Session, case: FoundingCase) -> tuple[SeatTaken, ...]:
    """Who is in the stuurgroep now: coordinators first, then by name."""
    rows = session.execute(
        select(
            Mandate.person_id,
            Person.name,
            Person.email,
            Person.phone,
            Mandate.role,
            Mandate.screening,
            Mandate.is_accepted,
            Mandate.id,
        )
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.case_id == case.id, Mandate.role.in_(STEERING_GROUP), Mandate.until.is_(None))
        .order_by(Mandate.role, Person.name)
    )
    return tuple(SeatTaken(row[0], row[1], row[2] or "", *row[3:8]) for row in rows)


def charter_state(session: Session, case: FoundingCase) -> CharterState | None:
    """The newest version of the charter, and its signatures (none before the text is frozen)."""
    rows = session.execute(
        select(Charter.id, Charter.version, Charter.state, Charter.fingerprint, Charter.frozen_at, Charter.signed_at,
               Charter.open_sections, Signature, InkSignature.entered_by_id)
        .outerjoin(Signature, Signature.charter_id == Charter.id)
        .outerjoin(InkSignature, InkSignature.signature_id == Signature.id)
        .where(Charter.case_id == case.id)
        .order_by(Charter.version.desc(), Signature.id)
    ).all()  # fmt: skip
    if not rows:
        return None
    newest = [row for row in rows if row.version == rows[0].version]
    first = newest[0]
    return CharterState(first.version, first.state, first.fingerprint, first.frozen_at, first.signed_at,
                        tuple(row.Signature for row in newest if row.Signature is not None),
                        first.open_sections is not None,
                        first.version > 1 and check_to_answer(session, case.id) is not None,
                        {row.Signature.id: row.entered_by_id for row in newest if row.entered_by_id})  # fmt: skip


def federal_checks(session: Session, case: FoundingCase) -> Sequence[FederalCheck]:
    """Every sending to the FPS Interior, the newest first."""
    return session.scalars(
        select(FederalCheck).where(FederalCheck.case_id == case.id).order_by(FederalCheck.id.desc())
    ).all()


def launch_items(session: Session, case: FoundingCase) -> Sequence[LaunchItem]:
    """The launch checklist of the present round."""
    return session.scalars(
        select(LaunchItem).where(LaunchItem.case_id == case.id, LaunchItem.round == case.round).order_by(LaunchItem.id)
    ).all()


def launch_decision(session: Session, case: FoundingCase) -> LaunchDecision | None:
    """The last decision to launch."""
    return session.scalars(
        select(LaunchDecision).where(LaunchDecision.case_id == case.id).order_by(LaunchDecision.id.desc()).limit(1)
    ).one_or_none()


def evaluations(session: Session, case: FoundingCase) -> Sequence[Evaluation]:
    """Every evaluation, the newest first; the first one may still be in the diary."""
    return session.scalars(
        select(Evaluation).where(Evaluation.case_id == case.id).order_by(Evaluation.round.desc())
    ).all()


def papers(session: Session, case: FoundingCase) -> tuple[Paper, ...]:
    """The documents of a case, made and still to be made, the newest first. Letters per street have their own page."""
    return tuple(Paper(*row) for row in session.execute(_papers(), {"of_case": case.id}))


@cache
def _papers() -> Select[*tuple[Any, ...]]:
    made = select(
        Document.id, Document.kind, Document.title, Document.version, Document.media_type,
        Document.language, Document.size, Document.audience,
        Document.produced_at.label("at"), literal("made").label("state"),
    ).where(Document.case_id == _CASE, Document.kind != STREET_LETTERS)  # fmt: skip
    coming = select(
        Effect.id, Effect.payload["document"].as_string(), Effect.payload["title"].as_string(),
        Effect.payload["version"].as_string(), literal(""), literal(""), literal(0),
        Effect.payload["audience"].as_string(), Effect.planned_at, Effect.state,
    ).where(Effect.case_id == _CASE, Effect.kind == "document", Effect.state != "confirmed")  # fmt: skip
    both = union_all(made, coming).subquery()
    return select(both).order_by(both.c.at.desc(), both.c.id.desc())


# What the engine did after an event; the event itself is what a reader in a hurry looks for.
AFTERWARDS = ("document:produced", "notice:sent")


def journal_rows(session: Session, case: FoundingCase, *, stage: str = "", newest: int | None = None,
                 skip: int = 0, without: Collection[str] = ()) -> tuple[JournalRow, ...]:  # fmt: skip
    """Entries of the journal, the newest first: of one stage only, and at most `newest` of them. `without`: events that
    are left out."""
    question = select(
        JournalEntry.sequence, JournalEntry.at, JournalEntry.stage, JournalEntry.round, JournalEntry.event,
        JournalEntry.data, JournalEntry.function,
    ).where(JournalEntry.case_id == case.id)  # fmt: skip
    if stage:
        question = question.where(JournalEntry.stage == stage)
    if without:
        question = question.where(JournalEntry.event.not_in(without))
    rows = session.execute(question.order_by(JournalEntry.sequence.desc()).limit(newest).offset(skip))
    return tuple(JournalRow(*row) for row in rows)
