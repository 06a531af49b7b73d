"""Subscriptions of other programs: what happened is told at once, to one address."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.authority import Authority
from models.database import Base, UtcDateTime


class Webhook(Base):
    """One subscription. `events`: of models.rules.webhooks.CHOICES. The secret is made from `seed` and the secret of
    the installation; the one of before signs too until `former_until`, in real time. `failing_since`: since when
    nothing arrived any more, in real time."""

    __tablename__ = "webhook"
    __table_args__ = (CheckConstraint("state in ('active', 'paused', 'ended')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    name: Mapped[str]
    address: Mapped[str]
    events: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="active")
    seed: Mapped[str]
    former_seed: Mapped[str] = mapped_column(default="")
    former_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    authority: Mapped[Authority] = relationship()
