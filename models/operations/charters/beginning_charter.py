"""How a version of the charter begins: filled with what the case knows already, or copied from the version before.

Apart from drafting_charter, because a stage's opening needs it and must not import the operations that need acting.py
(which imports opening.py).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.area import StreetSegment
from models.case import FoundingCase
from models.charter import Charter, CharterSection
from models.journal import JournalEntry
from models.mandate import Mandate
from models.network import LaunchDecision
from models.operations.cases.writing_case import write_case
from models.queries.charters.standing_texts import standing_contents_of, standing_parts, zone_name
from models.queries.consultation.agreements import agreed_text
from models.queries.streets.streets_by_name import street_labels
from models.rules import charter_template_fr as french
from models.rules.access import STEERING_GROUP, Role
from models.rules.agreement import PARTIES
from models.rules.charter_content import read_content
from models.rules.charter_sections import SECTIONS
from models.rules.names import comparable
from models.rules.objectives import OBJECTIVES
from models.rules.procedure_settings import ProcedureSettings
from models.rules.scope import describe_area

Contents = dict[str, dict[str, Any]]


def begin_charter_version(session: Session, case: FoundingCase, settings: ProcedureSettings, on: date,
                          at: datetime) -> Charter:  # fmt: skip
    """Make the version with which the stage CHARTER begins. The version in force keeps its state until a new one is."""
    versions = session.scalars(select(Charter).where(Charter.case_id == case.id).order_by(Charter.version)).all()
    last = versions[-1] if versions else None
    contents = _copied(session, case, last, on) if last else _first_contents(session, case, settings, on)
    _set_aside(versions, _in_force(session, case, versions))
    charter = Charter(case_id=case.id, version=last.version + 1 if last else 1, created_at=at)
    # What can't be kept as it is (an address that is none) is left out: it must not keep a stage from opening.
    standing = {row.code: row.standing for row in last.sections} if last else standing_parts(contents)
    charter.sections = [
        CharterSection(code=section.code, content=read_content(section.code, contents.get(section.code, {}))[0],
                       standing=standing.get(section.code))
        for section in SECTIONS
    ]  # fmt: skip
    session.add(charter)
    session.flush()
    return charter


def _copied(session: Session, case: FoundingCase, last: Charter, on: date) -> Contents:
    """The texts of the version before, with the stuurgroep of today among the partners."""
    contents = {section.code: section.content for section in last.sections}
    earlier = contents["parties"].get("parties") or []
    known = {(party.get("role"), comparable(party.get("name") or "")): party for party in earlier}
    present = [
        known.get((party["role"], comparable(party["name"])), party) for party in _steering_group(session, case, on)
    ]
    others = [party for party in earlier if party.get("role") not in STEERING_GROUP]
    return {**contents, "parties": {"parties": [*others, *present]}}


def _in_force(session: Session, case: FoundingCase, versions: Sequence[Charter]) -> Charter | None:
    """The version under which the network works: the last that was signed before the last launch."""
    launched_at = session.scalar(
        select(LaunchDecision.decided_at)
        .where(LaunchDecision.case_id == case.id)
        .order_by(LaunchDecision.id.desc())
        .limit(1)
    )
    if launched_at is None:
        return None
    signed = [one for one in versions if one.signed_at is not None and one.signed_at <= launched_at]
    return signed[-1] if signed else None


def _set_aside(versions: Sequence[Charter], in_force: Charter | None) -> None:
    for version in versions:
        if version is not in_force:
            version.state = "superseded"


def _first_contents(session: Session, case: FoundingCase, settings: ProcedureSettings, on: date) -> Contents:
    contents = standing_contents_of(session, case, settings)
    contents["parties"] = {"parties": _parties(session, case, on)}
    contents["area"] = {"segments": _segments(session, case), "boundary": _boundary(case)}
    contents["objectives"] = _objectives(session, case)
    return contents


def _boundary(case: FoundingCase) -> str:
    """The boundary in words; a network without streets tells here how far it reaches."""
    reach = describe_area(case.area.scope, case.municipality.name, (), case.document_language)
    return "\n".join((*reach, *filter(None, [case.area.boundary_text])))


def _segments(session: Session, case: FoundingCase) -> list[dict[str, Any]]:
    segments: list[StreetSegment] = case.area.segments
    labels = street_labels(session, case.municipality_id, {segment.street_id for segment in segments})
    return [
        {"street": labels[segment.street_id], "street_id": segment.street_id, "side": segment.side,
         "from_number": segment.from_number, "to_number": segment.to_number}
        for segment in segments
    ]  # fmt: skip


def _objectives(session: Session, case: FoundingCase) -> dict[str, Any]:
    """What was agreed and frozen in the consultation (seed 000)."""
    agreed = agreed_text(session, case.id)
    expected = {f"expected_of_{party}": agreed.expectations.get(party, "") for party in PARTIES}
    own = [{"text": text} for text in agreed.objectives if text not in OBJECTIVES]
    chosen = [code for code in agreed.objectives if code in OBJECTIVES]
    return {"motives": agreed.motives, "chosen": chosen, "own": own, **expected}


def _parties(session: Session, case: FoundingCase, on: date) -> list[dict[str, Any]]:
    """The authorities with their own contact data, the staff by name, and the stuurgroep with theirs."""
    municipality, zone = case.municipality, case.municipality.zone
    is_french = case.document_language == "fr"
    named = french.commune(municipality.name) if is_french else f"Gemeente {municipality.name}"
    town = {"organisation": named, "address": municipality.postal_address,
            "phone": municipality.phone, "email": municipality.email}  # fmt: skip
    police = {"organisation": zone_name(case)}
    if zone is not None:
        police |= {"address": zone.postal_address, "phone": zone.phone, "email": zone.email}
    return [
        {"role": "mayor", **town, "name": _holder(session, case, Role.MAYOR, on)},
        {"role": "police_chief", **police, "name": _holder(session, case, Role.POLICE_CHIEF, on)},
        {"role": "mandated_officer", **police, "name": _mandated_officer(session, case, on)},
        *_steering_group(session, case, on),
    ]


def _counting(on: date) -> Any:
    return and_(Mandate.since <= on, or_(Mandate.until.is_(None), Mandate.until >= on))


def _holder(session: Session, case: FoundingCase, role: Role, on: date) -> str:
    """The name of who holds a staff role first; empty when nobody does."""
    mandate = session.scalars(
        select(Mandate)
        .where(
            Mandate.role == role.value, Mandate.authority_id.in_((case.municipality_id, case.zone_id)), _counting(on)
        )
        .order_by(Mandate.id)
        .limit(1)
    ).one_or_none()
    return mandate.person.name if mandate else ""


def _mandated_officer(session: Session, case: FoundingCase, on: date) -> str:
    """A zone can have several mandated officers: the one who acted last on this case guides this network."""
    write_case(session)  # the act that opened this stage counts
    acted = session.scalars(
        select(JournalEntry.by_id)
        .where(JournalEntry.case_id == case.id, JournalEntry.function == Role.MANDATED_OFFICER.value)
        .order_by(JournalEntry.sequence.desc())
        .limit(1)
    ).one_or_none()
    mandate = session.scalars(
        select(Mandate)
        .where(Mandate.person_id == acted, Mandate.role == Role.MANDATED_OFFICER.value,
               Mandate.authority_id == case.zone_id, _counting(on))
        .limit(1)
    ).one_or_none()  # fmt: skip
    return mandate.person.name if mandate else _holder(session, case, Role.MANDATED_OFFICER, on)


def _steering_group(session: Session, case: FoundingCase, on: date) -> list[dict[str, Any]]:
    order = [Role.COORDINATOR.value, Role.DEPUTY_COORDINATOR.value, Role.STEERING_GROUP_MEMBER.value]
    mandates = session.scalars(
        select(Mandate)
        .where(Mandate.case_id == case.id, Mandate.role.in_(order), Mandate.until.is_(None))
        .order_by(Mandate.id)
    ).all()
    return [
        {"role": mandate.role, "organisation": case.name, "name": mandate.person.name, "phone": mandate.person.phone,
         "email": mandate.person.email or ""}
        for mandate in sorted(mandates, key=lambda mandate: order.index(mandate.role))
    ]  # fmt: skip
