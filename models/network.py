"""The neighbourhood network that a founding gives, and the checklist of its launch."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.area import Area
from models.authority import Authority
from models.case import FoundingCase
from models.database import Base, UtcDateTime


class NeighbourhoodNetwork(Base):
    """A network that is or was active; shown to everyone. Those founded before Binstart have no case."""

    __tablename__ = "neighbourhood_network"
    __table_args__ = (CheckConstraint("state in ('active', 'suspended', 'terminated', 'merged')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("founding_case.id"), unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="bin")
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    state: Mapped[str] = mapped_column(default="active")
    active_since: Mapped[date]
    ended_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood_network.id"))  # into which it merged
    contact: Mapped[str] = mapped_column(default="")  # how to reach the coordinator, fit for publication
    police_contact: Mapped[str] = mapped_column(default="")
    how_to_join: Mapped[str] = mapped_column(default="")
    outline: Mapped[list[list[float]] | None] = mapped_column(JSON(none_as_null=True))  # corners on the map, in degrees

    municipality: Mapped[Authority] = relationship()
    area: Mapped[Area] = relationship()


def slug_of(case: FoundingCase) -> str:
    """The last part of the address of the page of the network that a case gives, also before it is there."""
    return case.number.lower()


class LaunchDecision(Base):
    """The police alone decides that and when the network becomes active (domain.md 1, stage 6)."""

    __tablename__ = "launch_decision"
    __table_args__ = (UniqueConstraint("case_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    round: Mapped[int]
    active_on: Mapped[date]
    quote: Mapped[str] = mapped_column(default="")  # of the mayor, for the announcement
    how_to_join: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LaunchItem(Base):
    """One point of the launch checklist in one round. `owner`: the role that sees to it, by `due_on`."""

    __tablename__ = "launch_item"
    __table_args__ = (UniqueConstraint("case_id", "round", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"))
    round: Mapped[int]
    code: Mapped[str]
    owner: Mapped[str] = mapped_column(default="desk_officer")
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
