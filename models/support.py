"""The support base of a founding: one voice per dwelling, given online or on a paper sheet."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.address import Street
from models.database import Base, UtcDateTime

_COUNTED = text("state = 'confirmed'")


class SupportSheet(Base):
    """A paper list with signatures, entered line by line. It counts once a second person compared a sample with it.

    `sample`: the numbers of the lines to compare. `upload_id`: the scan.
    """

    __tablename__ = "support_sheet"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("state in ('entered', 'sent_back', 'counted')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    number: Mapped[int]  # counts the sheets of a case
    state: Mapped[str] = mapped_column(default="entered")
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sample: Mapped[list[int]] = mapped_column(JSON, default=list)
    corrected: Mapped[int] = mapped_column(default=0)  # lines that the second person corrected
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    remark: Mapped[str] = mapped_column(default="")  # why it was sent back

    voices: Mapped[list["Voice"]] = relationship(order_by="Voice.line")


class Voice(Base):
    """What one dwelling thinks of a founding. The address is kept as words too: registers change, and of some streets
    they have no house numbers.

    At most one voice of a dwelling is `confirmed` in a case, whichever way it came: the partial index sees to it, also
    when two people press at the same moment. `waiting`: confirmed by who gave it, but another one counts.
    """

    __tablename__ = "voice"
    __table_args__ = (
        CheckConstraint("choice in ('for', 'against', 'more')", name="choice"),
        CheckConstraint("channel in ('online', 'paper')", name="channel"),
        CheckConstraint("state in ('unconfirmed', 'waiting', 'confirmed', 'withdrawn', 'replaced')", name="state"),
        Index("uq_voice_counted", "case_id", "street_id", "house_number", "suffix_key", unique=True,
              sqlite_where=_COUNTED, postgresql_where=_COUNTED),
        Index("ix_voice_case_id_state", "case_id", "state"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    street_id: Mapped[int] = mapped_column(ForeignKey("street.id"))
    house_number: Mapped[int]
    suffix: Mapped[str] = mapped_column(default="")
    suffix_key: Mapped[str] = mapped_column(default="")  # the suffix as it is compared: 'bus 3' and 'Bus 03' are one
    dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("dwelling.id"), index=True)
    choice: Mapped[str]
    wishes: Mapped[list[str]] = mapped_column(JSON, default=list)  # member, coordinator, steering_group
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="", index=True)
    phone: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="online")
    state: Mapped[str] = mapped_column(default="unconfirmed")
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("support_sheet.id"), index=True)
    line: Mapped[int | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of the link
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since when it counts (or counted)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since when it no longer counts

    street: Mapped[Street] = relationship()
