"""The charter as it is signed and printed: its text, who is to sign it, and who did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import BELGIUM, day_of
from models.journal import JournalEntry
from models.mandate import Mandate
from models.queries.cases.facts import settings_of
from models.queries.records.shared import case_record
from models.rules.access import Role
from models.rules.charter_text import CAPACITIES, CharterText, SignatoryText, SignatureState, from_canonical
from models.rules.names import comparable
from models.rules.records.charter import CharterRecord
from models.rules.web_addresses import check_page
from models.signature import InkSignature, Signature

STAFF_LAST = (Role.MANDATED_OFFICER.value, Role.POLICE_CHIEF.value, Role.MAYOR.value)
SIGN_BY_NAME = (Role.COORDINATOR.value, Role.DEPUTY_COORDINATOR.value)  # everyone who is it, by name


def signatures_of(session: Session, case: FoundingCase, charter: Charter) -> tuple[SignatureState, ...]:
    """The signatures under a frozen version, in the order in which they are printed."""
    rows = session.scalars(select(Signature).where(Signature.charter_id == charter.id).order_by(Signature.id)).all()
    lines = select(InkSignature.signature_id).join(Signature, Signature.id == InkSignature.signature_id)
    entered = set(session.scalars(lines.where(Signature.charter_id == charter.id)))
    return tuple(
        SignatureState(
            id=row.id,
            capacity=row.capacity,
            organisation=organisation_of(row.role, case),
            name=row.name,
            role=row.role,
            person_id=row.person_id,
            place=row.place,
            method=row.method,
            signed_on=row.signed_on,
            signed_at=row.signed_at.astimezone(BELGIUM) if row.signed_at else None,
            identified_by=row.identified_by,
            recorded_as=row.recorded_as,
            fingerprint=row.fingerprint,
            email=row.email,
            drawing=row.drawing,
            checked_as=row.checked_as,
            is_entered=row.id in entered,
            refusal=row.refusal,
        )
        for row in rows
    )


def organisation_of(role: str | None, case: FoundingCase) -> str:
    """For whom somebody signs: the municipality, the police zone or the network; a partner for itself."""
    if role == Role.MAYOR.value:
        return f"Gemeente {case.municipality.name}"
    if role in (Role.POLICE_CHIEF.value, Role.MANDATED_OFFICER.value):
        return case.municipality.zone.name if case.municipality.zone else ""
    return case.name if role else ""


@dataclass(frozen=True)
class PlannedSignature:
    """Somebody who is to sign the version that is being written."""

    capacity: str
    role: str | None
    person_id: int | None
    name: str
    email: str = ""  # of a partner without an account


def planned_signatures(session: Session, case: FoundingCase, charter: Charter) -> tuple[PlannedSignature, ...]:
    """Who is to sign: the functions of the settings, each present coordinator (and deputy) by name, and the partners
    that the charter names."""
    people = present_coordinators(session, case.id)
    planned: list[PlannedSignature] = []
    for role in settings_of(case).signatories:
        if role in SIGN_BY_NAME:
            planned += [
                PlannedSignature(CAPACITIES[role], role, one.person_id, one.person.name)
                for one in people
                if one.role == role
            ]
        else:
            planned.append(PlannedSignature(CAPACITIES[role], role, None, ""))
    for section in charter.sections:
        if section.code == "signatures":
            extra = section.content.get("extra") or ()
            planned += [
                PlannedSignature(one["capacity"], None, None, one["name"], one.get("email") or "") for one in extra
            ]
    if settings_of(case).signing_order == "residents_first":
        planned.sort(key=lambda one: STAFF_LAST.index(one.role) if one.role in STAFF_LAST else -1)
    return tuple(planned)


def unnamed_coordinators(session: Session, case: FoundingCase, charter: Charter) -> tuple[PlannedSignature, ...]:
    """Coordinators who are to sign and are not among the partners: the contact data in the charter are out of date."""
    parties = next((row.content.get("parties") or () for row in charter.sections if row.code == "parties"), ())
    named = {comparable(str(party.get("name") or "")) for party in parties}
    planned = planned_signatures(session, case, charter)
    return tuple(one for one in planned if one.person_id is not None and comparable(one.name) not in named)


def present_coordinators(session: Session, case_id: int) -> Sequence[Mandate]:
    """The mandates of the coordinators and deputies of today."""
    return session.scalars(
        select(Mandate)
        .where(Mandate.case_id == case_id, Mandate.role.in_(SIGN_BY_NAME), Mandate.until.is_(None))
        .order_by(Mandate.id)
    ).all()


def text_of(session: Session, case: FoundingCase, charter: Charter) -> CharterText:
    """The text of a version: as it was frozen, else as it is now."""
    if charter.frozen_text:
        return from_canonical(charter.frozen_text)
    return charter_text(case, charter, planned_signatures(session, case, charter))


def charter_text(case: FoundingCase, charter: Charter, signatures: Sequence[PlannedSignature],
                 frozen_on: date | None = None) -> CharterText:  # fmt: skip
    """The text as it stands in the rows, with those who are to sign."""
    return CharterText(
        case_number=case.number,
        network_name=case.name,
        network_kind=case.kind,
        municipality=case.municipality.name,
        police_zone=case.municipality.zone.name if case.municipality.zone else "",
        version=charter.version,
        contents={row.code: row.content for row in charter.sections},
        signatories=tuple(
            SignatoryText(one.capacity, organisation_of(one.role, case), one.name, one.role) for one in signatures
        ),
        frozen_on=frozen_on,
        language=case.document_language,
    )


def version_before(session: Session, charter: Charter) -> Charter | None:
    """The version that a newer one takes the place of: the last that everybody signed before it."""
    return session.scalars(
        select(Charter)
        .where(Charter.case_id == charter.case_id, Charter.version < charter.version, Charter.signed_at.is_not(None))
        .order_by(Charter.version.desc())
        .limit(1)
    ).one_or_none()


def charter_record(session: Session, case: FoundingCase, sequence: int, base_url: str) -> CharterRecord:
    """The version that the journal entry with this sequence is about (`charter:frozen`, `charter:completed`)."""
    version = session.scalars(
        select(JournalEntry.data).where(JournalEntry.case_id == case.id, JournalEntry.sequence == sequence)
    ).one()["version"]
    charter = session.scalars(select(Charter).where(Charter.case_id == case.id, Charter.version == version)).one()
    return record_of_version(session, case, charter, base_url)


def record_of_version(session: Session, case: FoundingCase, charter: Charter, base_url: str) -> CharterRecord:
    """One version as it is printed. A draft carries the day on which it was last saved."""
    reference = case_record(session, case, base_url)
    last_change = max([charter.created_at, *(row.saved_at for row in charter.sections if row.saved_at is not None)])
    return CharterRecord(
        case=reference,
        text=text_of(session, case, charter),
        dated_on=day_of(charter.frozen_at or last_change),
        fingerprint=charter.fingerprint,
        signatures=signatures_of(session, case, charter),
        completed_on=day_of(charter.signed_at) if charter.signed_at is not None else None,
        verify_url=check_page(base_url, charter.fingerprint) if charter.fingerprint else "",
        signed_text=charter.frozen_text,
        is_lapsed=charter.state == "superseded" and charter.signed_at is None,
    )
