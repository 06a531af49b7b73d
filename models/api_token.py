"""Tokens with which other programs read what one municipality or zone may see."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.authority import Authority
from models.database import Base, UtcDateTime


class ApiToken(Base):
    """One token. Only its hash is kept; `beginning`: its first characters, by which people recognise it. `scopes`:
    models.rules.api_scopes. `ends_on`: the last day on which it works, in real time."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    beginning: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    ends_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    authority: Mapped[Authority] = relationship(lazy="joined", innerjoin=True)
