"""Who comes to an info evening: the replies to its invitation, one per dwelling, and those by the public page."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Reply(Base):
    """One reply. By the code of a letter it stands at once (`invitation_id`, `dwelling_id`); by the public page it is
    `unconfirmed` until the link in the mail was used, and has no dwelling.

    `waiting`: comes, but the room is full; `queued_at` is since when, and who waited longest moves up first.
    `to_tell`: the mail that must still go ('moved', 'cancelled', 'moved_up'); empty: none. No name is asked.
    """

    __tablename__ = "reply"
    __table_args__ = (
        CheckConstraint("state in ('unconfirmed', 'standing', 'waiting', 'withdrawn')", name="state"),
        CheckConstraint("answer in ('coming', 'interested', 'absent')", name="answer"),
        UniqueConstraint("evening_id", "dwelling_id"),
        Index("ix_reply_evening_id_state", "evening_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    evening_id: Mapped[int] = mapped_column(ForeignKey("info_evening.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("dwelling.id"))
    state: Mapped[str]
    answer: Mapped[str]
    people: Mapped[int] = mapped_column(default=0)
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of models.rules.replies.NEEDS
    other_needs: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    question_item: Mapped[str] = mapped_column(default="")  # the agenda item that it is about, if they said so
    email: Mapped[str] = mapped_column(default="")
    wants_news: Mapped[bool] = mapped_column(default=False)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of the link
    queued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    to_tell: Mapped[str] = mapped_column(default="")
