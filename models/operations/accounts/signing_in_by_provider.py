"""Signing in by a provider of identities (OpenID Connect): sent there, back once, and who that is here.

A person is found by issuer and subject alone (ASVS V6.8.1). An e-mail address binds once, where it is verified and the
administrators of all authorities of that member of staff allow it; a resident is never bound by an address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.identity import Identity, ProviderSignIn
from models.identity_providers import IdentityProvider
from models.operations.accounts.attempts import count_attempt, require_below_limit
from models.operations.accounts.noting_accounts import note_account, staff_functions
from models.operations.accounts.web_sessions import end_web_sessions, hashed
from models.person import Person
from models.rules.access import Actor
from models.rules.procedure_settings import effective_settings
from models.rules.refusals import Refused

VALID_FOR = timedelta(minutes=10)


class NotByProvider(Refused):
    """Somebody does not get in this way; `code` names the page that tells why and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code, "Aanmelden via deze dienst is niet gelukt.")


@dataclass(frozen=True)
class Shown:
    """What a provider told of somebody, checked. `email` is as they gave it, perhaps empty."""

    issuer: str
    subject: str
    email: str = ""
    email_is_verified: bool = False
    name: str = ""


def begin_provider_sign_in(session: Session, provider: IdentityProvider, state: str, browser: str, caller: str,
                           next_path: str, at: datetime, bind_person_id: int | None = None) -> None:  # fmt: skip
    """Remember that this browser goes to the provider. Raises TooManyAttempts. `at`: real time."""
    require_below_limit(session, "provider_sign_in_from_caller", caller, at)
    count_attempt(session, "provider_sign_in_from_caller", caller, at)
    session.add(
        ProviderSignIn(
            provider=provider.name,
            state_hash=hashed(state),
            browser_hash=hashed(browser),
            next_path=next_path,
            bind_person_id=bind_person_id,
            expires_at=at + VALID_FOR,
        )
    )
    session.flush()


def take_provider_sign_in(
    session: Session, provider: IdentityProvider, state: str, browser: str, at: datetime
) -> ProviderSignIn:
    """The sign-in that comes back, used up by this. Raises NotByProvider: unknown, another browser, too late, again.

    Another browser uses nothing up: the bad story is a link with somebody's state that is sent around.
    """
    fitting = update(ProviderSignIn).where(
        ProviderSignIn.state_hash == hashed(state),
        ProviderSignIn.browser_hash == hashed(browser),
        ProviderSignIn.provider == provider.name,
        ProviderSignIn.expires_at > at,
        ProviderSignIn.used_at.is_(None),
    )
    taken = session.scalar(fitting.values(used_at=at).returning(ProviderSignIn.id))
    if taken is None:
        raise NotByProvider("stale_state")
    return session.get_one(ProviderSignIn, taken)


def person_by_provider(session: Session, provider: IdentityProvider, shown: Shown, at: datetime) -> Person:
    """Who signs in. The first time a resident gets an account, and a member of staff theirs where that may be.

    Raises NotByProvider: deactivated, email_not_verified, email_known, unknown_account.
    """
    identity = _identity(session, shown)
    if identity is not None:
        person = session.get_one(Person, identity.person_id)
        if not person.is_active:
            raise NotByProvider("deactivated")
        identity.used_at = at
        return person
    if not shown.email or not shown.email_is_verified:
        raise NotByProvider("email_not_verified")
    known = session.scalars(select(Person).where(Person.email == shown.email.lower())).one_or_none()
    if provider.audience == "residents":
        if known is not None:  # whoever has that mailbox shows so by a mail, and connects from their account
            raise NotByProvider("email_known")
        person = Person(name=shown.name[:200], email=shown.email.lower(), created_at=at)
        session.add(person)
        session.flush()
    else:
        person = _member_of_staff(session, known, shown, at)
    _bind(session, person.id, shown, at)
    return person


def connect_identity(session: Session, person_id: int, provider: IdentityProvider, shown: Shown, by: Actor,
                     at: datetime, keep_session: int | None) -> None:  # fmt: skip
    """Somebody who is signed in connects their account; their other sessions end. Raises NotByProvider."""
    identity = _identity(session, shown)
    if identity is not None and identity.person_id != person_id:
        raise NotByProvider("other_account")
    if identity is None and _has_identity(session, person_id, shown.issuer):
        raise NotByProvider("connected_already")
    if identity is None:
        _bind(session, person_id, shown, at)
        note_account(session, person_id, "identity:bound", by, at, provider=provider.label)
        end_web_sessions(session, person_id, but=keep_session)


def disconnect_identity(session: Session, person_id: int, identity_id: int, label: str, by: Actor, at: datetime,
                        keep_session: int | None) -> bool:  # fmt: skip
    """Somebody signs in by that provider no more; False when it is not theirs."""
    own = delete(Identity).where(Identity.id == identity_id, Identity.person_id == person_id)
    if session.scalar(own.returning(Identity.id)) is None:
        return False
    note_account(session, person_id, "identity:unbound", by, at, provider=label)
    end_web_sessions(session, person_id, but=keep_session)
    return True


def forget_provider_sign_ins(session: Session, before: datetime) -> int:
    """Delete what expired before a moment. Returns how many."""
    old = delete(ProviderSignIn).where(ProviderSignIn.expires_at < before).returning(ProviderSignIn.id)
    return len(session.scalars(old).all())


def _identity(session: Session, shown: Shown) -> Identity | None:
    return session.scalars(
        select(Identity).where(Identity.issuer == shown.issuer, Identity.subject == shown.subject)
    ).one_or_none()


def _has_identity(session: Session, person_id: int, issuer: str) -> bool:
    found = select(Identity.id).where(Identity.person_id == person_id, Identity.issuer == issuer)
    return session.scalars(found).first() is not None


def _member_of_staff(session: Session, known: Person | None, shown: Shown, at: datetime) -> Person:
    if known is None or not known.is_active or _has_identity(session, known.id, shown.issuer):
        raise NotByProvider("unknown_account")
    functions = staff_functions(session, known.id, at.date())
    layers = [(one.zone.settings if one.zone else {}, one.settings) for one, _ in functions]
    if not layers or not all(effective_settings(*both).bind_by_verified_email for both in layers):
        raise NotByProvider("unknown_account")
    note_account(session, known.id, "identity:bound", Actor(known.id, known.name), at, provider=shown.issuer)
    return known


def _bind(session: Session, person_id: int, shown: Shown, at: datetime) -> None:
    session.add(Identity(person_id=person_id, issuer=shown.issuer, subject=shown.subject, bound_at=at, used_at=at))
    session.flush()
