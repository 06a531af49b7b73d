"""A running charter moves to a newer standing text: people's words stay; where both changed the same, they choose."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.charter import CharterSection
from models.operations.cases.acting import Taken, proceed, record, take
from models.operations.charters.drafting_charter import draft_of
from models.operations.charters.keeping_sections import keep_content
from models.operations.charters.saving_sections import section_of
from models.queries.charters.standing_texts import NewerStanding, fingerprint_of_all, newer_standing
from models.rules.access import Actor
from models.rules.charter_content import checked_content
from models.rules.charter_sections import Field
from models.rules.refusals import Invalid, Stale

CHOICES = ("new", "ours")  # where both changed the same words: the newer standing text, or what stands in the section


def move_to_standing(session: Session, case_id: int, by: Actor, at: datetime, *, section: str, revision: int,
                     fingerprint: str, choice: str = "", seen: str = "") -> CharterSection:  # fmt: skip
    """Move one section to the text with this fingerprint (`NewerStanding.fingerprint`).

    Raises Stale when somebody saved the section or wrote another standing text meanwhile, or there is nothing newer;
    Invalid (at 'choice') where people must choose and did not.
    """
    taken = take(session, case_id, "edit_charter", by, seen=seen)
    row = section_of(session, taken, section)
    if revision != row.revision:
        raise Stale("section_saved_meanwhile", "Iemand anders bewaarde dit onderdeel intussen. Kijk het opnieuw na.")
    newer = next((one for one in _newer(session, taken) if one.section.code == section), None)
    if newer is None:
        raise Stale("no_newer_standing", "Dit onderdeel heeft de nieuwste standaardtekst al.")
    if newer.fingerprint != fingerprint:
        raise Stale("other_standing", "De standaardtekst is intussen weer veranderd. Kijk opnieuw wat er nieuw is.")
    if newer.merged.conflicts and choice not in CHOICES:
        raise Invalid("no_choice", "Kies welke tekst u houdt.", "choice")
    _move(session, taken, row, newer, choice, by, at)
    proceed(session, taken.case, taken.settings, at)
    return row


def move_all_to_standing(session: Session, case_id: int, by: Actor, at: datetime, *, fingerprint: str,
                         seen: str = "") -> int:  # fmt: skip
    """Move every section in which nobody needs to choose, to the texts with this fingerprint (`fingerprint_of_all`).
    Returns how many. Raises Stale when another standing text was written meanwhile."""
    taken = take(session, case_id, "edit_charter", by, seen=seen)
    charter = draft_of(session, taken)
    rows = {row.code: row for row in charter.sections}
    opened = charter.open_sections
    moved = [one for one in _newer(session, taken) if not one.merged.conflicts]
    moved = [one for one in moved if opened is None or one.section.code in opened]
    if fingerprint_of_all(moved) != fingerprint:
        raise Stale("other_standing", "De standaardtekst is intussen weer veranderd. Kijk opnieuw wat er nieuw is.")
    for one in moved:
        _move(session, taken, rows[one.section.code], one, "", by, at)
    proceed(session, taken.case, taken.settings, at)
    return len(moved)


def _newer(session: Session, taken: Taken) -> tuple[NewerStanding, ...]:
    return newer_standing(session, taken.case, draft_of(session, taken))


def _move(session: Session, taken: Taken, row: CharterSection, newer: NewerStanding, choice: str, by: Actor,
          at: datetime) -> None:  # fmt: skip
    content = dict(newer.merged.content)
    if choice == "ours":
        content |= {_key(one): row.content.get(_key(one)) for one in newer.section.fields
                    if one.label in newer.merged.conflicts}  # fmt: skip
    content = checked_content(row.code, content)
    if content != row.content:
        keep_content(session, row, content, by, at)
    row.standing = newer.after
    record(session, taken.case, "section:standing_moved", by, at, taken.function, section=newer.section.title,
           code=row.code, revision=row.revision)  # fmt: skip
    session.flush()


def _key(one: Field) -> str:
    return f"{one.code}_cents" if one.kind == "money" else one.code
