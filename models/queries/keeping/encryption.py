"""What is encrypted in the database, and whether the keys that there are open it: read only."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assignment import Note
from models.encryption import Keyring, from_text, keyring
from models.person import Person
from models.rules.refusals import KeyUnavailable
from models.settings import settings
from models.zone_key import ZoneKey

_HAS_APP = select(Person.id, Person.totp_secret).where(Person.totp_secret.is_not(None))


@dataclass(frozen=True)
class KeysSeen:
    """`problem`: empty when the keys can be read. `mark`: of the newest. `closed`: keys of zones and secrets of apps
    that none of them opens. `is_private`: nobody but its owner can read the file."""

    problem: str
    mark: str
    closed: int
    is_private: bool


def keys_seen(session: Session) -> KeysSeen:
    """How things are with the keys of this installation."""
    try:
        ring = keyring()
    except KeyUnavailable as problem:
        return KeysSeen(problem.sentence, "", 0, is_private=True)
    is_private = settings().keys_file.stat().st_mode & 0o077 == 0
    return KeysSeen("", ring.marks[0], sum(1 for _ in closed_to(session, ring)), is_private)


def closed_to(session: Session, ring: Keyring) -> Iterator[str]:
    """What these keys do not open, as lines for who runs Binstart: no names, no content."""
    for key in session.scalars(select(ZoneKey).order_by(ZoneKey.id)):
        try:
            zone_keyring(key, ring)
        except KeyUnavailable:
            yield f"key {key.id} of police zone {key.zone_id}"
    yield from _closed_apps(session, ring)


def _closed_apps(session: Session, ring: Keyring) -> Iterator[str]:
    for person_id, closed in session.execute(_HAS_APP.order_by(Person.id)):
        try:
            app_secret(person_id, closed or "", ring)
        except KeyUnavailable:
            yield f"app for codes of person {person_id}"


def zone_keyring(key: ZoneKey, ring: Keyring) -> Keyring:
    """The key of a zone, opened. Raises KeyUnavailable."""
    return Keyring((from_text(ring.decrypt(key.wrapped, about_zone(key.zone_id))),))


def app_secret(person_id: int, closed: str, ring: Keyring) -> str:
    """The secret of an app for codes. Raises KeyUnavailable."""
    return ring.decrypt(closed, about_app(person_id))


def about_zone(zone_id: int) -> str:
    """Where the key of a zone belongs."""
    return f"key of zone {zone_id}"


def about_app(person_id: int) -> str:
    """Where the secret of an app for codes belongs."""
    return f"app for codes of person {person_id}"


def about_note(case_id: int, author_id: int) -> str:
    """Where a note of the police belongs."""
    return f"note of case {case_id} by person {author_id}"


def note_text(note: Note, zone_id: int | None, ring: Keyring) -> str:
    """What a note of the police says, for who works at this zone. Raises KeyUnavailable, also for one that another zone
    wrote."""
    if note.zone_key is None or note.encrypted is None or note.zone_key.zone_id != zone_id:
        raise KeyUnavailable("other_zone", "Een andere politiezone schreef deze nota.")
    return zone_keyring(note.zone_key, ring).decrypt(note.encrypted, about_note(note.case_id, note.author_id))


def is_anything_encrypted(session: Session) -> bool:
    """Whether a key is needed at all."""
    return session.scalar(select(ZoneKey.id).limit(1)) is not None or session.scalar(_HAS_APP.limit(1)) is not None


def can_check_codes(session: Session) -> bool:
    """Whether codes of all apps can be checked: the same for everybody who asks, so that it tells nothing of one."""
    try:
        return not any(_closed_apps(session, keyring()))
    except KeyUnavailable:
        return session.scalar(_HAS_APP.limit(1)) is None
