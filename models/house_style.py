"""The house style of an authority: the name it goes by, a colour and a logo. Every version stays."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class HouseStyle(Base):
    """One version; the newest holds. Empty: the default. The logo is kept in the documents' folder by its sha256."""

    __tablename__ = "house_style"
    __table_args__ = (UniqueConstraint("authority_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(default="")
    colour: Mapped[str] = mapped_column(default="")  # #RRGGBB
    logo_sha256: Mapped[str] = mapped_column(default="")
    logo_media_type: Mapped[str] = mapped_column(default="")
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
