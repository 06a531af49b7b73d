"""The second step of staff at signing in, beside the app for codes: passkeys, recovery codes, and wiping it all."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Passkey(Base):
    """One passkey (WebAuthn): its public key only. It opens the account by itself, since its device asks a PIN, finger
    or face as well."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)  # base64url, as browsers tell it
    user_handle: Mapped[str]  # random, the same for all passkeys of a person
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str]  # how its owner calls it
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasskeyChallenge(Base):
    """What a passkey must sign: once, within five minutes, in the browser that asked it. Only its hash is kept."""

    __tablename__ = "passkey_challenge"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_hash: Mapped[str] = mapped_column(unique=True)
    browser_hash: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who adds a passkey; None: to sign in
    user_handle: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """A code on paper for who lost their device. It works once; only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecondStepReset(Base):
    """An administrator asks to wipe somebody's second step; a second person, never the owner, does it or not."""

    __tablename__ = "second_step_reset"
    __table_args__ = (CheckConstraint("state in ('asked', 'done', 'refused')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(default="asked")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
