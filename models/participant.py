"""The participants of a founding: who they are, how to reach them, what they want to do, and their consent."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.address import Street
from models.database import Base, UtcDateTime
from models.rules.languages import SOURCE

_BY_LETTER = text("way = 'letter'")


class Participant(Base):
    """One person. The row is there as long as the consent is: who withdraws it leaves nothing behind.

    `way`: by which way they gave their data and their consent (models.rules.participants.WAYS). `key_hash`: of the code
    of their letter or the token of their mail, which lead back here as long as the data is kept, also when the letter
    itself is erased long since; None: on paper. The dwelling is kept as words as with a voice; None: a sector has none.
    """

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint("way in ('letter', 'voice', 'paper')", name="way"),
        Index("uq_participant_letter", "case_id", "dwelling_id", unique=True, sqlite_where=_BY_LETTER,
              postgresql_where=_BY_LETTER),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    way: Mapped[str]
    key_hash: Mapped[str | None] = mapped_column(unique=True)
    street_id: Mapped[int | None] = mapped_column(ForeignKey("street.id"))
    house_number: Mapped[int | None]
    suffix: Mapped[str] = mapped_column(default="")
    suffix_key: Mapped[str] = mapped_column(default="")  # the suffix as it is compared
    dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("dwelling.id"), index=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    reach: Mapped[list[str]] = mapped_column(JSON, default=list)  # sms, call, mail, app
    wishes: Mapped[list[str]] = mapped_column(JSON, default=list)  # models.rules.participants.WISHES
    consent_version: Mapped[int]  # which text they consented to (models.rules.participants.CONSENT_TEXTS)
    consent_language: Mapped[str] = mapped_column(default=SOURCE)  # in which they read it
    consented_on: Mapped[date]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who of the staff, from paper

    street: Mapped[Street | None] = relationship()
