"""From rows to what is printed: one record per kind of document, with plain values only."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.area import StreetSegment
from models.authority import Authority
from models.case import FoundingCase
from models.charter import Charter
from models.clock import BELGIUM
from models.evaluation import Evaluation
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.mandate import Mandate
from models.network import LaunchDecision, NeighbourhoodNetwork
from models.person import Person
from models.queries.agreements import agreed_text
from models.queries.areas import count_in, segments_of
from models.queries.authority_look import house_style_of, own_texts_for
from models.queries.facts import settings_of
from models.queries.minutes import approvals_of, last_version
from models.request import FoundingRequest
from models.rules.access import DELEGATE, DEPUTY, MUNICIPAL_ROLES, POLICE_ROLES, STEERING_GROUP, Role
from models.rules.area import describe_segment
from models.rules.minutes import INTRODUCTION, PARTIES, REMARKS
from models.rules.objectives import OBJECTIVES
from models.rules.procedure import agenda_of
from models.rules.records.evaluation import EvaluationRecord
from models.rules.records.info_evening import AgendaItemRecord, EveningRecord, MinutesRecord
from models.rules.records.launch import LaunchRecord
from models.rules.records.request import DecisionRecord, RequestRecord
from models.rules.records.shared import CaseRecord, OfficeRecord, OfficialRecord, VotesRecord
from models.rules.records.support import SupportSheetRecord
from models.rules.scope import describe_area
from models.rules.stage_names import STAGE_NAMES
from models.rules.web_addresses import case_page, network_page, support_page
from models.signature import Signature

_OUTCOMES = {
    "request:refused": "refused",
    "founding:approved": "approved",
    "founding:refused": "refused",
    "support:judged_insufficient": "not_enough_support",
    "case:sent_back": "sent_back",
    "request:withdrawn": "withdrawn",
}


def case_record(session: Session, case: FoundingCase, base_url: str) -> CaseRecord:
    """The case as every document names it. `base_url`: address of the web app, from the settings."""
    slug = session.scalar(select(NeighbourhoodNetwork.slug).where(NeighbourhoodNetwork.case_id == case.id))
    zone = case.municipality.zone
    return CaseRecord(
        number=case.number,
        name=case.name,
        kind=case.kind,
        municipality=_municipality(session, case),
        police_zone=_office(zone) if zone is not None else OfficeRecord("", "", "", ""),
        case_url=case_page(base_url, case.number),
        public_url=network_page(base_url, slug) if slug else support_page(base_url, case.number),
    )


def _municipality(session: Session, case: FoundingCase) -> OfficeRecord:
    """The municipality with its house style and its own texts: it sends the letters."""
    office = replace(_office(case.municipality), texts=own_texts_for(session, case, "letters"))
    style = house_style_of(session, case.municipality_id)
    if style is None:
        return office
    return replace(office, shown_name=style.name, colour=style.colour, logo=style.logo_sha256)


def _office(authority: Authority) -> OfficeRecord:
    return OfficeRecord(authority.name, authority.postal_address, authority.email, authority.phone)


def _day(at: datetime) -> date:
    return at.astimezone(BELGIUM).date()


def area_lines(session: Session, case: FoundingCase) -> tuple[str, ...]:
    """The area of a case in words: its streets, one line each, or how far it reaches."""
    rows = session.scalars(
        select(StreetSegment).where(StreetSegment.area_id == case.area_id).order_by(StreetSegment.id)
    )
    streets = tuple(describe_segment(row.as_rule, row.street.name) for row in rows)
    return describe_area(case.area.scope, case.municipality.name, streets)


def _request(session: Session, case: FoundingCase) -> FoundingRequest:
    return session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case.id)).one()


def _entry(session: Session, case: FoundingCase, sequence: int) -> JournalEntry:
    return session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.sequence == sequence)
    ).one()


def in_words(objectives: Iterable[str]) -> tuple[str, ...]:
    """Objectives as they are printed."""
    return tuple(OBJECTIVES.get(code, code) for code in objectives)


def request_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> RequestRecord:
    """The request, for its receipt."""
    request = _request(session, case)
    return RequestRecord(
        case=case_record(session, case, base_url),
        received_on=request.received_on or _day(request.submitted_at),
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


def support_sheet_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> SupportSheetRecord:
    """The streets and the address of the support page, for the sheet to fill in by hand."""
    return SupportSheetRecord(
        case=case_record(session, case, base_url),
        accepted_on=_day(_entry(session, case, sequence).at),
        area=area_lines(session, case),
        support_url=support_page(base_url, case.number),
    )


def decision_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> DecisionRecord:
    """The decision that the journal entry with this sequence holds."""
    entry, request = _entry(session, case, sequence), _request(session, case)
    outcome = _outcome(entry)
    return DecisionRecord(
        case=case_record(session, case, base_url),
        outcome=outcome,
        stage=STAGE_NAMES[entry.stage],
        decided_by=entry.data.get("body", "de initiatiefnemer"),
        decided_on=date.fromisoformat(entry.data["decided_on"]) if "decided_on" in entry.data else _day(entry.at),
        dated_on=_day(entry.at),
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


def _heads(session: Session, case: FoundingCase, on: date) -> tuple[OfficialRecord, ...]:
    wanted = ((Role.MAYOR, "burgemeester"), (Role.POLICE_CHIEF, "korpschef"))
    found = ((name, _holder(session, case, role, on)) for role, name in wanted)
    return tuple(OfficialRecord(person, name) for name, person in found if person)


def _holder(session: Session, case: FoundingCase, role: Role, on: date) -> str:
    place = case.municipality_id if role in MUNICIPAL_ROLES else case.zone_id if role in POLICE_ROLES else None
    return (
        session.scalar(
            select(Person.name)
            .join(Mandate, Mandate.person_id == Person.id)
            .where(
                Mandate.role == role.value,
                Mandate.authority_id == place,
                Mandate.since <= on,
                Mandate.until.is_(None) | (Mandate.until >= on),
                Person.is_active,
            )
            .order_by(Mandate.id)
            .limit(1)
        )
        or ""
    )


def evening_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> EveningRecord:
    """The evening that the journal entry with this sequence is about."""
    evening = session.get_one(InfoEvening, _entry(session, case, sequence).data["evening_id"])
    planned_on, agreed = _day(evening.planned_at), agreed_text(session, case.id)
    return EveningRecord(
        case=case_record(session, case, base_url),
        planned_on=planned_on,
        starts_at=evening.starts_at.astimezone(BELGIUM),
        place=evening.place,
        address=evening.address,
        accessibility="\n".join(part for part in (evening.accessibility, evening.getting_there) if part),
        organisers=evening.organisers,
        contact=evening.contact,
        area=area_lines(session, case),
        circular=settings_of(case).circular,
        signed_by=_heads(session, case, planned_on),
        motives=agreed.motives,
        objectives=in_words(agreed.objectives),
        speakers=evening.speakers,
        extra_items=tuple(evening.extra_items),
    )


def minutes_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> MinutesRecord:
    """The approved minutes of the evening that the journal entry with this sequence is about."""
    entry = _entry(session, case, sequence)
    evening = session.get_one(InfoEvening, entry.data["evening_id"])
    text, approvals = _final_minutes(session, evening)
    noted, agenda = {item.item: item for item in evening.items}, agenda_of(evening.extra_items)
    return MinutesRecord(
        evening=evening_record(session, case, sequence, base_url),
        approved_on=_day(entry.at),
        chair=evening.chair,
        attendance=evening.attendance or 0,
        registered_dwellings=evening.registered_dwellings,
        items=tuple(
            AgendaItemRecord(
                code,
                text[code],
                VotesRecord(noted[code].votes_for, noted[code].votes_against, noted[code].abstentions),
                title,
            )
            for code, title in agenda.items()
            if code in noted and code in text
        ),
        network_approved=evening.network_approved,
        objectives_approved=evening.objectives_approved,
        steering_group_approved=evening.steering_group_approved,
        objectives=in_words(agreed_text(session, case.id).objectives),
        seats=_seats(session, case, _day(entry.at)),
        remarks=text.get(REMARKS, ""),
        introduction=text.get(INTRODUCTION, ""),
        approvals=approvals,
    )


def _final_minutes(session: Session, evening: InfoEvening) -> tuple[Mapping[str, str], tuple[tuple[str, date], ...]]:
    """The text of the last version, which nobody changes once it is approved, and who approved it on which day."""
    version = last_version(session, evening.id)
    if version is None:
        raise LookupError(f"info evening {evening.id} has no minutes")
    given = approvals_of(session, version.id)
    approved = tuple((name, _day(given[party].given_at)) for party, name in PARTIES.items() if party in given)
    return version.sections, approved


def _seats(session: Session, case: FoundingCase, on: date) -> dict[str, int]:
    roles = session.scalars(
        select(Mandate.role).where(
            Mandate.case_id == case.id,
            Mandate.role.in_(sorted(STEERING_GROUP)),
            Mandate.since <= on,
            Mandate.until.is_(None) | (Mandate.until > on),
        )
    )
    return dict(Counter(roles))


def launch_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> LaunchRecord:
    """The launch that the journal entry with this sequence decided."""
    entry = _entry(session, case, sequence)
    decision = session.scalars(
        select(LaunchDecision).where(LaunchDecision.case_id == case.id, LaunchDecision.round == entry.round)
    ).one()
    request, evening, charter = _request(session, case), _held_evening(session, case), _signed_charter(session, case)
    sections = {section.code: section.content for section in charter.sections} if charter is not None else {}
    decided_on = _day(entry.at)
    signed_on, signing_place = _signing(session, charter)
    return LaunchRecord(
        case=case_record(session, case, base_url),
        is_first=entry.round == 1,
        decided_on=decided_on,
        active_on=decision.active_on,
        area=area_lines(session, case),
        boundary_text=case.area.boundary_text,
        households=count_in(session, segments_of(session, case.area_id)).count or request.households,
        members=evening.registered_dwellings if evening is not None else 0,
        origin=request.origin,
        submitted_on=_day(request.submitted_at),
        evening_on=_day(evening.starts_at) if evening is not None else None,
        evening_attendance=evening.attendance if evening is not None else None,
        signed_on=signed_on,
        signing_place=signing_place,
        means=_means(sections.get("communication_plan", {})),
        member_contribution_cents=sections.get("budget", {}).get("member_contribution_cents") or 0,
        active_networks=_active_networks(session, case),
        how_to_join=decision.how_to_join,
        quote=decision.quote,
        mayor_name=_holder(session, case, Role.MAYOR, decided_on),
        circular=settings_of(case).circular,
    )


def _held_evening(session: Session, case: FoundingCase) -> InfoEvening | None:
    return session.scalars(
        select(InfoEvening)
        .where(InfoEvening.case_id == case.id, InfoEvening.state == "held")
        .order_by(InfoEvening.starts_at.desc(), InfoEvening.id.desc())
        .limit(1)
    ).one_or_none()


def _signed_charter(session: Session, case: FoundingCase) -> Charter | None:
    return session.scalars(
        select(Charter)
        .where(Charter.case_id == case.id, Charter.signed_at.is_not(None))
        .order_by(Charter.version.desc())
        .limit(1)
    ).one_or_none()


def _signing(session: Session, charter: Charter | None) -> tuple[date | None, str]:
    if charter is None:
        return None, ""
    last = session.scalars(
        select(Signature)
        .where(Signature.charter_id == charter.id, Signature.signed_on.is_not(None))
        .order_by(Signature.signed_on.desc(), Signature.id.desc())
        .limit(1)
    ).one_or_none()
    return (last.signed_on, last.place) if last is not None else (None, "")


def _means(plan: dict[str, Any]) -> tuple[str, ...]:
    """The channels of the communication plan, each once, urgent messages first."""
    channels = (row.get(name, "") for row in plan.get("messages", {}).values() for name in ("channel", "fallback"))
    return tuple(dict.fromkeys(channel for channel in channels if channel))


def _active_networks(session: Session, case: FoundingCase) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(NeighbourhoodNetwork)
            .where(
                NeighbourhoodNetwork.municipality_id == case.municipality_id,
                NeighbourhoodNetwork.state == "active",
            )
        )
        or 0
    )


def evaluation_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> EvaluationRecord:
    """The evaluation that the journal entry with this sequence closed."""
    entry = _entry(session, case, sequence)
    rounds = session.scalars(
        select(Evaluation)
        .where(Evaluation.case_id == case.id, Evaluation.round <= entry.round)
        .order_by(Evaluation.round.desc())
    ).all()
    evaluation, before = rounds[0], rounds[1] if len(rounds) > 1 else None
    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case.id)).one_or_none()
    began = before.closed_at if before is not None else None
    opened_on = _day(evaluation.opened_at) if evaluation.opened_at is not None else evaluation.opens_on
    return EvaluationRecord(
        case=case_record(session, case, base_url),
        period_from=_day(began) if began is not None else network.active_since if network is not None else opened_on,
        period_until=opened_on,
        closed_on=_day(entry.at),
        coordinator_view=evaluation.coordinator_view or {},
        police_view=evaluation.police_view or {},
        earlier_coordinator_view=(before.coordinator_view or {}) if before is not None else {},
        earlier_police_view=(before.police_view or {}) if before is not None else {},
        outcome=evaluation.outcome,
        reason=evaluation.reason,
        body=evaluation.body,
        next_opens_on=session.scalar(
            select(Evaluation.opens_on).where(Evaluation.case_id == case.id, Evaluation.round == entry.round + 1)
        ),
    )


# Per kind of document what it is made from; the charter's stands in models.queries.charters.
RECORDS: dict[str, Callable[[Session, FoundingCase, int, str], Any]] = {
    "receipt": request_record,
    "support_sheet": support_sheet_record,
    "decision": decision_record,
    "invitation": evening_record,
    "poster": evening_record,
    "poster_a4": evening_record,
    "flyer": evening_record,
    "evening_news": evening_record,
    "minutes": minutes_record,
    "launch_announcement": launch_record,
    "evaluation_report": evaluation_record,
}
