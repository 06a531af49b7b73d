"""Who tries: a browser in which this person signed in before, or anybody. Both are counted, but never together.

The bad story: somebody who dislikes the mayor types wrong passwords and asks mails all day, from a hundred addresses,
and the mayor can't sign in on the evening of the vote. A browser that the mayor used before goes on as if nothing
happened; strangers are slowed down per address and account, per account, and per address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.known_device import KnownDevice
from models.operations.accounts.attempts import count_attempt, forgive_last, require_below_limit
from models.operations.accounts.web_sessions import hashed
from models.person import Person

KNOWN_FOR = timedelta(days=180)  # since it was last used


@dataclass(frozen=True)
class Trier:
    """Who tries to get into the account with this address. `caller`: their network address; `device_id`: the browser,
    where its owner signed in in it before."""

    email: str
    caller: str
    device_id: int | None = None

    @property
    def subject(self) -> str:
        """Under what tries are counted."""
        return f"{self.email} device {self.device_id}" if self.device_id is not None else f"{self.email} {self.caller}"


def who_tries(session: Session, email: str, caller: str, device: str, at: datetime) -> Trier:
    """`device`: the secret of the browser's cookie, perhaps empty or invented."""
    if not device:
        return Trier(email, caller)
    found = session.scalars(
        select(KnownDevice.id)
        .join(Person, Person.id == KnownDevice.person_id)
        .where(KnownDevice.token_hash == hashed(device), Person.email == email, KnownDevice.expires_at > at)
    ).one_or_none()
    return Trier(email, caller, found)


def remember_device(session: Session, person_id: int, device: str, at: datetime) -> None:
    """This person signed in in this browser."""
    row = session.scalars(
        select(KnownDevice).where(KnownDevice.token_hash == hashed(device), KnownDevice.person_id == person_id)
    ).one_or_none()
    if row is None:
        row = KnownDevice(token_hash=hashed(device), person_id=person_id)
        session.add(row)
    row.used_at, row.expires_at = at, at + KNOWN_FOR
    session.flush()


def forget_devices_of(session: Session, person_id: int) -> None:
    """No browser of this person is known any more."""
    session.execute(delete(KnownDevice).where(KnownDevice.person_id == person_id))


def forget_old_devices(session: Session, before: datetime) -> int:
    """Delete those that expired before a moment. Returns how many."""
    return len(
        session.scalars(delete(KnownDevice).where(KnownDevice.expires_at < before).returning(KnownDevice.id)).all()
    )


def count_strangers(session: Session, trier: Trier, kinds: dict[str, str], at: datetime) -> None:
    """Count one more try of a stranger under each kind and its subject; raises TooManyAttempts first. A known device is
    not counted: what strangers do never stops it."""
    if trier.device_id is not None:
        return
    for kind, subject in kinds.items():
        require_below_limit(session, kind, subject, at)
    for kind, subject in kinds.items():
        count_attempt(session, kind, subject, at)


def forgive_stranger(session: Session, trier: Trier, kinds: dict[str, str]) -> None:
    """They were who they said to be: their last try is not held against the account and the address."""
    if trier.device_id is None:
        for kind, subject in kinds.items():
            forgive_last(session, kind, subject)
