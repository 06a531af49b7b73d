"""Passkeys (WebAuthn, by py_webauthn): adding, naming and removing one, and signing in with it.

The device must ask its owner a PIN, finger or face each time (user verification): then a passkey is two factors.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from models.operations.accounts.attempts import count_attempt, require_below_limit
from models.operations.accounts.noting_accounts import note_account
from models.operations.accounts.second_steps import require_another
from models.operations.accounts.web_sessions import end_web_sessions, hashed
from models.person import Person
from models.queries.accounts.second_steps import passkeys_of
from models.rules.access import Actor
from models.rules.refusals import Invalid
from models.second_step import Passkey, PasskeyChallenge

VALID_FOR = timedelta(minutes=5)
MOST = 10  # passkeys of one person
NOT_ACCEPTED = "De passkey is niet aanvaard. Probeer het opnieuw, of gebruik een andere manier."
_MUST = UserVerificationRequirement.REQUIRED
# What reading an answer ends in that is none: other types than agreed, or lists in lists without end.
_NO_ANSWER = (WebAuthnException, ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True)
class Site:
    """For which site passkeys count: `name` its host, `origin` its address without a path."""

    name: str
    origin: str


def site_of(base_url: str) -> Site | None:
    """The site of an address; None for a bare network address, for which no browser makes passkeys."""
    parts = urlsplit(base_url)
    try:
        ip_address(parts.hostname or "")
    except ValueError:
        return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}") if parts.hostname else None
    return None


def begin_passkey(session: Session, person: Person, site: Site, browser: str, at: datetime) -> str:
    """What the browser needs to make a passkey, as JSON. Raises Invalid when there are too many already."""
    known = passkeys_of(session, person.id)
    if len(known) >= MOST:
        raise Invalid("too_many_passkeys", f"U hebt al {MOST} passkeys. Verwijder er eerst een.")
    handle = known[0].user_handle if known else secrets.token_urlsafe(32)
    challenge = _challenge(session, browser, at, person.id, handle)
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name="Binstart",
        user_name=person.email or person.name,
        user_id=base64url_to_bytes(handle),
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_MUST
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(k.credential_id)) for k in known],
    )
    return webauthn.options_to_json(options)


def add_passkey(session: Session, person_id: int, site: Site, browser: str, name: str, made: str, by: Actor,
                at: datetime, keep_session: int | None) -> Passkey:  # fmt: skip
    """Keep the passkey that a browser made; other sessions end. Raises Invalid."""
    asked = _take(session, made, browser, at, person_id)
    try:
        checked = webauthn.verify_registration_response(
            credential=made, expected_challenge=asked.challenge, expected_rp_id=site.name,
            expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
    except _NO_ANSWER as error:
        raise Invalid("passkey_refused", NOT_ACCEPTED) from error
    credential_id = bytes_to_base64url(checked.credential_id)
    if session.scalars(select(Passkey.id).where(Passkey.credential_id == credential_id)).first() is not None:
        raise Invalid("passkey_known", "Deze passkey is al toegevoegd.")
    passkey = Passkey(
        person_id=person_id,
        credential_id=credential_id,
        user_handle=asked.user_handle,
        public_key=checked.credential_public_key,
        sign_count=checked.sign_count,
        name=name,
        added_at=at,
    )
    session.add(passkey)
    note_account(session, person_id, "second_step:added", by, at, kind="passkey")
    end_web_sessions(session, person_id, but=keep_session)
    session.flush()
    return passkey


def rename_passkey(session: Session, person_id: int, passkey_id: int, name: str) -> bool:
    """Give it another name; False when it is not theirs."""
    own = update(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    return session.scalar(own.values(name=name).returning(Passkey.id)) is not None


def remove_passkey(session: Session, person_id: int, passkey_id: int, by: Actor, at: datetime,
                   keep_session: int | None) -> bool:  # fmt: skip
    """It opens nothing any more; other sessions end. False when it is not theirs. Raises Invalid (the last second step
    where one is asked)."""
    own = Passkey.id == passkey_id, Passkey.person_id == person_id
    if session.scalars(select(Passkey.id).where(*own)).first() is None:
        return False
    require_another(session, person_id, at)
    session.execute(delete(Passkey).where(*own))
    note_account(session, person_id, "second_step:removed", by, at, kind="passkey")
    end_web_sessions(session, person_id, but=keep_session)
    return True


def begin_passkey_sign_in(session: Session, site: Site, browser: str, caller: str, at: datetime) -> str:
    """What the browser needs to sign in with a passkey, as JSON. It names no account. Raises TooManyAttempts."""
    require_below_limit(session, "passkey_from_caller", caller, at)
    count_attempt(session, "passkey_from_caller", caller, at)
    challenge = _challenge(session, browser, at, None, "")
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(rp_id=site.name, challenge=challenge, user_verification=_MUST)
    )


def person_by_passkey(session: Session, site: Site, browser: str, shown: str, at: datetime) -> Person:
    """Who signs in with this passkey. Raises Invalid, without saying what was wrong."""
    asked = _take(session, shown, browser, at, None)
    try:
        told: dict[str, Any] = json.loads(shown)
        passkey = session.scalars(
            select(Passkey).where(Passkey.credential_id == str(told["id"])).with_for_update()
        ).one_or_none()
        if passkey is None:
            raise Invalid("passkey_refused", NOT_ACCEPTED)
        checked = webauthn.verify_authentication_response(
            credential=told, expected_challenge=asked.challenge, expected_rp_id=site.name,
            expected_origin=site.origin, credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count, require_user_verification=True,
        )  # fmt: skip
    except _NO_ANSWER as error:
        raise Invalid("passkey_refused", NOT_ACCEPTED) from error
    person = session.get_one(Person, passkey.person_id)
    if not person.is_active:
        raise Invalid("passkey_refused", NOT_ACCEPTED)
    passkey.sign_count, passkey.used_at = checked.new_sign_count, at
    return person


def forget_passkey_challenges(session: Session, before: datetime) -> int:
    """Delete what expired before a moment. Returns how many."""
    old = delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < before).returning(PasskeyChallenge.id)
    return len(session.scalars(old).all())


@dataclass(frozen=True)
class _Asked:
    challenge: bytes
    user_handle: str


def _challenge(session: Session, browser: str, at: datetime, person_id: int | None, handle: str) -> bytes:
    challenge = secrets.token_bytes(32)
    session.add(
        PasskeyChallenge(
            challenge_hash=hashed(bytes_to_base64url(challenge)),
            browser_hash=hashed(browser),
            person_id=person_id,
            user_handle=handle,
            expires_at=at + VALID_FOR,
        )
    )
    session.flush()
    return challenge


def _take(session: Session, answer: str, browser: str, at: datetime, person_id: int | None) -> _Asked:
    """The challenge that this answer signed, used up by this; ours, of this browser, for this purpose."""
    try:
        signed = json.loads(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(signed["challenge"])
    except _NO_ANSWER as error:
        raise Invalid("passkey_refused", NOT_ACCEPTED) from error
    fitting = update(PasskeyChallenge).where(
        PasskeyChallenge.challenge_hash == hashed(bytes_to_base64url(challenge)),
        PasskeyChallenge.browser_hash == hashed(browser),
        PasskeyChallenge.person_id.is_(None) if person_id is None else PasskeyChallenge.person_id == person_id,
        PasskeyChallenge.expires_at > at,
        PasskeyChallenge.used_at.is_(None),
    )
    handle = session.scalar(fitting.values(used_at=at).returning(PasskeyChallenge.user_handle))
    if handle is None:
        raise Invalid("passkey_refused", NOT_ACCEPTED)
    return _Asked(challenge, handle)
