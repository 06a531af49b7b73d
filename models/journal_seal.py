"""The daily seal over all journals: with it, and a copy of its line elsewhere, nobody rewrites a journal quietly."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime


class JournalSeal(Base):
    """One day. `hash` covers this seal and the hash of the one before it (models.rules.journal_chain)."""

    __tablename__ = "journal_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 … without gaps
    day: Mapped[date] = mapped_column(unique=True)  # real, also where the demonstration clock runs ahead
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chains: Mapped[int]  # how many it covers, of cases and of authorities, together with the seals before it
    entries: Mapped[int]  # how many they hold together
    root: Mapped[str]  # over the heads that moved since the seal before; it covers the others through that seal
    hash: Mapped[str]


class SealedHead(Base):
    """The head that one chain had when it was sealed. A chain that did not move since has no line in a later seal."""

    __tablename__ = "sealed_head"

    kind: Mapped[str] = mapped_column(primary_key=True)  # case, authority
    owner_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # no key: it outlives what it tells of
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chain: Mapped[str]
    hash: Mapped[str]
    seal_number: Mapped[int] = mapped_column(ForeignKey("journal_seal.number"), index=True)
