"""The own texts of an authority for its mails and letters. Every version stays."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class AuthorityText(Base):
    """One version of one part (models.rules.own_texts). The newest holds; an empty text is the default again."""

    __tablename__ = "authority_text"
    __table_args__ = (UniqueConstraint("authority_id", "kind", "part", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[str]
    part: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
