"""What time it is: the real time, or in demonstration mode the demonstration clock that a scenario moves forward."""

from datetime import UTC, date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base
from models.rules.refusals import Invalid

BELGIUM = ZoneInfo("Europe/Brussels")


class DemonstrationClock(Base):
    """How far the demonstration runs ahead of real time, in seconds. At most one row, in demonstration mode only."""

    __tablename__ = "demonstration_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    ahead_seconds: Mapped[int] = mapped_column(default=0)


_AHEAD = select(DemonstrationClock.ahead_seconds)


def present(session: Session) -> datetime:
    """The moment that counts for terms and dates, in UTC."""
    ahead = session.scalar(_AHEAD) or 0
    return datetime.now(UTC) + timedelta(seconds=ahead)


def day_of(at: datetime) -> date:
    """The calendar day in Belgium of a moment."""
    return at.astimezone(BELGIUM).date()


def move_forward_to(session: Session, moment: datetime) -> datetime:
    """Move the demonstration clock to `moment`; it never goes back. Returns the new present."""
    now = present(session)
    if moment < now:
        raise Invalid("clock_goes_back", "De demonstratieklok kan niet achteruit.", "moment")
    clock = session.scalars(select(DemonstrationClock)).one_or_none()
    if clock is None:
        clock = DemonstrationClock(ahead_seconds=0)
        session.add(clock)
    clock.ahead_seconds += ceil((moment - now).total_seconds())  # never just before the asked minute or day
    session.flush()
    return present(session)
