"""Streets and dwellings of a municipality, as its address register gives them."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base


class Street(Base):
    """One street in one municipality and postcode. Never deleted: cases refer to it."""

    __tablename__ = "street"
    __table_args__ = (
        UniqueConstraint("authority_id", "postcode", "normalised_name"),
        Index("ix_street_authority_id_normalised_name", "authority_id", "normalised_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    external_id: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str]
    normalised_name: Mapped[str]
    postcode: Mapped[str]
    neighbourhood: Mapped[str] = mapped_column(default="")
    dwelling_count: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("address_import.id"))

    dwellings: Mapped[list["Dwelling"]] = relationship(back_populates="street", order_by="Dwelling.number")


class Dwelling(Base):
    """One housing unit: house number and box of a street, with its place on earth (WGS84 degrees)."""

    __tablename__ = "dwelling"
    __table_args__ = (UniqueConstraint("street_id", "number", "suffix"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    street_id: Mapped[int] = mapped_column(ForeignKey("street.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(index=True)
    number: Mapped[int]
    suffix: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    is_active: Mapped[bool] = mapped_column(default=True)

    street: Mapped[Street] = relationship(back_populates="dwellings")


class AddressImport(Base):
    """One reading of an address file: where it came from and under which licence (printed as attribution)."""

    __tablename__ = "address_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    source: Mapped[str]
    licence: Mapped[str]
    source_date: Mapped[date | None]
    imported_on: Mapped[date]
    new_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    gone_count: Mapped[int] = mapped_column(default=0)
