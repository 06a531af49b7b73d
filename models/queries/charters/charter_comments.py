"""What people said about the charter: at which piece of a section each comment stands now, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.charter import Charter
from models.charter_comment import CharterComment
from models.person import Person
from models.rules.charter_paragraphs import Paragraph, paragraphs_of, place_of
from models.rules.charter_sections import SECTION, Section


@dataclass(frozen=True)
class AnswerLine:
    """One answer to a comment."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CommentLine:
    """A comment with its answers. `place`: the number of its piece today, None when that is gone; `is_changed`: the
    piece has other words by now; `version`: the one about which it was written; `outcome` empty: it is open."""

    id: int
    section: Section
    field: str
    quote: str
    text: str
    suggestion: str
    by: str
    by_id: int
    at: datetime
    version: int
    outcome: str
    settled_by: str
    settled_at: datetime | None
    answers: tuple[AnswerLine, ...]
    place: int | None
    is_changed: bool


@dataclass(frozen=True)
class Discussed:
    """A piece of a section with what is said about it. `number`: its place in the section."""

    number: int
    piece: Paragraph
    comments: tuple[CommentLine, ...]


def comments_on(session: Session, case_id: int, section: Section, content: Mapping[str, Any]) -> list[CommentLine]:
    """Everything that was said about a section, in whatever version, oldest first."""
    rows = session.execute(
        select(CharterComment, Charter.version)
        .join(Charter, Charter.id == CharterComment.charter_id)
        .where(CharterComment.case_id == case_id, CharterComment.section == section.code)
        .options(selectinload(CharterComment.answers))
        .order_by(CharterComment.id)
    ).all()
    if not rows:
        return []
    names = _names(session, [row for row, _version in rows])
    paragraphs = paragraphs_of(section, content)
    return [_line(row, version, names, paragraphs) for row, version in rows]


def _line(row: CharterComment, version: int, names: Mapping[int | None, str],
          paragraphs: tuple[Paragraph, ...]) -> CommentLine:  # fmt: skip
    place = place_of(paragraphs, row.field, row.quote)
    answers = tuple(AnswerLine(one.text, names.get(one.written_by_id, ""), one.written_at) for one in row.answers)
    return CommentLine(
        row.id, SECTION[row.section], row.field, row.quote, row.text, row.suggestion, names.get(row.written_by_id, ""),
        row.written_by_id, row.written_at, version, row.outcome, names.get(row.settled_by_id, ""), row.settled_at,
        answers, place.index, place.is_changed,
    )  # fmt: skip


def _names(session: Session, rows: list[CharterComment]) -> dict[int | None, str]:
    ids = {number for row in rows for number in (row.written_by_id, row.settled_by_id)}
    ids |= {answer.written_by_id for row in rows for answer in row.answers}
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids - {None})))
    return {row.id: row.name or "" for row in found}


def discussed(section: Section, content: Mapping[str, Any], lines: list[CommentLine]) -> tuple[Discussed, ...]:
    """The pieces of a section in order, each with its open comments."""
    pieces = enumerate(paragraphs_of(section, content))
    return tuple(
        Discussed(number, piece, tuple(one for one in lines if one.place == number and not one.outcome))
        for number, piece in pieces
    )


def open_comments(session: Session, case_id: int) -> dict[str, int]:
    """How many comments are open, by the code of the section; only sections that have some."""
    rows = session.execute(
        select(CharterComment.section, func.count())
        .where(CharterComment.case_id == case_id, CharterComment.outcome == "")
        .group_by(CharterComment.section)
    )
    return {row[0]: row[1] for row in rows}
