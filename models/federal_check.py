"""The federal check: the signed charter sent to the FPS Interior, and its answer (domain.md 2.12)."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base


class FederalCheck(Base):
    """One sending of one charter version. There is no legal term: it ages in plain sight."""

    __tablename__ = "federal_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("founding_case.id"), index=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"), unique=True)
    sent_on: Mapped[date]
    channel: Mapped[str]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")  # conform, remarks
    reference: Mapped[str] = mapped_column(default="")
    remarks: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
