"""The charter as its pages ask for it: every section with its content, what it lacks, and who signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter, CharterSection
from models.info_evening import AgendaItemResult, InfoEvening
from models.journal import JournalEntry
from models.person import Person
from models.queries.cases.facts import latest_charter
from models.queries.charters.charter_lacks import lacks_found
from models.queries.charters.charters import present_coordinators, signatures_of, text_of, unnamed_coordinators
from models.queries.evenings.seats import offered_seats
from models.rules.access import Actor, Role, roles_on
from models.rules.charter_completeness import Lack, state_of
from models.rules.charter_sections import SECTION, SECTIONS, Section
from models.rules.charter_text import CharterText, SignatureState

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
    """One section of the latest version. `state`: empty, begun or complete; `is_untouched`: as it was begun with;
    `owner`: who looks after it; `ready_at`: when they said so of this very text;
    `is_open`: whether it may change in this version."""

    id: int
    section: Section
    state: str
    content: Mapping[str, Any]
    revision: int
    saved_by: str
    saved_at: datetime | None
    lacks: tuple[Lack, ...]
    owner_id: int | None = None
    owner: str = ""
    ready_at: datetime | None = None
    is_open: bool = True

    @property
    def is_untouched(self) -> bool:
        """Whether nobody saved it in this version yet."""
        return self.revision == 0


@dataclass(frozen=True)
class OpenedSection:
    """A section of the latest version, as far as who writes in it needs it at each pause."""

    id: int
    section: Section
    revision: int


@dataclass(frozen=True)
class LapsedVersion:
    """A version that was frozen and not signed by all: who had signed it or refused to, and why the next one came."""

    version: int
    frozen_at: datetime | None
    fingerprint: str
    signatures: tuple[SignatureState, ...]
    reason: str
    body: str


@dataclass(frozen=True)
class CharterView:
    """The latest version of a case's charter. `state`: draft, frozen, signed or superseded.

    `unnamed_coordinators`: who is to sign and does not stand among the partners; `unanswered_seats`: who was asked for
    the stuurgroep and did not accept yet, nor declared to be 18 or older.
    """

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
    lapsed: tuple["LapsedVersion", ...]
    unnamed_coordinators: tuple[str, ...]
    unanswered_seats: tuple[str, ...]
    text: CharterText

    @property
    def missing(self) -> tuple[SectionView, ...]:
        """The sections that still keep the text from being frozen."""
        return tuple(one for one in self.sections if any(lack.blocks for lack in one.lacks))

    @property
    def advice(self) -> tuple[SectionView, ...]:
        """The sections in which something is unusual, and keeps nothing from being frozen."""
        return tuple(one for one in self.sections if any(not lack.blocks for lack in one.lacks))

    @property
    def is_amendment(self) -> bool:
        """Whether only some of the sections may change."""
        return any(not one.is_open for one in self.sections)

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


def view_charter(session: Session, case: FoundingCase, on: date) -> CharterView | None:
    """The latest version of the charter as it is on a day, or None before the stage CHARTER."""
    charter = latest_charter(session, case.id)
    if charter is None:
        return None
    rows = {row.code: row for row in charter.sections}
    names = _names(
        session,
        {number for row in charter.sections for number in (row.saved_by_id, row.owner_id)} | {charter.frozen_by_id},
    )
    signatures = signatures_of(session, case, charter)
    lacks = lacks_found(session, case, {row.code: row.content for row in charter.sections}, on)
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
                id=row.id,
                section=section,
                state=state_of(section, row.content),
                content=row.content,
                revision=row.revision,
                saved_by=names.get(row.saved_by_id, ""),
                saved_at=row.saved_at,
                lacks=lacks[section.code],
                owner_id=row.owner_id,
                owner=names.get(row.owner_id, ""),
                ready_at=row.ready_at,
                is_open=charter.open_sections is None or row.code in charter.open_sections,
            )
            for section in SECTIONS
            if (row := rows.get(section.code)) is not None
        ),
        signatures=signatures,
        lapsed=_lapsed(session, case),
        unnamed_coordinators=tuple(one.name for one in unnamed_coordinators(session, case, charter)),
        unanswered_seats=tuple(one.person.name or "" for one in offered_seats(session, case.id)),
        text=text_of(session, case, charter),
    )


def opened_section(session: Session, case_id: int, code: str) -> OpenedSection | None:
    """One section of the latest version, without all that its overview looks up; None where there is none."""
    row = session.execute(
        select(CharterSection.id, CharterSection.revision)
        .join(Charter, Charter.id == CharterSection.charter_id)
        .where(Charter.case_id == case_id, CharterSection.code == code)
        .order_by(Charter.version.desc())
        .limit(1)
    ).one_or_none()
    return OpenedSection(row.id, SECTION[code], row.revision) if row is not None else None


def _lapsed(session: Session, case: FoundingCase) -> tuple[LapsedVersion, ...]:
    rows = session.scalars(
        select(Charter)
        .where(Charter.case_id == case.id, Charter.state == "superseded", Charter.signed_at.is_(None))
        .where(Charter.frozen_at.is_not(None))
        .order_by(Charter.version.desc())
    ).all()
    told = {} if not rows else {
        data["version"]: data
        for data in session.scalars(
            select(JournalEntry.data).where(JournalEntry.case_id == case.id, JournalEntry.event == "charter:reopened")
        )
    }  # fmt: skip
    return tuple(
        LapsedVersion(
            row.version, row.frozen_at, row.fingerprint, signatures_of(session, case, row),
            str(told.get(row.version, {}).get("reason", "")), str(told.get(row.version, {}).get("body", "")),
        )
        for row in rows
    )  # fmt: skip


def _names(session: Session, ids: set[int | None]) -> dict[int | None, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_({one for one in ids if one is not None})))
    return {row.id: row.name for row in rows}


def may_sign_here(signature: SignatureState, actor: Actor, case: FoundingCase) -> bool:
    """Whether this signature waits for this person (the operation checks it again)."""
    if signature.role is None or signature.is_signed:
        return False
    if signature.person_id is not None and signature.person_id != actor.person_id:
        return False
    return Role(signature.role) in roles_on(actor, case.place)


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
