"""A measure against a member or a coordinator: who took it, whose hands stand under it, and the appeal.

Nothing of it is in the journal of the case, which everybody on the case reads; what happened stands in `MeasureEntry`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime


class Measure(Base):
    """One rung of the ladder (models.rules.measures). Name, mail and address are kept with it: who is excluded loses
    their row. `at_once`: it takes effect before the term of appeal has passed; `revision` counts what was changed."""

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint("about in ('member', 'coordinator')", name="about"),
        CheckConstraint(
            "rung in ('talk', 'reprimand', 'temporary_exclusion', 'definitive_exclusion')", name="rung"
        ),
        CheckConstraint(
            "state in ('open', 'withdrawn', 'decided', 'carried_out', 'ended', 'annulled')", name="state"
        ),
        CheckConstraint("appeal_state in ('', 'open', 'late', 'upheld', 'annulled')", name="appeal_state"),
        CheckConstraint("appeal_channel in ('', 'registered', 'mail')", name="appeal_channel"),
        Index("ix_measure_case_id_state", "case_id", "state"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    about: Mapped[str]
    rung: Mapped[str]
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("dwelling.id"))  # for the four eyes
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    motives: Mapped[str]
    skipped_reason: Mapped[str] = mapped_column(default="")
    report_on: Mapped[date | None]  # when the report on criminal facts went to the public prosecutor
    until_on: Mapped[date | None]  # last day of a temporary exclusion
    at_once: Mapped[bool] = mapped_column(default=False)
    at_once_reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    revision: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(default="")
    carried_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # nothing can follow any more: kept from here
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    posted_on: Mapped[date | None]
    posted_as: Mapped[str] = mapped_column(default="")
    copy_sent_on: Mapped[date | None]  # to the FOD Binnenlandse Zaken
    appeal_until_on: Mapped[date | None]
    appeal_sent_on: Mapped[date | None]
    appeal_channel: Mapped[str] = mapped_column(default="")
    appeal_text: Mapped[str] = mapped_column(default="")
    appeal_state: Mapped[str] = mapped_column(default="")
    appeal_body: Mapped[str] = mapped_column(default="")
    appeal_reason: Mapped[str] = mapped_column(default="")
    appeal_decided_on: Mapped[date | None]

    hands: Mapped[list["MeasureHand"]] = relationship(order_by="MeasureHand.id", cascade="all, delete-orphan")
    entries: Mapped[list["MeasureEntry"]] = relationship(order_by="MeasureEntry.id", cascade="all, delete-orphan")


class MeasureHand(Base):
    """What one person did for a measure: advised, signed, endorsed or decided. `function`: as a journal keeps it."""

    __tablename__ = "measure_hand"
    __table_args__ = (UniqueConstraint("measure_id", "deed", name="uq_measure_hand_deed"),
                      UniqueConstraint("measure_id", "person_id", name="uq_measure_hand_person"))  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    deed: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    function: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MeasureEntry(Base):
    """One thing that happened with a measure, written once. Without `by_id` the clock did it."""

    __tablename__ = "measure_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    function: Mapped[str]
    sentence: Mapped[str]
