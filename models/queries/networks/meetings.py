"""The meetings of a network that are still to come, and those that a calendar follows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.meeting import NetworkMeeting
from models.network import NeighbourhoodNetwork

LASTS = timedelta(hours=2)  # who comes late must still find the place
IN_CALENDAR = timedelta(days=30)  # how long a calendar that follows hears of what is over or was cancelled


def coming_meetings(session: Session, slug: str, now: datetime, *, is_public: bool) -> Sequence[NetworkMeeting]:
    """The meetings to come, with what was cancelled, the first one first; `is_public`: only what everybody may read."""
    question = _of(slug).where(NetworkMeeting.starts_at > now - LASTS)
    if is_public:
        question = question.where(NetworkMeeting.is_public)
    return session.scalars(question.order_by(NetworkMeeting.starts_at, NetworkMeeting.id)).all()


def meetings_in_calendar(session: Session, slug: str, now: datetime) -> Sequence[NetworkMeeting]:
    """The public meetings of the last weeks and those to come, also what was cancelled."""
    return session.scalars(
        _of(slug)
        .where(NetworkMeeting.starts_at > now - IN_CALENDAR, NetworkMeeting.is_public)
        .order_by(NetworkMeeting.starts_at, NetworkMeeting.id)
    ).all()


def _of(slug: str) -> Select[NetworkMeeting]:
    return (
        select(NetworkMeeting)
        .join(NeighbourhoodNetwork, NeighbourhoodNetwork.id == NetworkMeeting.network_id)
        .where(NeighbourhoodNetwork.slug == slug)
    )
