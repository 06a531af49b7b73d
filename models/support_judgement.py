"""What initiator, municipality and police think of the support base after the info evening."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class SupportJudgement(Base):
    """One judgement of one party after one evening. A party can judge anew: the last one holds, the others stay."""

    __tablename__ = "support_judgement"
    __table_args__ = (
        CheckConstraint("party in ('initiator', 'municipality', 'police')", name="party"),
        CheckConstraint("judgement in ('enough', 'not_yet', 'not')", name="judgement"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evening_id: Mapped[int] = mapped_column(ForeignKey("info_evening.id"), index=True)
    party: Mapped[str]
    judgement: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
