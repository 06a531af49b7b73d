"""What several records hold: the case, its area, who signs, and the entry that asked for the document."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.area import StreetSegment
from models.authority import Authority
from models.case import FoundingCase
from models.journal import JournalEntry
from models.mandate import Mandate
from models.network import NeighbourhoodNetwork
from models.person import Person
from models.queries.authorities.authority_look import house_style_of, own_texts_for
from models.request import FoundingRequest
from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES, Role
from models.rules.area import describe_segment
from models.rules.objectives import OBJECTIVES
from models.rules.records.shared import CaseRecord, OfficeRecord, OfficialRecord
from models.rules.scope import describe_area
from models.rules.web_addresses import case_page, network_page, support_page


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
        language=case.document_language,
        public_url=network_page(base_url, slug) if slug else support_page(base_url, case.number),
    )


def _municipality(session: Session, case: FoundingCase) -> OfficeRecord:
    """The municipality with its house style and its own texts: it sends the letters."""
    office = replace(
        _office(case.municipality),
        language=case.municipality.mail_language,
        texts=own_texts_for(session, case, "letters"),
    )
    style = house_style_of(session, case.municipality_id)
    if style is None:
        return office
    return replace(office, shown_name=style.name, colour=style.colour, logo=style.logo_sha256)


def _office(authority: Authority) -> OfficeRecord:
    return OfficeRecord(authority.name, authority.postal_address, authority.email, authority.phone)


def area_lines(session: Session, case: FoundingCase) -> tuple[str, ...]:
    """The area of a case in words: its streets, one line each, or how far it reaches."""
    rows = session.scalars(
        select(StreetSegment).where(StreetSegment.area_id == case.area_id).order_by(StreetSegment.id)
    )
    streets = tuple(describe_segment(row.as_rule, row.street.name) for row in rows)
    return describe_area(case.area.scope, case.municipality.name, streets)


def in_words(objectives: Iterable[str]) -> tuple[str, ...]:
    """Objectives as they are printed."""
    return tuple(OBJECTIVES.get(code, code) for code in objectives)


def request_of(session: Session, case: FoundingCase) -> FoundingRequest:
    """The founding request of a case."""
    return session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case.id)).one()


def entry_about(session: Session, case: FoundingCase, sequence: int) -> JournalEntry:
    """The journal entry with this sequence."""
    return session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.sequence == sequence)
    ).one()


def heads_of(session: Session, case: FoundingCase, on: date) -> tuple[OfficialRecord, ...]:
    """Mayor and chief of police on that day, as they sign; who is not there is left out."""
    wanted = ((Role.MAYOR, "burgemeester"), (Role.POLICE_CHIEF, "korpschef"))
    found = ((name, holder_of(session, case, role, on)) for role, name in wanted)
    return tuple(OfficialRecord(person, name) for name, person in found if person)


def holder_of(session: Session, case: FoundingCase, role: Role, on: date) -> str:
    """The name of who held a function here on that day; empty: nobody."""
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
