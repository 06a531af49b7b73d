"""Documents that a case produced: what, which version, and the file by its sha256."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime
from models.rules.languages import SOURCE


class Document(Base):
    """One file in the documents folder (named by its sha256). `key` is that of the effect that made it."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("case_id", "kind", "version", "media_type", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    kind: Mapped[str]  # folder in documents/: receipt, invitation, charter …
    version: Mapped[str]  # '1', or the number of the round, charter version, evening
    title: Mapped[str]
    media_type: Mapped[str]
    language: Mapped[str] = mapped_column(default=SOURCE)
    filename: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    audience: Mapped[str] = mapped_column(default="partners")  # public, partners, staff, initiator
    produced_at: Mapped[datetime] = mapped_column(UtcDateTime)
