"""Who has a case in hand, who the colleagues are, and what one side noted: read only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.assignment import Assignment, Mention, Note
from models.case import FoundingCase
from models.encryption import keyring
from models.mandate import Mandate
from models.person import Person
from models.queries.keeping.encryption import note_text
from models.rules.refusals import KeyUnavailable
from models.rules.sides import ROLES_OF_SIDE


@dataclass(frozen=True)
class WrittenNote:
    """One note with who wrote it and whom it mentions. `text`: None where the key that opens it is not there."""

    side: str
    author: str
    text: str | None
    written_at: datetime
    mentioned: tuple[str, ...]


def assignments_of(session: Session, case_id: int) -> dict[str, Assignment]:
    """Per side who has the case in hand now."""
    return {one.side: one for one in session.scalars(select(Assignment).where(Assignment.case_id == case_id))}


def colleagues(session: Session, case: FoundingCase, side: str, on: date) -> Sequence[Person]:
    """Everybody who works on this case on one side that day, by name."""
    authority_id = case.zone_id if side == "police" else case.municipality_id
    counts = (Mandate.since <= on) & or_(Mandate.until.is_(None), Mandate.until >= on)
    roles = [role.value for role in ROLES_OF_SIDE[side]]
    held = select(Mandate.person_id).where(Mandate.authority_id == authority_id, Mandate.role.in_(roles), counts)
    return session.scalars(
        select(Person).where(Person.id.in_(held), Person.is_active).order_by(Person.name, Person.id)
    ).all()


def notes_of(session: Session, case_id: int, sides: Collection[str]) -> tuple[WrittenNote, ...]:
    """The notes of these sides, the newest first. Pass the sides of who asks: no other side may read them."""
    notes = session.scalars(
        select(Note)
        .where(Note.case_id == case_id, Note.side.in_(sides))
        .where(or_(Note.text.is_not(None), Note.encrypted.is_not(None)))  # of a case that was erased nothing is left
        .order_by(Note.id.desc())
    ).all()
    mentioned: dict[int, list[str]] = {}
    for one in session.scalars(select(Mention).where(Mention.note_id.in_([note.id for note in notes]))):
        mentioned.setdefault(one.note_id, []).append(one.person.name)
    zone_id = session.scalar(select(FoundingCase.zone_id).where(FoundingCase.id == case_id))
    return tuple(
        WrittenNote(note.side, note.author.name, _text(note, zone_id), note.written_at,
                    tuple(mentioned.get(note.id, ())))
        for note in notes
    )  # fmt: skip


def _text(note: Note, zone_id: int | None) -> str | None:
    if note.side == "municipality":
        return note.text
    try:
        return note_text(note, zone_id, keyring())
    except KeyUnavailable:
        return None


def is_mentioned(session: Session, case_id: int, person_id: int | None) -> bool:
    """Whether a note waits for this person to be seen."""
    waiting = select(Mention.id).where(
        Mention.case_id == case_id, Mention.person_id == person_id, Mention.seen_at.is_(None)
    )
    return session.scalars(waiting).first() is not None
