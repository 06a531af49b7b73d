"""The own standing texts of authorities for the charter, and what they mean for one that is being written."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.authority_text import AuthorityText
from models.case import FoundingCase
from models.charter import Charter, CharterSection
from models.clock import BELGIUM, day_of
from models.queries.authorities.authority_look import text_versions, texts_in_force
from models.queries.cases.facts import settings_of
from models.queries.evenings.evenings import all_evenings, last_deciding
from models.rules import charter_template_fr as french
from models.rules.charter_content import read_content
from models.rules.charter_merging import Merged, merge
from models.rules.charter_sections import SECTION, Section
from models.rules.charter_template import Names
from models.rules.procedure_settings import ProcedureSettings
from models.rules.standing_texts import KIND, STANDING, text_at, with_own_texts, with_texts

Contents = dict[str, dict[str, Any]]


def standing_layers(session: Session, authority_ids: Sequence[int | None]) -> list[dict[str, str]]:
    """Per authority, in the order given, its own texts per 'section.field'."""
    return [
        {part: row.text for part, row in texts_in_force(session, number, KIND).items()}
        for number in authority_ids
        if number is not None
    ]


def section_versions(session: Session, authority_id: int, section: str) -> list[AuthorityText]:
    """All versions of the fields of one section, the newest first."""
    return [row for row in text_versions(session, authority_id, KIND) if row.part.partition(".")[0] == section]


def newest_of(versions: Sequence[AuthorityText]) -> dict[str, AuthorityText]:
    """Per field of the section the version that holds."""
    return {row.part.partition(".")[2]: row for row in reversed(versions)}


def zone_name(case: FoundingCase) -> str:
    """The police zone as it is printed."""
    if case.municipality.zone:
        return case.municipality.zone.name
    return "la police locale" if case.document_language == "fr" else "de lokale politie"


def standing_contents_of(session: Session, case: FoundingCase, settings: ProcedureSettings) -> Contents:
    """The standing text of each section as it would stand in a charter of this case that begins now."""
    names = Names(case.name, case.municipality.name, zone_name(case), settings.circular)
    layers = standing_layers(session, (case.municipality_id, case.zone_id))
    contents = with_own_texts(names, layers, case.document_language)
    contents["legal_basis"]["text"] += _approved_by_meeting(session, case)
    return contents


def standing_parts(contents: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Per section the texts in these contents that are standing text, as a section keeps them."""
    return {
        code: {one.code: text_at(kept, one.code) for one in fields}
        for code, fields in STANDING.items()
        if (kept := read_content(code, contents.get(code) or {})[0])
    }


def _approved_by_meeting(session: Session, case: FoundingCase) -> str:
    """The evenings that had the last word on each approval, as the gate reads them."""
    held = [one for one in all_evenings(session, case.id) if one.state == "held"]
    deciding = {last_deciding(held, what) for what in ("network", "objectives", "steering_group")}
    if None in deciding:
        return ""
    days = [f"{one.starts_at.astimezone(BELGIUM):%d/%m/%Y}" for one in held if one in deciding]
    if case.document_language == "fr":
        return french.approved_on(days)
    evenings = f"de infoavond van {days[0]}" if len(days) == 1 else f"de infoavonden van {' en '.join(days)}"
    return (
        f"\n\nOp {evenings} keurden de aanwezige bewoners het BIN, de doelstellingen en de leden "
        "van de stuurgroep goed."
    )


@dataclass(frozen=True)
class NewerStanding:
    """A section whose standing text is another one by now. `before` and `after`: the two texts by field; `merged`: what
    would become of the section, with the labels of the fields in which people must choose."""

    section: Section
    before: dict[str, str]
    after: dict[str, str]
    merged: Merged

    @property
    def fingerprint(self) -> str:
        """Of the newer text: who follows it follows what they looked at (sha256 in hex)."""
        return hashlib.sha256(json.dumps(self.after, sort_keys=True).encode()).hexdigest()


def newer_standing(session: Session, case: FoundingCase, charter: Charter) -> tuple[NewerStanding, ...]:
    """The sections of a draft that could move to a newer standing text."""
    now = standing_parts(standing_contents_of(session, case, settings_of(case)))
    found = (newer_for(row, now.get(row.code)) for row in charter.sections)
    return tuple(one for one in found if one is not None)


def fingerprint_of_all(newer: Iterable[NewerStanding]) -> str:
    """Of the newer texts that can be followed without a choice."""
    prints = [one.fingerprint for one in newer if not one.merged.conflicts]
    return hashlib.sha256(" ".join(prints).encode()).hexdigest()


def newer_for(row: CharterSection, after: dict[str, str] | None) -> NewerStanding | None:
    """What the newer text means for one section; None where it began with it, or where that is not known."""
    if row.standing is None or after is None:
        return None
    # A section that began before a field had a standing text keeps its own words there.
    after = {field: text for field, text in after.items() if field in row.standing}
    if row.standing == after:
        return None
    shape = SECTION[row.code]
    merged = merge(shape, with_texts(row.content, row.standing), row.content, with_texts(row.content, after))
    return NewerStanding(shape, row.standing, after, merged)


def began_with(session: Session, case: FoundingCase) -> tuple[tuple[str, date], ...]:
    """Whose own texts the charter of this case began with, and of which day; empty: ours alone."""
    began_at = session.scalar(select(func.min(Charter.created_at)).where(Charter.case_id == case.id))
    found: list[tuple[str, date]] = []
    written: set[str] = set()
    for number in (case.municipality_id, case.zone_id):
        if number is None:
            continue
        rows = session.scalars(
            select(AuthorityText)
            .where(AuthorityText.authority_id == number, AuthorityText.kind == KIND, AuthorityText.saved_at <= began_at)
            .order_by(AuthorityText.version)
        ).all()
        held = [row for row in {row.part: row for row in rows}.values() if row.text and row.part not in written]
        written |= {row.part for row in held}
        if held:
            found.append((session.get_one(Authority, number).name, day_of(max(row.saved_at for row in held))))
    return tuple(found)
