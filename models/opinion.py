"""Opinions asked and given during the consultation."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime
from models.upload import Upload


class Opinion(Base):
    """An opinion asked from somebody. What silence after its term means is a setting (models.rules.advice).

    With a mail address the adviser answers through a link of their own. The link's token is made from `link_seed` and
    the secret of the installation, so nothing in the database opens it; it is found by its hash.
    """

    __tablename__ = "opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    adviser: Mapped[str]  # 'parket', 'wijkinspecteur', 'jeugddienst'
    adviser_kind: Mapped[str] = mapped_column(default="other")
    email: Mapped[str] = mapped_column(default="")  # empty: staff note the answer
    # Somebody with an account here: they answer on a page of their own after signing in, without a link.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    link_seed: Mapped[str] = mapped_column(default="")
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    question: Mapped[str] = mapped_column(default="")
    document_ids: Mapped[list[int]] = mapped_column(JSON, default=list)  # what the link lets the adviser open
    upload_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    reminders: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # step, due_on, on
    state: Mapped[str] = mapped_column(default="asked")  # asked, given, expired, presumed, overdue, withdrawn
    tendency: Mapped[str] = mapped_column(default="")  # models.rules.advice.TENDENCIES
    text: Mapped[str] = mapped_column(default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))  # what came with the answer
    given_on: Mapped[date | None]
    is_by_link: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawal_reason: Mapped[str] = mapped_column(default="")

    questions: Mapped[list["AdviserQuestion"]] = relationship(order_by="AdviserQuestion.id")
    upload: Mapped[Upload | None] = relationship()

    @property
    def reminded_on(self) -> list[date]:
        """The days of its reminders."""
        return [date.fromisoformat(one["on"]) for one in self.reminders]

    @property
    def open_question(self) -> "AdviserQuestion | None":
        """What the adviser asked back and nobody answered yet."""
        return next((one for one in self.questions if one.state == "open"), None)


class AdviserQuestion(Base):
    """What an adviser asked back instead of answering: more time (`wished_on`: until when) or more information."""

    __tablename__ = "adviser_question"
    __table_args__ = (
        CheckConstraint("kind in ('more_time', 'more_information')", name="kind"),
        CheckConstraint("state in ('open', 'granted', 'refused', 'answered', 'lapsed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    wished_on: Mapped[date | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(default="open")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
