"""Signing in by mail: a link and a code, valid once, ten minutes long, bound to the browser that asked (web.md 4.4)."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.account import SignInLink
from models.operations.accounts.attempts import count_attempt, forgive, require_below_limit
from models.operations.accounts.known_devices import Trier, count_strangers, forgive_stranger, who_tries
from models.operations.accounts.web_sessions import hashed
from models.outbox import Effect
from models.person import Person
from models.rules.languages import SOURCE, told_language
from models.rules.refusals import Invalid

VALID_FOR = timedelta(minutes=10)
MOST_ATTEMPTS = 5  # of one code; then the link is void
CODE_LENGTH = 8
CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0, O, 1 and I: they are read wrong
LONGEST_ADDRESS = 254  # RFC 5321


@dataclass(frozen=True)
class Mail:
    """A mail as it is planned."""

    subject: str
    text: str
    language: str = SOURCE


WriteMail = Callable[[str, str], Mail]  # gets the token of the link and the code


def normal_email(text: str) -> str:
    """The address as it is kept: trimmed, in lower case. Raises Invalid when it can't be an address."""
    email = (text or "").strip().lower()
    name, sign, domain = email.rpartition("@")
    plausible = name and sign and "." in domain.strip(".") and not any(c.isspace() or ord(c) < 33 for c in email)
    if not plausible or len(email) > LONGEST_ADDRESS or "@" in name or "," in email or "<" in email or ">" in email:
        raise Invalid("not_an_address", "Vul een e-mailadres in, zoals naam@voorbeeld.be.", "email")
    return email


def send_sign_in_link(
    session: Session, email: str, browser: str, caller: str, next_path: str, at: datetime, write_mail: WriteMail,
    device: str = "",
) -> None:  # fmt: skip
    """Plan the mail with a link and a code for this address, and void the ones that the same one asked before: a
    stranger who asks without end voids nobody else's.

    `browser`: the secret that the asking browser keeps; `caller`: its network address; `device`: what makes it known
    (models.operations.accounts.known_devices); `at`: real time. Nothing tells
    whether the address is known: everyone who has a mailbox can sign in, and who was deactivated gets no mail.
    Raises Invalid (no address) and TooManyAttempts.
    """
    email = normal_email(email)
    trier = who_tries(session, email, caller, device, at)
    require_below_limit(session, "sign_in_mail_to_address", trier.subject, at)
    count_strangers(session, trier, _as_stranger(email, caller), at)
    count_attempt(session, "sign_in_mail_to_address", trier.subject, at)
    _void_links(session, trier, at)
    token, code = secrets.token_urlsafe(32), _new_code()
    link = SignInLink(
        email=email,
        token_hash=hashed(token),
        code_hash=hashed(hashed(token) + code),
        browser_hash=hashed(browser),
        asked_from=hashed(trier.subject),
        next_path=next_path,
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    session.add(link)
    session.flush()
    if _may_sign_in(session, email):
        mail = write_mail(token, code)
        session.add(
            Effect(
                # The number alone would come back once links are forgotten: SQLite gives numbers out again.
                key=f"sign_in:{link.id}:{link.token_hash[:16]}",
                kind="mail",
                case_id=None,
                payload={"to": email, "subject": mail.subject, "text": mail.text, **told_language(mail.language)},
                planned_at=at,
                available_at=at,
            )
        )
        session.flush()


def open_link(session: Session, token: str, at: datetime) -> SignInLink | None:
    """The link with this token as long as it can be used; looking at it changes nothing (mail scanners look too)."""
    link = session.scalars(select(SignInLink).where(SignInLink.token_hash == hashed(token))).one_or_none()
    return link if link is not None and _is_open(link, at) else None


def link_of_browser(session: Session, browser: str, at: datetime) -> SignInLink | None:
    """The link that this browser asked last, as long as its code can be typed."""
    link = session.scalars(
        select(SignInLink).where(SignInLink.browser_hash == hashed(browser)).order_by(SignInLink.id.desc()).limit(1)
    ).one_or_none()
    return link if link is not None and _is_open(link, at) else None


def is_asked_by(link: SignInLink, browser: str) -> bool:
    """Whether this browser asked the link."""
    return hmac.compare_digest(link.browser_hash, hashed(browser))


def use_link(session: Session, link: SignInLink, caller: str, at: datetime, device: str = "") -> Person | None:
    """Sign in with a link, once. None when it was used meanwhile, or when the person is deactivated.

    A resident who was not known becomes a person here; their name is asked afterwards.
    """
    unused = update(SignInLink).where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
    if session.scalar(unused.values(used_at=at).returning(SignInLink.id)) is None:
        return None
    person = session.scalars(select(Person).where(Person.email == link.email)).one_or_none()
    if person is not None and not person.is_active:
        return None
    if person is None:
        person = Person(name="", email=link.email, created_at=at)
        session.add(person)
    trier = who_tries(session, link.email, caller, device, at)
    forgive(session, "sign_in_mail_to_address", trier.subject)
    forgive_stranger(session, trier, _as_stranger(link.email, caller))
    session.flush()
    return person


def code_is_right(session: Session, link: SignInLink, typed: str, caller: str, at: datetime, device: str = "") -> bool:
    """Check a typed code. A wrong one is counted: after five the link is void. Raises TooManyAttempts."""
    trier = who_tries(session, link.email, caller, device, at)
    is_known = trier.device_id is not None
    kind, subject = ("wrong_code_on_device", trier.subject) if is_known else ("wrong_code_from_caller", caller)
    require_below_limit(session, kind, subject, at)
    code = "".join(sign for sign in (typed or "").upper() if sign.isalnum())
    if hmac.compare_digest(link.code_hash, hashed(link.token_hash + code)):
        return True
    count_attempt(session, kind, subject, at)
    session.execute(update(SignInLink).where(SignInLink.id == link.id).values(attempts=SignInLink.attempts + 1))
    session.refresh(link)
    return False


def forget_sign_in_links(session: Session, before: datetime) -> int:
    """Delete links that expired before a moment (web.md 4.2: after a day). Returns how many."""
    return len(session.scalars(delete(SignInLink).where(SignInLink.expires_at < before).returning(SignInLink.id)).all())


def _new_code() -> str:
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def _is_open(link: SignInLink, at: datetime) -> bool:
    return link.used_at is None and link.expires_at > at and link.attempts < MOST_ATTEMPTS


def _void_links(session: Session, trier: Trier, at: datetime) -> None:
    same = SignInLink.email == trier.email, SignInLink.asked_from == hashed(trier.subject)
    session.execute(update(SignInLink).where(*same, SignInLink.used_at.is_(None)).values(used_at=at))


def _as_stranger(email: str, caller: str) -> dict[str, str]:
    return {"sign_in_mails_from_strangers": email, "sign_in_mail_for_caller": caller, "sign_in_mail_for_site": ""}


def _may_sign_in(session: Session, email: str) -> bool:
    return session.scalar(select(Person.is_active).where(Person.email == email)) is not False
