"""What a member agreed to be reached by: one row for each channel, which text they read, when, and until when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime
from models.rules.languages import SOURCE


class ChannelConsent(Base):
    """One channel of one member. It is never changed: who agrees anew gets a next row. `version`: the text
    (models.rules.enrolments.CONSENT_TEXTS); `withdrawn_at` is empty as long as it holds."""

    __tablename__ = "channel_consent"
    __table_args__ = (CheckConstraint("channel in ('mail', 'sms', 'call')", name="channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str]
    version: Mapped[int]
    language: Mapped[str] = mapped_column(default=SOURCE)  # in which its text was read
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
