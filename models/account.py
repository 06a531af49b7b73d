"""Signing in: one-time links and codes (hashed), sessions on the server, and attempts counted against guessing."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class SignInLink(Base):
    """A link and a code by mail, valid once and for ten minutes, bound to the browser that asked (web.md 4.4)."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str]
    browser_hash: Mapped[str]
    asked_from: Mapped[str] = mapped_column(default="")  # hash of who asked (known_devices.Trier): voids their own
    next_path: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)


class WebSession(Base):
    """One signed-in browser. The cookie holds the token, the table its hash."""

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    method: Mapped[str]  # webapp.words, WAYS_TO_SIGN_IN
    is_strong: Mapped[bool] = mapped_column(default=False)  # two factors were shown
    provider: Mapped[str] = mapped_column(default="")  # by which (models.identity_providers)
    id_token: Mapped[str | None]  # what that provider gave; sent back to it alone, to sign out there too
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Attempt(Base):
    """One try that is limited per address or account: asking a link, checking a code or a password."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_subject_at", "kind", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
