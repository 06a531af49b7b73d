"""What stood in the sections of a charter, who writes in them now, and what they could not keep yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.charter import Charter, CharterSection, SectionSave, SectionWriting
from models.person import Person

PAUSE = timedelta(minutes=30)  # who saves again within it still writes the same: one entry of journal and history
HERE = timedelta(seconds=40)  # who has a section open tells it every fifteen seconds


@dataclass(frozen=True)
class SaveLine:
    """What stood in a section at the end of one writing. `saved_by` empty: the text that the version began with;
    `suggested_by`: whose suggestion was taken over."""

    id: int
    version: int
    saved_by: str
    saved_at: datetime
    content: dict[str, Any]
    is_present: bool
    suggested_by: str = ""


def section_ids(session: Session, case_id: int, code: str) -> list[int]:
    """A section in each version of a case's charter, the newest first."""
    return list(
        session.scalars(
            select(CharterSection.id)
            .join(Charter, Charter.id == CharterSection.charter_id)
            .where(Charter.case_id == case_id, CharterSection.code == code)
            .order_by(Charter.version.desc())
        )
    )


def saves_between_pauses(session: Session, ids: Collection[int]) -> list[SectionSave]:
    """The last save of each writing in these sections, oldest first per section."""
    rows = session.scalars(
        select(SectionSave)
        .where(SectionSave.section_id.in_(ids))
        .order_by(SectionSave.section_id, SectionSave.revision)
    ).all()
    return [row for row, following in zip_longest(rows, rows[1:]) if not _goes_on(row, following)]


def _goes_on(row: SectionSave, following: SectionSave | None) -> bool:
    return (
        following is not None
        and following.section_id == row.section_id
        and following.saved_by_id == row.saved_by_id
        and row.suggested_by_id is None  # whose words they were stays to be read
        and following.suggested_by_id is None
        and following.saved_at - row.saved_at < PAUSE
    )


def history_of(session: Session, case_id: int, code: str) -> list[SaveLine]:
    """All that stood in a section, the newest first; empty while nobody changed the text that it began with."""
    ids = section_ids(session, case_id, code)
    versions = dict(session.execute(
        select(CharterSection.id, Charter.version)
        .join(Charter, Charter.id == CharterSection.charter_id)
        .where(CharterSection.id.in_(ids))
    ).all())  # fmt: skip
    saves = saves_between_pauses(session, ids)
    names = dict(session.execute(
        select(Person.id, Person.name).where(Person.id.in_(_who(saves)))
    ).all())  # fmt: skip
    newest = max((one.revision for one in saves if ids and one.section_id == ids[0]), default=None)
    lines = [
        SaveLine(one.id, versions[one.section_id], names.get(one.saved_by_id or 0, ""), one.saved_at, one.content,
                 one.section_id == ids[0] and one.revision == newest, names.get(one.suggested_by_id or 0, ""))
        for one in saves
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (one.version, one.saved_at, one.id), reverse=True)


def _who(saves: Collection[SectionSave]) -> set[int]:
    return {number for one in saves for number in (one.saved_by_id, one.suggested_by_id) if number is not None}


def others_writing(session: Session, section_id: int, person_id: int | None, at: datetime) -> list[str]:
    """The names of who else has this section open."""
    return list(
        session.scalars(
            select(Person.name)
            .join(SectionWriting, SectionWriting.person_id == Person.id)
            .where(SectionWriting.section_id == section_id, SectionWriting.seen_at > at - HERE)
            .where(SectionWriting.person_id != person_id)
            .order_by(Person.name)
        )
    )


def who_is_where(session: Session, charter_id: int, at: datetime) -> dict[str, list[str]]:
    """Per code of a section the names of who has it open."""
    rows = session.execute(
        select(CharterSection.code, Person.name)
        .join(SectionWriting, SectionWriting.section_id == CharterSection.id)
        .join(Person, Person.id == SectionWriting.person_id)
        .where(CharterSection.charter_id == charter_id, SectionWriting.seen_at > at - HERE)
        .order_by(Person.name)
    )
    found: dict[str, list[str]] = {}
    for code, name in rows:
        found.setdefault(code, []).append(name)
    return found


def typed_and_not_kept(session: Session, section_id: int, person_id: int | None) -> Sequence[Sequence[str]]:
    """Names and values of the form that somebody typed and that could not be kept yet; empty: nothing waits."""
    return (
        session.scalar(
            select(SectionWriting.typed).where(
                SectionWriting.section_id == section_id, SectionWriting.person_id == person_id
            )
        )
        or ()
    )
