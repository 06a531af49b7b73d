"""By which channels each member may be reached: who sends a message asks here."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.consent import ChannelConsent
from models.enrolment import Enrolment

_AT_ONCE = 500  # numbers in one question; SQLite takes no more than a thousand


def consented_channels(session: Session, enrolment_ids: Collection[int]) -> dict[int, set[str]]:
    """For each of these members the channels to which they agree now; an empty set where there is none."""
    found: dict[int, set[str]] = {one: set() for one in enrolment_ids}
    ids = list(found)
    for first in range(0, len(ids), _AT_ONCE):
        rows = session.execute(
            select(ChannelConsent.enrolment_id, ChannelConsent.channel).where(
                ChannelConsent.enrolment_id.in_(ids[first : first + _AT_ONCE]), ChannelConsent.withdrawn_at.is_(None)
            )
        )
        for row in rows:
            found[row.enrolment_id].add(row.channel)
    return found


def present_consents(row: Enrolment) -> list[ChannelConsent]:
    """What one member agrees to now, in the order in which it was given."""
    return [one for one in row.consents if one.withdrawn_at is None]
