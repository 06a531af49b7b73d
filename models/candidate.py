"""The candidates for coordinator, deputy and stuurgroep, and how the meeting recognised each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime
from models.participant import Participant


class Candidate(Base):
    """One person for one function. A participant is named by their row there and leaves with it, when they withdraw;
    who stood up in the room is named here. `way`: how the meeting decided; empty: not yet.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        CheckConstraint("role in ('coordinator', 'deputy_coordinator', 'steering_group_member')", name="role"),
        CheckConstraint("way in ('', 'acclamation', 'vote')", name="way"),
        CheckConstraint("votes_for >= 0 and votes_against >= 0 and abstentions >= 0 and invalid >= 0", name="counts"),
        UniqueConstraint("participant_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    is_of_age: Mapped[bool] = mapped_column(default=False)  # as they declared
    nominated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    evening_id: Mapped[int | None] = mapped_column(ForeignKey("info_evening.id"))  # at which the meeting decided
    way: Mapped[str] = mapped_column(default="")
    votes_for: Mapped[int] = mapped_column(default=0)
    votes_against: Mapped[int] = mapped_column(default=0)
    abstentions: Mapped[int] = mapped_column(default=0)
    invalid: Mapped[int] = mapped_column(default=0)
    is_recognised: Mapped[bool | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who noted it

    participant: Mapped[Participant | None] = relationship()

    @property
    def person(self) -> "Participant | Candidate":
        """Where their name, address and phone stand."""
        return self.participant or self
