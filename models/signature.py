"""Signatures under one frozen version of the charter: who must sign, who did, how and when."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Signature(Base):
    """One signatory of one version. `person_id` binds it to a person, else anyone who holds `role` signs;
    without a role it is signed in ink and noted by the desk."""

    __tablename__ = "signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"), index=True)
    capacity: Mapped[str]  # as printed: 'burgemeester', 'coördinator', 'voorzitter wijkraad'
    role: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")  # electronic, ink
    signed_on: Mapped[date | None]
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fingerprint: Mapped[str] = mapped_column(default="")  # of the version that was seen while signing
    identified_by: Mapped[str] = mapped_column(default="", server_default="")  # link, password_and_code, paper
    recorded_as: Mapped[str] = mapped_column(default="", server_default="")  # function: 'mayor', 'deputy:mayor'
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
