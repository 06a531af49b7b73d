"""The info evening: when and where, the seven mandatory items with their results, and the minutes."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime


class InfoEvening(Base):
    """One evening of a case. A cancelled one stays as it was; a second one can be called."""

    __tablename__ = "info_evening"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    state: Mapped[str] = mapped_column(default="planned")  # planned, held, cancelled
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str]
    address: Mapped[str]
    accessibility: Mapped[str] = mapped_column(default="")
    organisers: Mapped[str]
    contact: Mapped[str]
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chair: Mapped[str] = mapped_column(default="")
    attendance: Mapped[int | None]
    registered_dwellings: Mapped[int] = mapped_column(default=0)
    network_approved: Mapped[bool] = mapped_column(default=False)
    objectives_approved: Mapped[bool] = mapped_column(default=False)
    steering_group_approved: Mapped[bool] = mapped_column(default=False)
    remarks: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    minutes_approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minutes_approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    items: Mapped[list["AgendaItemResult"]] = relationship(order_by="AgendaItemResult.id", lazy="selectin")


class AgendaItemResult(Base):
    """What was said on one agenda item, and the vote where there was one (counts of hands)."""

    __tablename__ = "agenda_item_result"
    __table_args__ = (UniqueConstraint("evening_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evening_id: Mapped[int] = mapped_column(ForeignKey("info_evening.id"))
    item: Mapped[str]
    result: Mapped[str]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
