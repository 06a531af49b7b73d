"""The area of a network or of a founding case: street segments and a boundary in words."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.address import Street
from models.database import Base
from models.rules.area import Segment


class Area(Base):
    """A delimited area (besafe.be, 'afgelijnd gebied'): streets, a whole municipality, or the members of a sector."""

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(default="streets")  # models.rules.area.Scope
    boundary_text: Mapped[str] = mapped_column(default="")  # of members: who they are and where

    segments: Mapped[list["StreetSegment"]] = relationship(
        back_populates="area", order_by="StreetSegment.id", cascade="all, delete-orphan"
    )


class StreetSegment(Base):
    """A street, or one side of it, or a range of its house numbers (both ends included; None is open)."""

    __tablename__ = "street_segment"
    __table_args__ = (
        CheckConstraint("side in ('all', 'odd', 'even')", name="side"),
        CheckConstraint("from_number is null or to_number is null or from_number <= to_number", name="range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    street_id: Mapped[int] = mapped_column(ForeignKey("street.id"), index=True)
    side: Mapped[str] = mapped_column(default="all")
    from_number: Mapped[int | None]
    to_number: Mapped[int | None]

    area: Mapped[Area] = relationship(back_populates="segments")
    street: Mapped[Street] = relationship()

    @property
    def as_rule(self) -> Segment:
        """The segment as the rules know it; its street is the street's id."""
        return Segment(self.street_id, self.side, self.from_number, self.to_number)
