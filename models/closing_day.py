"""The days on which a municipality or zone is closed, besides the public holidays."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class ClosingDay(Base):
    """One or more days in a row. `is_yearly`: the same days of the month every year; `is_bridge`: a bridge day."""

    __tablename__ = "closing_day"
    __table_args__ = (CheckConstraint("last_on >= first_on", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    name: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    is_yearly: Mapped[bool] = mapped_column(default=False)
    is_bridge: Mapped[bool] = mapped_column(default=False)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
