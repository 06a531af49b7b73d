"""Names that a street had before: people go on saying them, and a search for one leads to the street."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.address import Street
from models.database import Base


class FormerStreetName(Base):
    """One earlier name of one street: kept by an import that found another name for it, or entered by the
    administrator. `noted_on`: when; the day of the change itself is in no register."""

    __tablename__ = "former_street_name"
    __table_args__ = (UniqueConstraint("street_id", "normalised_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    street_id: Mapped[int] = mapped_column(ForeignKey("street.id"))
    name: Mapped[str]
    normalised_name: Mapped[str]
    noted_on: Mapped[date]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("address_import.id"))  # empty: an administrator

    street: Mapped[Street] = relationship()
