"""Signatures under one frozen version of the charter: who must sign, who did or refused, how and when."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class Signature(Base):
    """One signatory of one version. `person_id` binds it to a person, else anyone who holds `role` signs; without a
    role it is a partner without an account, who signs through a link by mail (`email`) or on paper.

    The token of the link is made from `link_seed` and the secret of the installation; only its hash is kept.
    """

    __tablename__ = "signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"), index=True)
    capacity: Mapped[str]  # as printed: 'burgemeester', 'coördinator', 'voorzitter wijkraad'
    role: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")  # electronic, ink
    drawing: Mapped[str] = mapped_column(default="", server_default="")  # a path (models.rules.drawn_signature)
    signed_on: Mapped[date | None]
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fingerprint: Mapped[str] = mapped_column(default="")  # of the version that was seen while signing
    identified_by: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # models.rules.charter_text.IDENTIFIED, PAPER
    recorded_as: Mapped[str] = mapped_column(default="", server_default="")  # function: 'mayor', 'deputy:mayor'
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))  # of the paper
    checked_as: Mapped[str] = mapped_column(default="", server_default="")  # function of the second pair of eyes
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refusal: Mapped[str] = mapped_column(default="", server_default="")  # why they don't sign this version
    email: Mapped[str] = mapped_column(default="", server_default="")
    link_seed: Mapped[str] = mapped_column(default="", server_default="")
    token_hash: Mapped[str | None] = mapped_column(unique=True)


class InkSignature(Base):
    """A signature on paper as somebody entered it, with its scan. It counts when somebody else has compared the two;
    then it becomes the signature of its line and this row goes."""

    __tablename__ = "ink_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"), unique=True)
    name: Mapped[str]
    place: Mapped[str]
    signed_on: Mapped[date]
    scan_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_as: Mapped[str]  # function
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
