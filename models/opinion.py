"""Opinions asked and given during the consultation, and the contact with the judicial authority."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Opinion(Base):
    """An opinion asked from somebody. It never blocks for ever: after its term it is recorded as not received."""

    __tablename__ = "opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    adviser: Mapped[str]  # 'parket', 'wijkinspecteur', 'jeugddienst'
    question: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="asked")  # asked, given, expired
    tendency: Mapped[str] = mapped_column(default="")  # favourable, conditional, unfavourable
    text: Mapped[str] = mapped_column(default="")
    given_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class JudicialContact(Base):
    """The police told the judicial authority of the request (seed 000). Not an approval: no source shows one."""

    __tablename__ = "judicial_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    contacted_on: Mapped[date]
    means: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
