"""Signs of life: when each worker and each part of the clockwork last showed itself, so that a page can tell."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UtcDateTime

WORKER, CLOCKWORK = "worker", "clockwork"


class SignOfLife(Base):
    """The last one of a part, in real time. A worker says with it whether Prefect answered when it asked."""

    __tablename__ = "sign_of_life"

    part: Mapped[str] = mapped_column(primary_key=True)  # worker, clockwork
    name: Mapped[str] = mapped_column(primary_key=True)  # of the worker, or of the flow
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    prefect_answers: Mapped[bool | None]  # None: a part that does not ask it
