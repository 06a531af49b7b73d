"""Sessions on the server: opened at sign-in, ended at sign-out, when a person is deactivated, or by themselves."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from models.account import SignInLink, WebSession
from models.queries.accounts.people import absolute_limit

REFRESH = timedelta(minutes=1)  # how exact `seen_at` is


def hashed(secret: str) -> str:
    """The form in which a random secret is kept: who reads the table can't sign in with it."""
    return hashlib.sha256(secret.encode()).hexdigest()


STRONG = frozenset(
    {"password_and_code", "link_and_code", "provider_and_code", "passkey"}
)  # two factors were shown; of a provider its settings say it


def open_web_session(session: Session, person_id: int, method: str, at: datetime, *, provider: str = "",
                     id_token: str | None = None, is_strong: bool = False) -> str:  # fmt: skip
    """Open a session and return its token (256 bits), which is kept nowhere. `at`: real time. For one by a provider:
    its name, what it gave, and whether it showed two factors."""
    token = secrets.token_urlsafe(32)
    limit = absolute_limit(session, person_id, at.date())
    session.add(
        WebSession(
            token_hash=hashed(token),
            person_id=person_id,
            method=method,
            is_strong=is_strong or method in STRONG,
            provider=provider,
            id_token=id_token,
            created_at=at,
            seen_at=at,
            expires_at=at + limit,
        )
    )
    session.flush()
    return token


def mark_seen(session: Session, session_id: int, at: datetime) -> None:
    """Note that a session is in use."""
    session.execute(update(WebSession).where(WebSession.id == session_id).values(seen_at=at))


def end_web_session(session: Session, session_id: int, person_id: int) -> bool:
    """End one session of a person; False when they have no such session."""
    own = (WebSession.id == session_id, WebSession.person_id == person_id)
    return session.scalar(delete(WebSession).where(*own).returning(WebSession.id)) is not None


def end_web_sessions(session: Session, person_id: int, but: int | None = None) -> int:
    """End all sessions of a person (but one): at deactivation, a new password or a changed role. Returns how many."""
    condition = [WebSession.person_id == person_id]
    if but is not None:
        condition.append(WebSession.id != but)
    return len(session.scalars(delete(WebSession).where(*condition).returning(WebSession.id)).all())


def forget_ended_web_sessions(session: Session, before: datetime) -> int:
    """Delete sessions that expired before a moment. Returns how many."""
    over = delete(WebSession).where(WebSession.expires_at < before).returning(WebSession.id)
    return len(session.scalars(over).all())


def forget_everybody(session: Session) -> None:
    """Delete all sessions and links to sign in: after a restore, one that was ended meanwhile must not live again."""
    session.execute(delete(WebSession))
    session.execute(delete(SignInLink))
