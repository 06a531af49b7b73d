"""The messages of a network: who gets one, how each was reached, and the log that the evaluation counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.case import FoundingCase
from models.clock import BELGIUM, day_of
from models.enrolment import Enrolment
from models.message import Delivery, Message
from models.network import NeighbourhoodNetwork
from models.queries.charters.checking_charters import charter_in_force
from models.queries.networks.consents import consented_channels
from models.queries.networks.enrolments import signed_text
from models.rules.messages import FEEDBACK, KINDS, NON_URGENT, REACHED, URGENT, MessageKind, channels_for, is_by_night


@dataclass(frozen=True)
class MemberToReach:
    """One member and the ways by which this message goes to them; none: they can't be reached."""

    enrolment_id: int
    name: str
    channels: tuple[str, ...]


@dataclass(frozen=True)
class LogLine:
    """One message in the log. `members`: to how many it went; `leaving`: how many of them still wait; `reached`,
    `not_reached`, `read`: of how many that is known; None where it left by another way and nobody noted it.
    `has_feedback`: another message tells how it ended."""

    message: Message
    kind: MessageKind
    happened_at: datetime  # in Belgian time
    is_by_night: bool
    members: int | None
    reached: int | None
    not_reached: int | None
    read: int | None
    has_feedback: bool
    leaving: int = 0


def plan_in_force(
    session: Session, case: FoundingCase, network: NeighbourhoodNetwork, at: datetime
) -> Mapping[str, Any]:
    """The communication plan of the charter by which a network works; empty where there is none."""
    version = charter_in_force(session, network.slug, day_of(at))
    return signed_text(session, case.id, version.version).contents.get("communication_plan", {}) if version else {}


def recipients_of_message(session: Session, network: NeighbourhoodNetwork, message: Message,
                          has_sms: bool) -> tuple[MemberToReach, ...]:  # fmt: skip
    """The members who get a message now, by name. Who pauses gets none."""
    rows = session.scalars(
        select(Enrolment)
        .where(Enrolment.network_id == network.id, Enrolment.state == "member", Enrolment.excluded_until.is_(None))
        .order_by(Enrolment.name, Enrolment.id)
    ).all()
    message_class, agreed = KINDS[message.kind].message_class, consented_channels(session, [row.id for row in rows])
    return tuple(
        MemberToReach(row.id, row.name, channels_for(message_class, row.channel, bool(row.phone), bool(row.email),
                                                     has_sms, agreed[row.id]))
        for row in rows
    )  # fmt: skip


def messages_of(session: Session, network_id: int, states: Sequence[str]) -> Sequence[Message]:
    """The messages of a network in these states, the newest first."""
    return session.scalars(
        select(Message)
        .where(Message.network_id == network_id, Message.state.in_(states))
        .order_by(Message.happened_at.desc(), Message.id.desc())
    ).all()


def message_log(session: Session, network_id: int) -> tuple[LogLine, ...]:
    """All messages that left or were entered, the newest first."""
    counts, read = _counts(session, network_id), _read(session, network_id)
    rows = messages_of(session, network_id, ("released", "entered"))
    answered = {row.about_id for row in rows if row.about_id is not None}
    return tuple(_log_line(row, counts.get(row.id, {}), read.get(row.id, (0, 0)), row.id in answered) for row in rows)


def log_line(session: Session, message: Message) -> LogLine:
    """One message as it stands in the log."""
    counts, read = _counts(session, message.network_id), _read(session, message.network_id)
    answers = session.scalar(
        select(func.count()).where(Message.about_id == message.id, Message.state.in_(("released", "entered")))
    )
    return _log_line(message, counts.get(message.id, {}), read.get(message.id, (0, 0)), bool(answers))


def _log_line(row: Message, states: Mapping[str, int], read: tuple[int, int], has_feedback: bool) -> LogLine:
    at = row.happened_at.astimezone(BELGIUM)
    if row.state == "entered":
        known = [one for one in (row.reached, row.not_reached) if one is not None]
        return LogLine(row, KINDS[row.kind], at, is_by_night(at), sum(known) if known else None, row.reached,
                       row.not_reached, None, has_feedback)  # fmt: skip
    members, seen = read
    reached = sum(states.get(state, 0) for state in REACHED)
    return LogLine(row, KINDS[row.kind], at, is_by_night(at), members, reached, states.get("failed", 0), seen,
                   has_feedback, states.get("planned", 0))  # fmt: skip


def _counts(session: Session, network_id: int) -> dict[int, dict[str, int]]:
    """Per message, how many members stand how: somebody with two deliveries stands as the best of them."""
    rows = session.execute(
        select(Delivery.message_id, Delivery.enrolment_id, Delivery.state)
        .join(Message, Message.id == Delivery.message_id)
        .where(Message.network_id == network_id)
    ).all()
    best: dict[tuple[int, int], str] = {}
    for row in rows:
        key = (row.message_id, row.enrolment_id)
        best[key] = min(best.get(key, row.state), row.state, key=_BEST_FIRST.index)
    counts: dict[int, dict[str, int]] = {}
    for (message_id, _enrolment), state in best.items():
        counts.setdefault(message_id, Counter())[state] += 1
    return counts


_BEST_FIRST = ("called", "delivered", "handed_over", "planned", "to_call", "failed", "withdrawn")


def _read(session: Session, network_id: int) -> dict[int, tuple[int, int]]:
    """Per message, to how many members it went and how many said that they read it."""
    rows = session.execute(
        select(
            Delivery.message_id,
            func.count(Delivery.enrolment_id.distinct()),
            func.count(Delivery.enrolment_id.distinct()).filter(Delivery.read_at.is_not(None)),
        )
        .join(Message, Message.id == Delivery.message_id)
        .where(Message.network_id == network_id)
        .group_by(Delivery.message_id)
    ).all()
    return {message_id: (members, seen) for message_id, members, seen in rows}


def deliveries_in(session: Session, message_id: int, states: Sequence[str]) -> Sequence[Delivery]:
    """The deliveries of a message in these states, with whom they are for, by name."""
    return session.scalars(
        select(Delivery)
        .join(Enrolment, Enrolment.id == Delivery.enrolment_id)
        .options(joinedload(Delivery.enrolment))
        .where(Delivery.message_id == message_id, Delivery.state.in_(states))
        .order_by(Enrolment.name, Delivery.id)
    ).all()


def to_answer(session: Session, network_id: int) -> Sequence[Message]:
    """The messages on which feedback can be given: those that left and are no feedback themselves."""
    return [row for row in messages_of(session, network_id, ("released", "entered"))
            if KINDS[row.kind].message_class != FEEDBACK]  # fmt: skip


def counts_for_evaluation(session: Session, network_id: int, since: date, until: date) -> dict[str, int] | None:
    """What the log counts from one day up to another, under the codes of the evaluation form; None: the log is empty,
    which is no nought. Urgent messages are told apart by day and night, the others are not."""
    lines = [one for one in message_log(session, network_id) if since <= one.happened_at.date() <= until]
    if not lines:
        return None
    urgent = [one for one in lines if one.kind.message_class == URGENT]
    return {
        "urgent_messages_day": sum(not one.is_by_night for one in urgent),
        "urgent_messages_night": sum(one.is_by_night for one in urgent),
        "non_urgent_messages": sum(one.kind.message_class == NON_URGENT for one in lines),
        "feedback_messages": sum(one.kind.message_class == FEEDBACK for one in lines),
    }
