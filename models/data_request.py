"""Questions of people about their own data: what was asked, by when it must be answered, and what was answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.authority import Authority
from models.database import Base, UtcDateTime


class DataRequest(Base):
    """One question to one authority (models.rules.data_requests). `identified_as`: how it is certain who asks; empty:
    it is not yet, and nothing goes out. `answer` of a refusal is its reason."""

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint("kind in ('access', 'rectification', 'erasure')", name="kind"),
        CheckConstraint("state in ('open', 'done', 'refused')", name="state"),
        Index("ix_data_request_authority_id_state", "authority_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who asked from their account
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")  # in lower case; empty: the answer goes on paper
    address: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")  # what is wrong and what it must be, or what must go
    asked_on: Mapped[date]
    due_on: Mapped[date]
    extension_reason: Mapped[str] = mapped_column(default="")
    identified_as: Mapped[str] = mapped_column(default="")
    identified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # staff, from a letter
    state: Mapped[str] = mapped_column(default="open")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reminded_on: Mapped[date | None]

    authority: Mapped[Authority] = relationship()
