"""The meetings of a network that is active: when, where and what about."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class NetworkMeeting(Base):
    """One meeting. `is_public`: everybody may read of it, else the members only. One that is cancelled stays, so that
    calendars hear of it; another moment is another meeting."""

    __tablename__ = "network_meeting"
    __table_args__ = (Index("ix_network_meeting_network_id_starts_at", "network_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood_network.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    subject: Mapped[str]
    place: Mapped[str]
    is_public: Mapped[bool] = mapped_column(default=True)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
