"""The charter as the pages and the print ask for it: every section with its content, what it lacks, and who signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import BELGIUM
from models.info_evening import AgendaItemResult, InfoEvening
from models.journal import JournalEntry
from models.mandate import Mandate
from models.person import Person
from models.queries.facts import latest_charter, settings_of
from models.queries.records import case_record
from models.rules.access import Actor, Role, roles_on
from models.rules.charter_completeness import Lack, lacks_of, state_of
from models.rules.charter_sections import SECTIONS, Section
from models.rules.charter_text import CAPACITIES, CharterText, SignatoryText, SignatureState, from_canonical
from models.rules.records.charter import CharterRecord
from models.signature import Signature

SIGN_BY_NAME = (Role.COORDINATOR.value, Role.DEPUTY_COORDINATOR.value)  # everyone who is it, by name

# Which result of the info evening helps to write which section.
_TALKED_ABOUT = {
    "objectives": "approval_of_network",
    "communication_plan": "communication_and_costs",
    "budget": "communication_and_costs",
    "coordinator_tasks": "involvement_and_steering_group",
    "members": "participants_data",
    "follow_up": "further_agreements",
}


@dataclass(frozen=True)
class SectionView:
    """One section of the latest version. `state`: empty, begun or complete; `is_untouched`: as it was begun with."""

    section: Section
    state: str
    content: Mapping[str, Any]
    revision: int
    saved_by: str
    saved_at: datetime | None
    lacks: tuple[Lack, ...]

    @property
    def is_untouched(self) -> bool:
        """Whether nobody saved it in this version yet."""
        return self.revision == 0


@dataclass(frozen=True)
class CharterView:
    """The latest version of a case's charter. `state`: draft, frozen, signed or superseded."""

    id: int
    version: int
    state: str
    created_at: datetime
    frozen_at: datetime | None
    frozen_by: str
    fingerprint: str
    signed_at: datetime | None
    sections: tuple[SectionView, ...]
    signatures: tuple[SignatureState, ...]
    text: CharterText

    @property
    def missing(self) -> tuple[SectionView, ...]:
        """The sections that still keep the text from being frozen."""
        return tuple(one for one in self.sections if any(lack.blocks for lack in one.lacks))

    def section(self, code: str) -> SectionView | None:
        """The section with this code."""
        return next((one for one in self.sections if one.section.code == code), None)


@dataclass(frozen=True)
class ScreeningLine:
    """A coordinator or deputy and how far their screening is: pending, suitable or not_suitable."""

    person_id: int
    name: str
    role: str
    state: str
    screened_on: date | None


def view_charter(session: Session, case: FoundingCase) -> CharterView | None:
    """The latest version of the charter, or None before the stage CHARTER."""
    charter = latest_charter(session, case.id)
    if charter is None:
        return None
    rows = {row.code: row for row in charter.sections}
    names = _names(session, {row.saved_by_id for row in charter.sections} | {charter.frozen_by_id})
    signatures = signatures_of(session, case, charter)
    return CharterView(
        id=charter.id,
        version=charter.version,
        state=charter.state,
        created_at=charter.created_at,
        frozen_at=charter.frozen_at,
        frozen_by=names.get(charter.frozen_by_id, ""),
        fingerprint=charter.fingerprint,
        signed_at=charter.signed_at,
        sections=tuple(
            SectionView(
                section=section,
                state=state_of(section, row.content),
                content=row.content,
                revision=row.revision,
                saved_by=names.get(row.saved_by_id, ""),
                saved_at=row.saved_at,
                lacks=lacks_of(section, row.content),
            )
            for section in SECTIONS
            if (row := rows.get(section.code)) is not None
        ),
        signatures=signatures,
        text=text_of(session, case, charter),
    )


def _names(session: Session, ids: set[int | None]) -> dict[int | None, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_({one for one in ids if one is not None})))
    return {row.id: row.name for row in rows}


def signatures_of(session: Session, case: FoundingCase, charter: Charter) -> tuple[SignatureState, ...]:
    """The signatures under a frozen version, in the order in which they are printed."""
    rows = session.scalars(select(Signature).where(Signature.charter_id == charter.id).order_by(Signature.id)).all()
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
        )
        for row in rows
    )


def may_sign_here(signature: SignatureState, actor: Actor, case: FoundingCase) -> bool:
    """Whether this signature waits for this person (the operation checks it again)."""
    if signature.role is None or signature.is_signed:
        return False
    if signature.person_id is not None and signature.person_id != actor.person_id:
        return False
    return Role(signature.role) in roles_on(actor, case.place)


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
            planned += [PlannedSignature(one["capacity"], None, None, one["name"]) for one in extra]
    return tuple(planned)


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
    )


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
        dated_on=(charter.frozen_at or last_change).astimezone(BELGIUM).date(),
        fingerprint=charter.fingerprint,
        signatures=signatures_of(session, case, charter),
        completed_on=charter.signed_at.astimezone(BELGIUM).date() if charter.signed_at is not None else None,
        verify_url=f"{reference.case_url}/charter",
    )


def said_at_evening(session: Session, case: FoundingCase, section: str) -> str:
    """What the info evening noted on the subject of a section; empty where it noted nothing."""
    item = _TALKED_ABOUT.get(section)
    if item is None:
        return ""
    return (
        session.scalar(
            select(AgendaItemResult.result)
            .join(InfoEvening, InfoEvening.id == AgendaItemResult.evening_id)
            .where(InfoEvening.case_id == case.id, InfoEvening.state == "held", AgendaItemResult.item == item)
            .order_by(InfoEvening.id.desc())
            .limit(1)
        )
        or ""
    )


def screenings_of(session: Session, case: FoundingCase) -> tuple[ScreeningLine, ...]:
    """The present coordinators and deputies with the state of their screening. For the police only."""
    return tuple(
        ScreeningLine(one.person_id, one.person.name, one.role, one.screening, one.screened_on)
        for one in present_coordinators(session, case.id)
    )
