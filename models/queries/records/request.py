"""The request for its receipt, and the decision on it."""

from datetime import date

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.journal import JournalEntry
from models.person import Person
from models.queries.records.shared import area_lines, case_record, entry_about, in_words, request_of
from models.rules.access import DELEGATE, DEPUTY, Role
from models.rules.records.request import DecisionRecord, RequestRecord
from models.rules.records.shared import OfficialRecord
from models.rules.stage_names import STAGE_NAMES

_OUTCOMES = {
    "request:refused": "refused",
    "founding:approved": "approved",
    "founding:refused": "refused",
    "support:judged_insufficient": "not_enough_support",
    "case:sent_back": "sent_back",
    "request:withdrawn": "withdrawn",
}


def request_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> RequestRecord:
    """The request, for its receipt."""
    request = request_of(session, case)
    return RequestRecord(
        case=case_record(session, case, base_url),
        received_on=request.received_on or day_of(request.submitted_at),
        applicant_name=request.applicant_name,
        applicant_address=request.applicant_address,
        origin=request.origin,
        area=area_lines(session, case),
        boundary_text=case.area.boundary_text,
        households=request.households,
        motives=request.motives,
        expectations=dict(request.expectations),
        objectives=in_words(request.objectives),
        candidate_coordinators=tuple(str(one.get("name", "")) for one in request.candidate_coordinators),
        earlier_attempts=request.earlier_attempts,
        overlap_explanation=request.overlap_explanation,
        scope=case.area.scope,
    )


def decision_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> DecisionRecord:
    """The decision that the journal entry with this sequence holds."""
    entry, request = entry_about(session, case, sequence), request_of(session, case)
    outcome = _outcome(entry)
    return DecisionRecord(
        case=case_record(session, case, base_url),
        outcome=outcome,
        stage=STAGE_NAMES[entry.stage],
        decided_by=entry.data.get("body", "de initiatiefnemer"),
        decided_on=date.fromisoformat(entry.data["decided_on"]) if "decided_on" in entry.data else day_of(entry.at),
        dated_on=day_of(entry.at),
        reason=entry.data["reason"],
        conditions=tuple(entry.data.get("conditions", ())),
        replaces_on=date.fromisoformat(entry.data["before"]["decided_on"]) if "before" in entry.data else None,
        may_come_again=case.may_come_again,
        answer_until_on=request.completion_due_on if outcome == "sent_back" else None,
        applicant_name=request.applicant_name,
        applicant_address=request.applicant_address,
        signed_by=_signer(session, entry),
    )


def _outcome(entry: JournalEntry) -> str:
    if entry.event == "founding:corrected":
        return "approved" if entry.data["is_approved"] else "refused"
    return _OUTCOMES[entry.event]


def _signer(session: Session, entry: JournalEntry) -> tuple[OfficialRecord, ...]:
    """Mayor and chief sign what they decided, and who decided by delegation; who notes the decision of a body does not
    sign for it."""
    if entry.function.startswith(DELEGATE) and entry.by_id is not None and "body" in entry.data:
        return (OfficialRecord(session.get_one(Person, entry.by_id).name, entry.data["body"]),)
    names = {Role.MAYOR.value: "burgemeester", Role.POLICE_CHIEF.value: "korpschef"}
    role = entry.function.removeprefix(DEPUTY)
    if role not in names or entry.by_id is None:
        return ()
    function = names[role] if role == entry.function else f"plaatsvervangend voor de {names[role]}"
    return (OfficialRecord(session.get_one(Person, entry.by_id).name, function),)
