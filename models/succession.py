"""The succession of a coordinator, and the candidates for their seat."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime


class Succession(Base):
    """One seat that becomes empty. `vacant_on`: the first day without its holder; `revision` counts what was changed,
    so that a stale page is noticed. Without `begun_by_id` a measure began it."""

    __tablename__ = "succession"
    __table_args__ = (
        CheckConstraint("why in ('stops', 'moved', 'died', 'none', 'removed')", name="why"),
        CheckConstraint("state in ('open', 'done', 'stopped')", name="state"),
        # One open one per seat: two people who begin at once give one.
        Index("uq_succession_open", "mandate_id", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_succession_case_id_state", "case_id", "state"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))  # None: nobody held the seat any more
    why: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    vacant_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="open")
    revision: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    remind_on: Mapped[date | None]
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    emptied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appointed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(default="")  # who appointed, as printed
    how_chosen: Mapped[str] = mapped_column(default="")
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_reason: Mapped[str] = mapped_column(default="")

    candidates: Mapped[list["Successor"]] = relationship(order_by="Successor.id", cascade="all, delete-orphan")


class Successor(Base):
    """A candidate for the seat. `way`: how they came in; of the screening the outcome and the day are kept, never a
    reason. Who is no candidate any more loses name, address and number at once; the row stays, to count."""

    __tablename__ = "successor"
    __table_args__ = (
        CheckConstraint("way in ('member', 'own', 'noted')", name="way"),
        CheckConstraint("state in ('noted', 'agreed', 'withdrawn', 'appointed')", name="state"),
        CheckConstraint("screening in ('pending', 'suitable', 'not_suitable')", name="screening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    succession_id: Mapped[int] = mapped_column(ForeignKey("succession.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    way: Mapped[str]
    state: Mapped[str] = mapped_column(default="noted")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    screening: Mapped[str] = mapped_column(default="pending")
    screened_on: Mapped[date | None]
    screened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
