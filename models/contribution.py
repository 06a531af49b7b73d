"""What a second member of a dwelling agreed to pay, where the municipality asks it, and what became of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class MemberContribution(Base):
    """One per member. `cents` per year, as it was when they agreed; `agreed_at` is empty where a coordinator gave an
    exemption before. `owed_since`: from the welcome as second of a dwelling; until then the agreement is only a
    precaution. It goes with the member."""

    __tablename__ = "member_contribution"
    __table_args__ = (CheckConstraint("cents > 0", name="cents"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), unique=True)
    cents: Mapped[int]
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owed_since: Mapped[date | None]
    paid_on: Mapped[date | None]  # the last time
    exempted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exempted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    exemption_reason: Mapped[str] = mapped_column(default="")
