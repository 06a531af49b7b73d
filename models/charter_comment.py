"""What people say about a piece of the charter while it is written, and the other words that they suggest."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime


class CharterComment(Base):
    """A comment on one piece of one section. It belongs to the case: what is open when a version is frozen stands at
    its piece again in the next one."""

    __tablename__ = "charter_comment"
    __table_args__ = (CheckConstraint("outcome in ('', 'done', 'taken_over', 'not_followed')", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"))  # the version about which it was written
    section: Mapped[str]  # a code of models.rules.charter_sections
    field: Mapped[str] = mapped_column(default="")  # a code of the section; empty: the whole section
    quote: Mapped[str] = mapped_column(default="")  # the piece as it stood then (models.rules.charter_paragraphs)
    text: Mapped[str] = mapped_column(default="")
    suggestion: Mapped[str] = mapped_column(default="")  # in the place of the piece; empty: nothing is suggested
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(default="")  # empty: it is open
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    answers: Mapped[list["CommentAnswer"]] = relationship(order_by="CommentAnswer.id")


class CommentAnswer(Base):
    """What somebody answered to a comment."""

    __tablename__ = "charter_comment_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("charter_comment.id"), index=True)
    text: Mapped[str]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
