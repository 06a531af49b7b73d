"""Signing in by a provider of identities (OpenID Connect): who is whom there, and the sign-ins that are under way."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Identity(Base):
    """One person as one provider knows them. Only issuer and subject together find a person, never an address."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    bound_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProviderSignIn(Base):
    """A browser that was sent to a provider and must come back: once, within ten minutes, the same browser.

    Neither the state nor what is made from it (nonce, proof of the code) stands here, only the hash of the state.
    """

    __tablename__ = "provider_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    state_hash: Mapped[str] = mapped_column(unique=True)
    browser_hash: Mapped[str]
    next_path: Mapped[str] = mapped_column(default="")
    bind_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who is signed in and wants to connect
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
