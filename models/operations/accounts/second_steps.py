"""The second step of staff: codes to recover with, taking steps away, and showing one after a mail."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.operations.accounts.known_devices import forget_devices_of
from models.operations.accounts.noting_accounts import note_account
from models.operations.accounts.signing_in import CODE_SIGNS
from models.operations.accounts.web_sessions import end_web_sessions, hashed
from models.person import Person
from models.queries.accounts.people import must_show_second_step
from models.queries.accounts.second_steps import second_steps_of
from models.rules.access import Actor
from models.rules.refusals import Invalid
from models.second_step import Passkey, RecoveryCode

CODES = 10
LENGTH = 24  # signs of CODE_SIGNS: 120 bits; a plain hash is enough from 112 (ASVS 6.5.2)
OLD_LENGTH = 16  # of codes that were made before; they count until they are used or made anew
GROUP = 4


def new_recovery_codes(session: Session, person_id: int, by: Actor, at: datetime) -> list[str]:
    """Ten fresh codes, 'ABCD-EFGH-JKLM-NPQR-STUV-WXYZ', told this once; those of before are void. Raises Invalid
    without a second step, for which they would stand in."""
    if not second_steps_of(session, person_id).any:
        raise Invalid("no_second_step", "Stel eerst een app voor codes of een passkey in.")
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = ["".join(secrets.choice(CODE_SIGNS) for _ in range(LENGTH)) for _ in range(CODES)]
    session.add_all(RecoveryCode(person_id=person_id, code_hash=_hash(person_id, code)) for code in codes)
    note_account(session, person_id, "recovery_codes:made", by, at)
    session.flush()
    return ["-".join(code[i : i + GROUP] for i in range(0, LENGTH, GROUP)) for code in codes]


def use_recovery_code(session: Session, person: Person, typed: str, at: datetime) -> bool:
    """Whether this is a code of that person which was not used yet; from now on it is."""
    code = "".join(sign for sign in (typed or "").upper() if sign.isalnum())
    if len(code) not in (LENGTH, OLD_LENGTH):
        return False
    unused = update(RecoveryCode).where(
        RecoveryCode.person_id == person.id,
        RecoveryCode.code_hash == _hash(person.id, code),
        RecoveryCode.used_at.is_(None),
    )
    if session.scalar(unused.values(used_at=at).returning(RecoveryCode.id)) is None:
        return False
    note_account(session, person.id, "recovery_codes:used", Actor(person.id, person.name), at)
    return True


def remove_app(session: Session, person_id: int, by: Actor, at: datetime, keep_session: int | None) -> None:
    """Codes of the app count no more; other sessions end. Raises Invalid when it is the last second step and one is
    asked."""
    require_another(session, person_id, at)
    session.get_one(Person, person_id).totp_secret = None
    note_account(session, person_id, "second_step:removed", by, at, kind="app voor codes")
    end_web_sessions(session, person_id, but=keep_session)
    session.flush()


def require_another(session: Session, person_id: int, at: datetime) -> None:
    """Refuse to take the last second step away where an authority asks one. Raises Invalid."""
    steps = second_steps_of(session, person_id)
    if steps.has_app + steps.passkeys <= 1 and must_show_second_step(session, person_id, at.date()):
        sentence = "Uw gemeente of politiezone vraagt een tweede stap. Stel eerst een andere in."
        raise Invalid("last_second_step", sentence)


def wipe_second_steps(session: Session, person_id: int) -> None:
    """Take app, passkeys and codes away and end all sessions: the owner sets up a new one at the next sign-in."""
    person = session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()
    person.totp_secret = None
    for table in (Passkey, RecoveryCode):
        session.execute(delete(table).where(table.person_id == person_id))
    end_web_sessions(session, person_id)
    forget_devices_of(session, person_id)
    session.flush()


def _hash(person_id: int, code: str) -> str:
    return hashed(f"{person_id}:{code}")
