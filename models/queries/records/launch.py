"""The launch, for its announcement and its kit."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import BELGIUM, day_of
from models.info_evening import InfoEvening
from models.launch_kit import LaunchKit, LaunchKitVersion, LaunchQuote
from models.network import LaunchDecision, NeighbourhoodNetwork, slug_of
from models.queries.cases.facts import settings_of
from models.queries.records.shared import area_lines, case_record, entry_about, heads_of, holder_of, request_of
from models.queries.requests.areas import count_in, segments_of
from models.rules.access import Role
from models.rules.records.launch import KitFactsRecord, KitRecord, LaunchRecord, QuoteRecord
from models.rules.web_addresses import network_page
from models.signature import Signature


def launch_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> LaunchRecord:
    """The launch that the journal entry with this sequence decided."""
    entry = entry_about(session, case, sequence)
    decision = decision_of(session, case, entry.round)
    assert decision is not None
    return _record(session, case, base_url, entry.round, day_of(entry.at), decision.active_on, decision)


def decision_of(session: Session, case: FoundingCase, round_: int) -> LaunchDecision | None:
    """What the police decided about the launch in one round; None: nothing yet."""
    return session.scalars(
        select(LaunchDecision).where(LaunchDecision.case_id == case.id, LaunchDecision.round == round_)
    ).one_or_none()


def kit_facts_record(session: Session, case: FoundingCase, kit: LaunchKit, base_url: str, on: date) -> KitFactsRecord:
    """What the facts of the launch kit come from, as they are now. What the police decided goes before what was
    planned."""
    decision = decision_of(session, case, kit.round)
    active_on = decision.active_on if decision is not None else kit.active_on
    launch = _record(session, case, base_url, kit.round, on, active_on or on, decision)
    slug = session.scalar(select(NeighbourhoodNetwork.slug).where(NeighbourhoodNetwork.case_id == case.id))
    return KitFactsRecord(launch, active_on, network_page(base_url, slug or slug_of(case)), _quote(session, kit))


def _quote(session: Session, kit: LaunchKit) -> QuoteRecord | None:
    """The last quote that was given and not taken back."""
    if kit not in session:
        return None
    row = session.scalars(
        select(LaunchQuote)
        .where(LaunchQuote.kit_id == kit.id, LaunchQuote.state == "given")
        .order_by(LaunchQuote.answered_at.desc(), LaunchQuote.id.desc())
        .limit(1)
    ).one_or_none()
    return QuoteRecord(row.text, row.name, row.capacity) if row is not None else None


def kit_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> KitRecord:
    """The version of the launch kit that was approved at this journal entry."""
    entry = entry_about(session, case, sequence)
    version = session.get_one(LaunchKitVersion, entry.data["version_id"])
    kit = session.get_one(LaunchKit, version.kit_id)
    approved_on = day_of(entry.at)
    heads = heads_of(session, case, approved_on)
    return KitRecord(
        case=case_record(session, case, base_url),
        version=version.version,
        approved_on=approved_on,
        send_at=(kit.send_at or entry.at).astimezone(BELGIUM),
        texts=version.texts,
        facts=version.facts,
        publisher=heads[0].name if heads else "",
    )


def _record(session: Session, case: FoundingCase, base_url: str, round_: int, decided_on: date, active_on: date,
            decision: LaunchDecision | None) -> LaunchRecord:  # fmt: skip
    request, evening, charter = request_of(session, case), _held_evening(session, case), _signed_charter(session, case)
    sections = {section.code: section.content for section in charter.sections} if charter is not None else {}
    signed_on, signing_place = _signing(session, charter)
    return LaunchRecord(
        case=case_record(session, case, base_url),
        is_first=round_ == 1,
        decided_on=decided_on,
        active_on=active_on,
        area=area_lines(session, case),
        boundary_text=case.area.boundary_text,
        households=count_in(session, segments_of(session, case.area_id)).count or request.households,
        members=evening.registered_dwellings if evening is not None else 0,
        origin=request.origin,
        submitted_on=day_of(request.submitted_at),
        evening_on=day_of(evening.starts_at) if evening is not None else None,
        evening_attendance=evening.attendance if evening is not None else None,
        signed_on=signed_on,
        signing_place=signing_place,
        means=_means(sections.get("communication_plan", {})),
        member_contribution_cents=sections.get("budget", {}).get("member_contribution_cents") or 0,
        active_networks=_active_networks(session, case),
        how_to_join=decision.how_to_join if decision is not None else "",
        quote=decision.quote if decision is not None else "",
        mayor_name=holder_of(session, case, Role.MAYOR, decided_on),
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
    """Those of the municipality, that of this case counted also before it is launched."""
    others = session.scalar(
        select(func.count())
        .select_from(NeighbourhoodNetwork)
        .where(NeighbourhoodNetwork.municipality_id == case.municipality_id, NeighbourhoodNetwork.state == "active",
               NeighbourhoodNetwork.case_id.is_(None) | (NeighbourhoodNetwork.case_id != case.id))
    )  # fmt: skip
    return (others or 0) + 1
