"""Places in the room: who has one, who waits, who moves up, and what happens with replies when an evening moves.

Whoever calls holds the row of the evening (`lock_evening`): two replies at once never share the last place.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, lazyload

from models.info_evening import InfoEvening
from models.reply import Reply

_LOCKED = (
    select(InfoEvening)
    .where(InfoEvening.id == bindparam("evening"))
    .options(lazyload(InfoEvening.items))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_OPEN = ("unconfirmed", "standing", "waiting")


def lock_evening(session: Session, evening_id: int) -> InfoEvening:
    """The evening with its row locked and its values fresh."""
    return session.scalars(_LOCKED, {"evening": evening_id}).one()


def people_coming(session: Session, evening_id: int, without: int | None = None) -> int:
    """How many people have a place; `without`: not counting this reply."""
    session.flush()
    counted = select(func.coalesce(func.sum(Reply.people), 0)).where(
        Reply.evening_id == evening_id, Reply.state == "standing", Reply.answer == "coming"
    )
    if without is not None:
        counted = counted.where(Reply.id != without)
    return session.scalar(counted) or 0


def places_left(session: Session, evening: InfoEvening, without: int | None = None) -> int | None:
    """How many places are free; None: the room has no limit."""
    if evening.room_limit is None:
        return None
    return max(0, evening.room_limit - people_coming(session, evening.id, without))


def give_place(session: Session, evening: InfoEvening, reply: Reply, at: datetime) -> None:
    """Let a reply stand; who comes with more people than there are places waits."""
    left = places_left(session, evening, reply.id) if reply.answer == "coming" else None
    if left is None or reply.people <= left:
        reply.state, reply.queued_at = "standing", None
    else:
        reply.state, reply.queued_at = "waiting", reply.queued_at or at
    session.flush()


def move_up(session: Session, evening: InfoEvening) -> int:
    """Give free places to who waited longest and fits in them. Returns how many replies moved up."""
    left = places_left(session, evening)
    moved = 0
    for reply in _waiting(session, evening.id):
        if left is not None and reply.people > left:
            continue
        reply.state, reply.queued_at = "standing", None
        reply.to_tell = "moved_up" if reply.email else ""
        left = left - reply.people if left is not None else None
        moved += 1
    session.flush()
    return moved


def carry_replies(session: Session, earlier: InfoEvening, evening: InfoEvening, at: datetime) -> None:
    """Who replied to an evening that moves keeps their reply for the new moment, and hears of it. Where the new room
    is smaller, who replied first comes first."""
    lock_evening(session, earlier.id)
    for reply in _open_replies(session, earlier.id):
        reply.evening_id = evening.id
        if reply.state == "unconfirmed":
            continue
        reply.to_tell = "moved" if reply.email else ""
        if reply.answer == "coming":
            reply.state = "waiting"  # until it is its turn
            session.flush()
            give_place(session, evening, reply, at)


def tell_of_cancelling(session: Session, evening: InfoEvening) -> None:
    """Everybody who replied with a mail address hears that the evening does not take place."""
    lock_evening(session, evening.id)
    for reply in _open_replies(session, evening.id):
        if reply.email and reply.state != "unconfirmed":
            reply.to_tell = "cancelled"
    session.flush()


def _open_replies(session: Session, evening_id: int) -> Sequence[Reply]:
    """Those with a place first, then those who wait, each in the order in which they came."""
    return session.scalars(
        select(Reply)
        .where(Reply.evening_id == evening_id, Reply.state.in_(_OPEN))
        .order_by(Reply.state, Reply.queued_at, Reply.replied_at, Reply.id)
        .execution_options(populate_existing=True)
    ).all()


def _waiting(session: Session, evening_id: int) -> Sequence[Reply]:
    return session.scalars(
        select(Reply)
        .where(Reply.evening_id == evening_id, Reply.state == "waiting")
        .order_by(Reply.queued_at, Reply.id)
        .execution_options(populate_existing=True)
    ).all()
