"""What time it is for a page: the moment of the case (demonstration clock) and real time for sessions and codes."""

from datetime import UTC, date, datetime

from flask import g

from models.clock import day_of, present
from models.database import db


def now() -> datetime:
    """The moment that counts for terms and dates, in UTC. The same during a whole request."""
    if "now" not in g:
        g.now = present(db.session())
    moment: datetime = g.now
    return moment


def today() -> date:
    """The day on the calendar in Belgium at that moment."""
    return day_of(now())


def real_now() -> datetime:
    """Real time in UTC, for what must not run along with the demonstration clock: sessions, codes, limits."""
    return datetime.now(UTC)
