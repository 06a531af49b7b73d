"""The launch kit: its texts in versions, the facts they were written with, and who approved which version."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class LaunchKit(Base):
    """The kit of one launch: a case that comes back with another charter has one for each. `active_on`: the day that
    was planned, until the police decide. `send_at`: until when the press keeps it, and when the mails leave; None: not
    set. `press`: mail addresses of paper and press."""

    __tablename__ = "launch_kit"
    __table_args__ = (UniqueConstraint("case_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    round: Mapped[int]
    active_on: Mapped[date | None]
    send_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    press: Mapped[list[str]] = mapped_column(JSON, default=list)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by both; None again after a change
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LaunchKitVersion(Base):
    """One version of all texts; the last one counts. `texts`: per piece (models.rules.launch_kit) its text with facts
    as `{{datum}}`; `facts`: what they were when it was written."""

    __tablename__ = "launch_kit_version"
    __table_args__ = (UniqueConstraint("kit_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("launch_kit.id"))
    version: Mapped[int]
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    function: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LaunchKitApproval(Base):
    """The approval of one version by one party. Nobody approves for both; a next version begins without approvals."""

    __tablename__ = "launch_kit_approval"
    __table_args__ = (
        UniqueConstraint("version_id", "party"),
        UniqueConstraint("version_id", "given_by_id"),
        CheckConstraint("party in ('municipality', 'police')", name="party"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("launch_kit_version.id"))
    party: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    function: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LaunchQuote(Base):
    """A quote for the launch: asked by a link of its own, or entered by the desk that heard it. `way`: link, or by
    which other means (models.rules.launch_kit.QUOTE_WAYS). The last one that was given counts."""

    __tablename__ = "launch_quote"
    __table_args__ = (
        CheckConstraint("state in ('asked', 'given', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("way in ('link', 'mail', 'phone', 'meeting')", name="way"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("launch_kit.id"), index=True)
    name: Mapped[str]
    capacity: Mapped[str]
    email: Mapped[str] = mapped_column(default="")  # erased when the quote was given, declined or withdrawn
    way: Mapped[str] = mapped_column(default="link")
    state: Mapped[str] = mapped_column(default="asked")
    text: Mapped[str] = mapped_column(default="")
    link_seed: Mapped[str] = mapped_column(default="")
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
