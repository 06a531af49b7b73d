"""Who holds which role, where and from when: for an authority (staff) or for one case (residents)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base
from models.person import Person


class Mandate(Base):
    """One role of one person. `until` is the last day on which it counts; None: until further notice."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("(authority_id is null) <> (case_id is null)", name="one_place"),
        Index("ix_mandate_case_id_role", "case_id", "role"),
        Index("ix_mandate_authority_id_role", "authority_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("founding_case.id"))
    function: Mapped[str] = mapped_column(default="")  # as printed: 'burgemeester', 'wijkinspecteur'
    since: Mapped[date]
    until: Mapped[date | None]
    screening: Mapped[str] = mapped_column(default="pending")  # coordinators: pending, suitable, not_suitable
    screened_on: Mapped[date | None]
    excluded_until: Mapped[date | None]  # by a measure, up to this day; the clock ends it
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # standing deputy, reminded after the holder
    is_accepted: Mapped[bool] = mapped_column(default=True)  # a seat in a stuurgroep counts from its acceptance only
    is_head: Mapped[bool] = mapped_column(default=False)  # leads the service, reminded last

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
