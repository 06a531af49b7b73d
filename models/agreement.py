"""What the parties agree in the consultation: motives, expectations and objectives, in versions; and what the initiator
says of a version."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Agreement(Base):
    """One version. Version 1 is the request itself and has a row only once it is frozen; the last one counts."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("case_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    version: Mapped[int]
    round: Mapped[int]  # of the consultation in which it was written
    motives: Mapped[str]
    expectations: Mapped[dict[str, str]] = mapped_column(JSON)  # residents, police, municipality
    objectives: Mapped[list[str]] = mapped_column(JSON)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: taken over from the request
    function: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AgreementAnswer(Base):
    """Whether the initiator agrees with a version, with a word of explanation. It blocks nothing."""

    __tablename__ = "agreement_answer"
    __table_args__ = (UniqueConstraint("case_id", "version", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    version: Mapped[int]
    round: Mapped[int]
    agrees: Mapped[bool]
    word: Mapped[str] = mapped_column(default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
