"""The key of a police zone: made with its first note, rotated, and begun anew when the keys of the installation are
lost. Nothing of it is in a journal: who holds which key is told by the command that does it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.assignment import Note
from models.encryption import Keyring, as_text, keyring, new_key
from models.person import Person
from models.queries.keeping.encryption import (
    about_app,
    about_note,
    about_zone,
    app_secret,
    closed_to,
    zone_keyring,
)
from models.rules.refusals import KeyUnavailable
from models.zone_key import ZoneKey

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def encrypt_note(session: Session, text: str, case_id: int, author_id: int, zone_id: int,
                 at: datetime) -> tuple[str, int]:  # fmt: skip
    """The text of a note with the key of the zone, and the number of that key. Raises KeyUnavailable."""
    key = zone_key_in_use(session, zone_id, keyring(), at)
    return zone_keyring(key, keyring()).encrypt(text, about_note(case_id, author_id)), key.id


def zone_key_in_use(session: Session, zone_id: int, ring: Keyring, at: datetime) -> ZoneKey:
    """The key of a zone with which is written now; made when there is none. Two who need the first at once share it."""
    in_use = select(ZoneKey).where(ZoneKey.zone_id == zone_id, ZoneKey.retired_at.is_(None))
    if (found := session.scalars(in_use).one_or_none()) is not None:
        return found
    insert = _INSERTS[session.get_bind().dialect.name]
    wrapped = ring.encrypt(as_text(new_key()), about_zone(zone_id))
    session.execute(insert(ZoneKey).values(zone_id=zone_id, wrapped=wrapped, made_at=at).on_conflict_do_nothing())
    return session.scalars(in_use).one()


def rotate(session: Session, ring: Keyring, at: datetime) -> int:
    """Everything is encrypted with the newest key of the ring, and each zone gets a new key. What can't be read stays
    as it is. Returns how many notes and secrets were written anew.

    A zone's former key stays until the next time: a note that somebody wrote meanwhile may still need it.
    """
    is_unused = ~exists().where(Note.zone_key_id == ZoneKey.id)
    session.execute(delete(ZoneKey).where(ZoneKey.retired_at.is_not(None), is_unused))
    former = _opened(session, ring)
    session.execute(update(ZoneKey).where(ZoneKey.id.in_(former)).values(retired_at=at))
    for key, opened in former.values():
        key.wrapped = ring.encrypt(as_text(opened.keys[0]), about_zone(key.zone_id))
    session.flush()
    return _notes_anew(session, former, ring, at) + _secrets_anew(session, ring)


def begin_anew(session: Session, ring: Keyring, at: datetime) -> int:
    """The keys of the installation are lost: what they closed stays closed, and what comes is encrypted with these.
    Returns how many keys and secrets stay closed."""
    closed = list(closed_to(session, ring))
    readable = set(_opened(session, ring))
    in_use = session.scalars(select(ZoneKey).where(ZoneKey.retired_at.is_(None))).all()
    for key in in_use:
        if key.id not in readable:
            key.retired_at = at
    session.flush()
    return len(closed)


def _opened(session: Session, ring: Keyring) -> dict[int, tuple[ZoneKey, Keyring]]:
    found = {}
    for key in session.scalars(select(ZoneKey).order_by(ZoneKey.id).with_for_update()):
        try:
            found[key.id] = (key, zone_keyring(key, ring))
        except KeyUnavailable:
            continue
    return found


def _notes_anew(session: Session, former: dict[int, tuple[ZoneKey, Keyring]], ring: Keyring, at: datetime) -> int:
    count = 0
    for note in session.scalars(
        select(Note).where(Note.zone_key_id.in_(former), Note.encrypted.is_not(None)).order_by(Note.id)
    ):
        key, opened = former[note.zone_key_id or 0]
        about = about_note(note.case_id, note.author_id)
        present = zone_key_in_use(session, key.zone_id, ring, at)
        try:
            text = opened.decrypt(note.encrypted or "", about)
        except KeyUnavailable:
            continue
        note.encrypted, note.zone_key_id = zone_keyring(present, ring).encrypt(text, about), present.id
        count += 1
    session.flush()
    return count


def _secrets_anew(session: Session, ring: Keyring) -> int:
    count = 0
    for person in session.scalars(select(Person).where(Person.totp_secret.is_not(None)).with_for_update()):
        try:
            secret = app_secret(person.id, person.totp_secret or "", ring)
        except KeyUnavailable:
            continue
        person.totp_secret = ring.encrypt(secret, about_app(person.id))
        count += 1
    session.flush()
    return count
