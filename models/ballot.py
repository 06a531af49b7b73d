"""The votes at an info evening: what was asked, in which way, and the counts. Never who voted what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime

_OPEN = text("state = 'open'")


class Ballot(Base):
    """One vote. By phone the counts grow with each vote; by hands or paper they are entered when it is closed.

    The partial index sees to it that an evening has one open vote at most, so that nobody answers the wrong question.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint("way in ('hands', 'paper', 'phone')", name="way"),
        CheckConstraint("state in ('open', 'closed')", name="state"),
        CheckConstraint("votes_for >= 0 and votes_against >= 0 and abstentions >= 0 and invalid >= 0", name="counts"),
        Index("uq_ballot_open", "evening_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    evening_id: Mapped[int] = mapped_column(ForeignKey("info_evening.id"), index=True)
    about: Mapped[str]  # an approval or an agenda item (models.rules.ballots.subjects_of)
    question: Mapped[str]
    way: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    votes_for: Mapped[int] = mapped_column(default=0)
    votes_against: Mapped[int] = mapped_column(default=0)
    abstentions: Mapped[int] = mapped_column(default=0)
    invalid: Mapped[int] = mapped_column(default=0)  # on paper
    counted_by: Mapped[str] = mapped_column(default="")  # who counted the papers, as it was filled in
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def votes(self) -> int:
        """All votes that were given, the invalid ones too."""
        return self.votes_for + self.votes_against + self.abstentions + self.invalid


class BallotVoter(Base):
    """That a dwelling voted by phone, so that it does so once: no choice, no moment. Gone when the vote is closed."""

    __tablename__ = "ballot_voter"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    dwelling_id: Mapped[int] = mapped_column(ForeignKey("dwelling.id"), primary_key=True)
