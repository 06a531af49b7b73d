"""Contacts of the police with the judicial and the administrative authority, each with its question and answer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class AuthorityContact(Base):
    """The police spoke with or wrote to an authority about the request (seed 000). Not an approval.

    `due_on`: until when an answer is waited for; None: nothing was asked, or without a term. `upload_id`: what was
    sent or noted down, `answer_upload_id`: the answer on paper.
    """

    __tablename__ = "authority_contact"
    __table_args__ = (CheckConstraint("authority in ('judicial', 'administrative')", name="authority"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    authority: Mapped[str]
    contacted: Mapped[str] = mapped_column(default="")  # who there: name or service
    contacted_on: Mapped[date]
    means: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    answer_upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    answer_recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def awaits_answer(self) -> bool:
        """Whether something was asked that was not answered yet."""
        return bool(self.question) and self.answered_on is None
