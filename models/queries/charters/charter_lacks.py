"""What a charter lacks and what in it is unusual or contradictory, with what the case knows held beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter, CharterReason
from models.mandate import Mandate
from models.person import Person
from models.queries.requests.areas import segments_of
from models.queries.streets.streets_by_name import street_labels
from models.rules.access import STEERING_GROUP
from models.rules.charter_completeness import Lack, lacks_of
from models.rules.charter_consistency import Around, can_contradict, contradictions_of
from models.rules.charter_sections import SECTION, SECTIONS

Contents = Mapping[str, Mapping[str, Any]]


def around_charter(session: Session, case: FoundingCase, area_content: Mapping[str, Any], on: date) -> Around:
    """What the charter of this case is held against; `area_content`: the content of its section 'area'."""
    agreed = segments_of(session, case.area_id)
    written = {row.get("street_id") for row in area_content.get("segments") or ()} - {None}
    seats = session.execute(
        select(Mandate.role, Person.name)
        .join(Person, Mandate.person_id == Person.id)
        .where(Mandate.case_id == case.id, Mandate.role.in_(STEERING_GROUP), Mandate.until.is_(None))
    ).all()
    streets = street_labels(session, case.municipality_id, {segment.street for segment in agreed} | written)
    return Around(agreed, streets, tuple((row.role, row.name or "") for row in seats), on)


def lacks_found(session: Session, case: FoundingCase, contents: Contents, on: date) -> dict[str, tuple[Lack, ...]]:
    """Per section code everything that it lacks, that is unusual in it, or that contradicts something else."""
    around = around_charter(session, case, contents.get("area") or {}, on)
    return {
        one.code: lacks_of(one, contents.get(one.code) or {})
        + contradictions_of(one.code, contents.get(one.code) or {}, around)
        for one in SECTIONS
    }


def lacks_in(session: Session, case: FoundingCase, code: str, content: Mapping[str, Any], on: date) -> tuple[Lack, ...]:
    """The same for one section, while somebody writes it."""
    found = lacks_of(SECTION[code], content)
    if not can_contradict(code):
        return found
    around = around_charter(session, case, content if code == "area" else {}, on)
    return found + contradictions_of(code, content, around)


def unusual_in(session: Session, case: FoundingCase, charter: Charter, on: date) -> tuple[Lack, ...]:
    """What needs a reason before the text is frozen, in the order of the sections."""
    found = lacks_found(session, case, {row.code: row.content for row in charter.sections}, on)
    return tuple(lack for one in SECTIONS for lack in found[one.code] if not lack.blocks)


def suggested_reasons(session: Session, case_id: int) -> dict[str, str]:
    """By key what was written for the same unusual thing in an earlier version, the last one."""
    rows = session.scalars(
        select(CharterReason).join(Charter).where(Charter.case_id == case_id).order_by(CharterReason.id)
    )
    return {f"{row.section}-{row.code}": row.reason for row in rows}


def reasons_of(session: Session, charter_id: int) -> tuple[CharterReason, ...]:
    """Why what is unusual in this version may stay, as written when it was frozen (last)."""
    rows = session.scalars(
        select(CharterReason).where(CharterReason.charter_id == charter_id).order_by(CharterReason.id)
    )
    return tuple(rows)
