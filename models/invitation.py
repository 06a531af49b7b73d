"""The invitations of all dwellings to an info evening: one letter each, with a code that leads to their reply."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class LetterRun(Base):
    """The letters of one evening, asked once and made in the background. All of them are the same letter:
    `body_sha256` is the file with its text, made first and kept (empty: not yet), in each language of `texts`: on
    which page of the file it begins, and where is stamped there, in points from the left and the top.
    """

    __tablename__ = "letter_run"
    __table_args__ = (CheckConstraint("window_side in ('right', 'left')", name="window_side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    evening_id: Mapped[int] = mapped_column(ForeignKey("info_evening.id"), unique=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    window_side: Mapped[str] = mapped_column(default="right")  # of the envelope: right or left
    dwellings: Mapped[int]  # how many there are to invite
    printed: Mapped[int] = mapped_column(default=0)  # letters in the files per street that are finished
    body_sha256: Mapped[str] = mapped_column(default="")
    texts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(Base):
    """The invitation of one dwelling to one evening. The address is kept as words, as it stands on the letter:
    registers change, and the same letter must come out again.

    `code` is what the letter and its QR code lead to (/u/CODE, see models.rules.invitations). It is kept as it is, not
    hashed: a letter that is printed again carries the same one.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("evening_id", "dwelling_id"), UniqueConstraint("evening_id", "place"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    evening_id: Mapped[int] = mapped_column(ForeignKey("info_evening.id"))
    dwelling_id: Mapped[int] = mapped_column(ForeignKey("dwelling.id"), index=True)
    place: Mapped[int]  # in the round of who delivers, from 1: street, side, number
    street: Mapped[str]
    house_number: Mapped[int]
    suffix: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str]
    municipality: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
