"""The info evening: when and where, the seven mandatory items with their results, and the minutes."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, UtcDateTime


class InfoEvening(Base):
    """One evening of a case. Some networks need several: a second one, or one per village.

    A cancelled one stays as it was, with its `cancel_reason`; where it was moved, `moved_to_id` is the new one.
    `extra_items`: the agenda after the seven. `room_limit`: how many people the room holds; None: nobody counts them.
    An approval that is None was not on the table that evening. `present_item` and `notes` are of the evening itself,
    while it lasts: the item on the big screen ('': the first), and what was said by item, until the results are noted.
    """

    __tablename__ = "info_evening"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    state: Mapped[str] = mapped_column(default="planned")  # planned, held, cancelled
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str]
    address: Mapped[str]
    accessibility: Mapped[str] = mapped_column(default="")
    getting_there: Mapped[str] = mapped_column(default="")
    speakers: Mapped[str] = mapped_column(default="")
    extra_items: Mapped[list[str]] = mapped_column(JSON, default=list)
    room_limit: Mapped[int | None]
    organisers: Mapped[str]
    contact: Mapped[str]
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cancel_reason: Mapped[str] = mapped_column(default="")
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("info_evening.id"))
    present_item: Mapped[str] = mapped_column(default="")
    notes: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    chair: Mapped[str] = mapped_column(default="")
    attendance: Mapped[int | None]
    registered_dwellings: Mapped[int] = mapped_column(default=0)
    network_approved: Mapped[bool | None]
    objectives_approved: Mapped[bool | None]
    steering_group_approved: Mapped[bool | None]
    remarks: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    minutes_approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minutes_approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    minutes_mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # to who was there

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
