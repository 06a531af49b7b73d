"""Who came to an info evening: one row per dwelling, and one per group of people from elsewhere."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.address import Street
from models.database import Base, UtcDateTime

_PRESENT = text("removed_at is null")


class Attendance(Base):
    """The people of one dwelling who came, or people from elsewhere (no street). No names are kept.

    `key` is made by the device that sends it: sent twice, it counts once. The partial index sees to it that two devices
    never count the same dwelling twice. What was removed stays with its reason, so that numbers can be explained.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("evening_id", "key"),
        CheckConstraint("people between 1 and 20", name="people"),
        CheckConstraint("how in ('code', 'list', 'walk_in', 'paper')", name="how"),
        Index("uq_attendance_present", "evening_id", "street_id", "house_number", "suffix_key", unique=True,
              sqlite_where=_PRESENT, postgresql_where=_PRESENT),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    evening_id: Mapped[int] = mapped_column(ForeignKey("info_evening.id"))
    key: Mapped[str]
    street_id: Mapped[int | None] = mapped_column(ForeignKey("street.id"))
    house_number: Mapped[int | None]
    suffix: Mapped[str] = mapped_column(default="")
    suffix_key: Mapped[str] = mapped_column(default="")  # the suffix as it is compared
    dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("dwelling.id"))
    people: Mapped[int]
    how: Mapped[str]  # code (of the invitation), list, walk_in (from elsewhere), paper
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)  # at the door, as the device says
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)  # here
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removal_reason: Mapped[str] = mapped_column(default="")

    street: Mapped[Street | None] = relationship()
