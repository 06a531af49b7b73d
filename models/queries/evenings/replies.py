"""Replies to info evenings: which evening a code leads to now, and for staff who comes, waits, needs or asks what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.queries.evenings.evenings import all_evenings
from models.reply import Reply
from models.rules.invitations import read_code


@dataclass(frozen=True)
class Invited:
    """What a code leads to. `evening`: the one that it was sent for, or its new moment. `is_open`: one can still reply.

    `following`: another evening that is planned, where this one does not take place or is over. `reply` belongs to the
    evening that is open.
    """

    case_id: int
    evening: InfoEvening
    is_open: bool
    has_moved: bool = False
    following: InfoEvening | None = None
    reply: Reply | None = None

    @property
    def open_evening(self) -> InfoEvening | None:
        """The evening to which one replies now."""
        return self.evening if self.is_open else self.following


def invitation_of(session: Session, typed: str) -> Invitation | None:
    """The invitation of a code as it was typed."""
    code = read_code(typed)
    return session.scalars(select(Invitation).where(Invitation.code == code)).one_or_none() if code else None


def invited_by_letter(session: Session, invitation: Invitation, at: datetime) -> Invited:
    """The evening to which a letter leads today, with the reply of its dwelling."""
    return _invited(session, invitation.case_id, invitation.evening_id, at, dwelling_id=invitation.dwelling_id)


def invited_by_mail(session: Session, reply: Reply, at: datetime) -> Invited:
    """The same for who replied by the public page: the reply is the one of their link."""
    found = _invited(session, reply.case_id, reply.evening_id, at)
    return Invited(found.case_id, found.evening, found.is_open, found.has_moved, found.following, reply)


def _invited(session: Session, case_id: int, evening_id: int, at: datetime, dwelling_id: int | None = None) -> Invited:
    evenings = {one.id: one for one in all_evenings(session, case_id)}
    evening, has_moved = evenings[evening_id], False
    while evening.moved_to_id is not None:
        evening, has_moved = evenings[evening.moved_to_id], True
    is_open = is_to_come(evening, at)
    following = None if is_open else next((one for one in evenings.values() if is_to_come(one, at)), None)
    meant = evening if is_open else following
    reply = reply_of_dwelling(session, meant.id, dwelling_id) if meant and dwelling_id is not None else None
    return Invited(case_id, evening, is_open, has_moved, following, reply)


def is_to_come(evening: InfoEvening, at: datetime) -> bool:
    """Whether one can still reply to it."""
    return evening.state == "planned" and evening.starts_at > at


def reply_of_dwelling(session: Session, evening_id: int, dwelling_id: int) -> Reply | None:
    """The one reply of a dwelling to an evening."""
    return session.scalars(
        select(Reply)
        .where(Reply.evening_id == evening_id, Reply.dwelling_id == dwelling_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def who_asked(session: Session, case_id: int) -> Sequence[tuple[str, int]]:
    """The addresses, with their reply, of who asked something or news of a founding, or hoped to come to an evening
    that did not take place."""
    wants_news = Reply.wants_news & Reply.email_confirmed_at.is_not(None)
    hoped_to_come = (InfoEvening.state == "cancelled") & (Reply.answer == "coming")
    found = session.execute(
        select(Reply.email, Reply.id)
        .join(InfoEvening, InfoEvening.id == Reply.evening_id)
        .where(Reply.case_id == case_id, Reply.email != "", Reply.state.in_(("standing", "waiting")),
               or_(wants_news, Reply.question != "", Reply.answer == "interested", hoped_to_come))
        .order_by(Reply.id)
    )  # fmt: skip
    return [(email, reply_id) for email, reply_id in found]


@dataclass(frozen=True)
class ReplyLine:
    """One reply as staff read it. `address`: of the dwelling; empty for who has no letter."""

    reply: Reply
    address: str


def replies_to(session: Session, evening_id: int) -> Sequence[ReplyLine]:
    """The replies to one evening that stand or wait, in the order of the round; those without a letter last."""
    rows = session.execute(
        select(Reply, Invitation)
        .outerjoin(Invitation, Invitation.id == Reply.invitation_id)
        .where(Reply.evening_id == evening_id, Reply.state.in_(("standing", "waiting")))
        .order_by(Invitation.place.is_(None), Invitation.place, Reply.id)
    )
    return [ReplyLine(reply, _address(invitation)) for reply, invitation in rows]


def _address(invitation: Invitation | None) -> str:
    if invitation is None:
        return ""
    return f"{invitation.street} {invitation.house_number}{invitation.suffix}"
