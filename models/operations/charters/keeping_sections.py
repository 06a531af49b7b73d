"""How the content of a section is kept: the text that stands, and every text that stood."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.charter import Charter, CharterSection, SectionSave
from models.rules.access import Actor


def keep_content(session: Session, row: CharterSection, content: dict[str, Any], by: Actor, at: datetime,
                 sent: dict[str, Any] | None = None, suggested_by_id: int | None = None) -> None:  # fmt: skip
    """Let a content stand. What stood before stays in the history; who said that the section is ready says it anew.

    `sent`: what the writer sent, where others' words were merged into it. It gets the revision before, as the ground on
    which what they type on is merged again. `suggested_by_id`: whose words they took over.
    """
    if saved_at_revision(session, row, row.revision) is None:  # the text that it began with
        began_at = session.get_one(Charter, row.charter_id).created_at
        _put(session, row, row.saved_by_id, row.saved_at or began_at, row.content)
    if content != row.content:
        row.ready_at = None
    if sent is not None and sent != content:
        row.revision += 1
        _put(session, row, by.person_id, at, sent)
    row.content = content
    row.revision += 1
    row.saved_by_id, row.saved_at = by.person_id, at
    _put(session, row, by.person_id, at, content, suggested_by_id)


def _put(session: Session, row: CharterSection, by_id: int | None, at: datetime, content: dict[str, Any],
         suggested_by_id: int | None = None) -> None:  # fmt: skip
    session.add(SectionSave(section_id=row.id, revision=row.revision, content=content, saved_by_id=by_id, saved_at=at,
                            suggested_by_id=suggested_by_id))  # fmt: skip


def saved_at_revision(session: Session, row: CharterSection, revision: int) -> SectionSave | None:
    """What stood in a section after the save with this number; None: it was thinned out, or never was."""
    return session.scalars(
        select(SectionSave).where(SectionSave.section_id == row.id, SectionSave.revision == revision)
    ).one_or_none()
