"""People who use Binstart: residents and staff. Only what the founding needs; no national number."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Person(Base):
    """Somebody with an e-mail address or entered on their behalf. Staff may have a password and a second factor."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)  # kept in lower case
    phone: Mapped[str] = mapped_column(default="")
    dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("dwelling.id"))
    home_told_on: Mapped[date | None]  # staff: when they told where they live; without a dwelling: outside the area
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mail_rhythm: Mapped[str] = mapped_column(default="daily")  # of staff, for mails that only inform; or at_once
    language: Mapped[str] = mapped_column(default="")  # of pages and mails; empty: what the browser asks
    is_active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None]  # argon2id
    totp_secret: Mapped[str | None]  # of the app for codes, encrypted (models.encryption)
    totp_last_counter: Mapped[int] = mapped_column(default=0)  # a code works once
