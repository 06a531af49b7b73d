"""The founding request: saving a draft, submitting, completing, accepting, refusing and withdrawing it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models.area import Area, StreetSegment
from models.authority import Authority
from models.case import FoundingCase
from models.clock import day_of
from models.database import Base
from models.mandate import Mandate
from models.operations.cases.acting import (
    as_told,
    begin_stage_term,
    body_of,
    end_case,
    keep_reason,
    proceed,
    record,
    record_stage,
    settings_of,
    take,
    written,
)
from models.operations.cases.suspending import pause_for_completion, resume_after_completion
from models.operations.consultation.agreeing import Completed, follow_request
from models.operations.evenings.moving_evenings import call_off_what_is_planned
from models.operations.requests.request_answers import RequestAnswers, check_answers, check_channel
from models.queries.cases.earlier_attempts import earlier_attempts
from models.queries.requests.overlaps import Reach
from models.request import EarlierAttempt, FoundingRequest, RequestDraft
from models.rules.access import SYSTEM, Actor, Role, function_on
from models.rules.languages import document_language
from models.rules.procedure import End, Stage
from models.rules.refusals import Invalid, NotAllowed, Stale
from models.rules.scope import Scope

# Built once, and rows that nobody needs as objects are written as rows (benchmarks/engine.py).
_AUTHORITIES = Base.metadata.tables[Authority.__tablename__]
_LOCKED_AUTHORITY = (
    select(Authority)
    .where(Authority.id == bindparam("authority"))
    .with_for_update(of=Authority)
    .execution_options(populate_existing=True)
)
_NUMBER_GIVEN = (
    update(_AUTHORITIES)
    .where(_AUTHORITIES.c.id == bindparam("authority"))
    .values(last_case_number=bindparam("new_last_case_number"))
)
_AREAS = Base.metadata.tables[Area.__tablename__]
_WRITE_AREA = insert(_AREAS).returning(_AREAS.c.id)
_REQUESTS = Base.metadata.tables[FoundingRequest.__tablename__]
_WRITE_REQUEST = insert(_REQUESTS)
_WRITE_SEGMENTS = insert(Base.metadata.tables[StreetSegment.__tablename__])
_GIVE_MANDATE = insert(Base.metadata.tables[Mandate.__tablename__])
_ACCEPT = update(_REQUESTS).where(_REQUESTS.c.case_id == bindparam("of_case")).values(accepted_at=bindparam("at"))


def save_draft(
    session: Session, by: Actor, at: datetime, *, draft_id: int | None, answers: dict[str, Any]
) -> RequestDraft:
    """Keep what was typed so far; a new draft when `draft_id` is None. Only its owner can save it."""
    if by.person_id is None:
        raise NotAllowed("not_signed_in", "Meld u eerst aan.")
    if draft_id is None:
        draft = RequestDraft(person_id=by.person_id, answers=answers, created_at=at, saved_at=at)
        session.add(draft)
    else:
        draft = _own_draft(session, by, draft_id)
        draft.answers = {**draft.answers, **answers}
        draft.saved_at = at
    session.flush()
    return draft


def _own_draft(session: Session, by: Actor, draft_id: int) -> RequestDraft:
    draft = session.get(RequestDraft, draft_id)
    if draft is None or draft.person_id != by.person_id:
        raise NotAllowed("unknown_draft", "Deze aanvraag bestaat niet of is niet van u.")
    if draft.case_id is not None:
        raise Stale("already_submitted", "Deze aanvraag is al ingediend.")
    return draft


def submit_request(session: Session, by: Actor, at: datetime, answers: RequestAnswers, *,
                   initiator_id: int | None = None, draft_id: int | None = None,
                   language: str = "") -> FoundingCase:  # fmt: skip
    """Open a case with this request. `initiator_id`: the resident for whom staff submit; else `by` is the initiator.
    `language`: the one in which it was asked.

    Raises Invalid with the field that is wrong, NotAllowed when staff of elsewhere submit.
    """
    # Under its lock from the start: the next case number is given out once.
    municipality = session.scalars(_LOCKED_AUTHORITY, {"authority": answers.municipality_id}).one_or_none()
    if municipality is None or municipality.kind != "municipality":
        raise Invalid("unknown_municipality", "Kies een gemeente.", "municipality_id")
    draft = _own_draft(session, by, draft_id) if draft_id is not None else None
    check_answers(session, answers, day_of(at))
    check_channel(by, answers, municipality)
    earlier = earlier_attempts(session, _reach(answers))
    case = _new_case(session, municipality, answers, by, initiator_id, language, at)
    session.connection().execute(_WRITE_REQUEST, _request_row(case, answers, at))
    session.add_all(EarlierAttempt(case_id=case.id, earlier_case_id=one.case_id) for one in earlier)
    if draft is not None:
        draft.case_id = case.id
    _make_initiator(session, case, at)
    record(session, case, "request:submitted", by, at, _function(by, case), kind=case.kind, origin=answers.origin,
           channel=answers.channel, households=answers.households,
           **as_told(begin_stage_term(session, case, settings_of(case), _received_at(answers, at))))  # fmt: skip
    proceed(session, case, settings_of(case), at)
    return case


def _new_case(session: Session, municipality: Authority, answers: RequestAnswers, by: Actor,
              initiator_id: int | None, language: str, at: datetime) -> FoundingCase:  # fmt: skip
    number = municipality.last_case_number + 1
    session.connection().execute(_NUMBER_GIVEN, {"authority": municipality.id, "new_last_case_number": number})
    set_committed_value(municipality, "last_case_number", number)
    case = FoundingCase(
        number=f"{municipality.code}-{day_of(at).year}-{number:04d}",
        municipality=municipality,
        zone_id=municipality.zone_id,
        kind=answers.kind,
        name=answers.name.strip(),
        document_language=document_language(municipality.language_regime, language),
        area_id=_write_area(session, answers),
        initiator_id=_initiator(by, answers, initiator_id),
        applicant_dwelling_id=answers.applicant_dwelling_id,
        submitted_by_id=by.person_id,
        stage=Stage.IDEA.value,
        round=1,
        stage_opened_at=at,
        opened_at=at,
        waiting_for=[],
        journal_length=0,
        journal_hash="",
        noticed_length=0,
    )
    session.add(case)
    session.flush()
    record_stage(session, case, Stage.IDEA, at)
    return case


def _write_area(session: Session, answers: RequestAnswers) -> int:
    """The id of the area; its segments all at once: there can be hundreds."""
    area = {"scope": answers.scope, "boundary_text": answers.boundary_text.strip()}
    area_id: int = session.connection().scalar(_WRITE_AREA, area)
    rows = [
        {"area_id": area_id, "street_id": one.street, "side": one.side, "from_number": one.from_number,
         "to_number": one.to_number}
        for one in _reach(answers).segments
    ]  # fmt: skip
    if rows:
        session.connection().execute(_WRITE_SEGMENTS, rows)
    return area_id


def _received_at(answers: RequestAnswers, at: datetime) -> datetime:
    """The moment from which terms run: on paper, the day on which it came in."""
    return at if answers.received_on is None else at - (day_of(at) - answers.received_on)


def _reach(answers: RequestAnswers) -> Reach:
    segments = tuple(answers.segments) if answers.scope == Scope.STREETS else ()
    return Reach(answers.municipality_id, answers.kind, answers.scope, segments)


def _initiator(by: Actor, answers: RequestAnswers, initiator_id: int | None) -> int | None:
    """Who takes in a request of somebody without an account does not become its initiator."""
    is_for_another = answers.channel != "online" and answers.origin in ("resident", "trader", "association")
    return initiator_id if initiator_id is not None or is_for_another else by.person_id


def _request_row(case: FoundingCase, answers: RequestAnswers, at: datetime) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "origin": answers.origin,
        "channel": answers.channel,
        "applicant_name": answers.applicant_name.strip(),
        "applicant_email": answers.applicant_email.strip().lower(),
        "applicant_phone": answers.applicant_phone.strip(),
        "applicant_address": answers.applicant_address.strip(),
        "motives": answers.motives.strip(),
        "expectations": dict(answers.expectations),
        "objectives": list(answers.objectives),
        "households": answers.households,
        "candidate_coordinators": [dict(c) for c in answers.candidate_coordinators],
        "earlier_attempts": answers.earlier_attempts.strip(),
        "overlap_explanation": answers.overlap_explanation.strip(),
        "handed_in_by": answers.handed_in_by.strip(),
        "handed_in_relation": answers.handed_in_relation.strip(),
        "handed_in_note": answers.handed_in_note.strip(),
        "received_on": answers.received_on,
        "declared_at": at,
        "submitted_at": at,
        "completion_asked": "",
    }


def _make_initiator(session: Session, case: FoundingCase, at: datetime) -> None:
    if case.initiator_id is not None:
        mandate = {"person_id": case.initiator_id, "role": Role.INITIATOR.value, "case_id": case.id,
                   "function": "initiatiefnemer", "since": day_of(at)}  # fmt: skip
        session.connection().execute(_GIVE_MANDATE, mandate)


def _function(by: Actor, case: FoundingCase) -> str:
    if by == SYSTEM:
        return "system"
    others = frozenset(Role) - {Role.INITIATOR}
    return function_on(by, case.place, others) or Role.INITIATOR.value


def request_of(session: Session, case_id: int) -> FoundingRequest:
    """The request of a case."""
    return session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case_id)).one()


def accept_request(session: Session, case_id: int, by: Actor, at: datetime, *, seen: str = "") -> None:
    """The desk accepts the request: the consultation opens."""
    taken = take(session, case_id, "accept_request", by, seen=seen)
    session.connection().execute(_ACCEPT, {"of_case": case_id, "at": at})
    record(session, taken.case, "request:accepted", by, at, taken.function)
    proceed(session, taken.case, taken.settings, at)


def ask_completion(session: Session, case_id: int, by: Actor, at: datetime, *, reason: str, seen: str = "") -> None:
    """The desk asks what is missing; the term runs from today."""
    taken = take(session, case_id, "ask_completion", by, seen=seen)
    reason = written(reason)
    request = request_of(session, case_id)
    if request.completion_asked:
        raise Stale("already_asked", "Er is al aanvulling gevraagd; wacht op het antwoord.")
    term = pause_for_completion(session, taken.case, taken.settings, reason, at)
    body = body_of(taken)
    keep_reason(session, taken.case, "ask_completion", body, reason, by, at)
    due_on = term.ends_on.isoformat() if term and term.ends_on else ""
    record(session, taken.case, "completion:asked", by, at, taken.function, reason=reason, body=body,
           due_on=due_on, **as_told(term))  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def complete_request(session: Session, case_id: int, by: Actor, at: datetime, *, motives: str, households: int,
                     expectations: dict[str, str], addition: str = "", seen: str = "") -> None:  # fmt: skip
    """The initiator (or the desk for them) completes the request. `addition` is the answer to what was asked."""
    taken = take(session, case_id, "complete_request", by, seen=seen)
    request = request_of(session, case_id)
    if not request.completion_asked:
        raise Stale("nothing_asked", "Er wordt geen aanvulling meer gevraagd.")
    motives = written(motives, "motives", shortest=10)
    addition = written(addition, "addition")
    if not 1 <= households <= 50_000:
        raise Invalid("households", "Vul het aantal woningen in: een getal tussen 1 en 50.000.", "households")
    expected = {
        side: one for side, one in expectations.items() if one.split() != request.expectations.get(side, "").split()
    }
    completed = Completed(motives if motives.split() != request.motives.split() else "", addition, expected)
    follow_request(session, taken.case, completed, by, taken.function, at)
    request.motives = written(f"{motives}\n\n{addition}", "addition")
    request.households = households
    request.expectations = {**request.expectations, **expectations}
    term = resume_after_completion(session, taken.case, at)
    record(session, taken.case, "request:completed", by, at, taken.function, **as_told(term))
    proceed(session, taken.case, taken.settings, at)


def refuse_request(session: Session, case_id: int, by: Actor, at: datetime, *, reason: str, body: str = "",
                   decided_on: date | None = None, may_come_again: bool = True, seen: str = "") -> None:  # fmt: skip
    """The desk refuses the request, with reasons; the case ends. `decided_on`: the day on which the body decided."""
    taken = take(session, case_id, "refuse_request", by, seen=seen)
    reason, body = written(reason), body_of(taken, body)
    decided_on = _day_of_refusal(decided_on or day_of(at), request_of(session, case_id), at)
    keep_reason(session, taken.case, "refuse_request", body, reason, by, at, decided_on)
    record(session, taken.case, "request:refused", by, at, taken.function, body=body, reason=reason,
           decided_on=decided_on.isoformat(), may_come_again=may_come_again)  # fmt: skip
    end_case(session, taken, End.REFUSED, at, may_come_again=may_come_again)
    proceed(session, taken.case, taken.settings, at)


def _day_of_refusal(day: date, request: FoundingRequest, at: datetime) -> date:
    """The day on which was decided: not in the future, and not before there was anything to decide on."""
    if day > day_of(at):
        raise Invalid("in_the_future", "Deze datum ligt in de toekomst.", "decided_on")
    if day < (request.received_on or day_of(request.submitted_at)):
        raise Invalid("before_request", "Deze datum ligt vóór de aanvraag.", "decided_on")
    return day


def withdraw_request(session: Session, case_id: int, by: Actor, at: datetime, *, reason: str, seen: str = "") -> None:
    """The initiator withdraws; the case ends and can come again."""
    taken = take(session, case_id, "withdraw_request", by, seen=seen)
    reason = written(reason)
    keep_reason(session, taken.case, "withdraw_request", body_of(taken), reason, by, at)
    record(session, taken.case, "request:withdrawn", by, at, taken.function, reason=reason)
    call_off_what_is_planned(session, taken.case, at)
    end_case(session, taken, End.WITHDRAWN, at)
    proceed(session, taken.case, taken.settings, at)
