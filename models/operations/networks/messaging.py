"""Writing messages for the members of a network, and keeping those that left by another way. Nothing leaves here:
that is `releasing_messages`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.message import Message
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import ask_for_work, lock_case, record, written
from models.operations.cases.writing_case import write_case
from models.rules.access import PERMISSIONS, Actor, Role, function_on
from models.rules.messages import FEEDBACK, KINDS, LONGEST_WAY, MOST_COUNTED, MessageKind, checked_text
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale


@dataclass(frozen=True)
class MessageText:
    """What somebody writes. `about_id`: the message on which this is feedback; None: on none that stands here."""

    kind: str
    subject: str
    text: str
    about_id: int | None = None


@dataclass(frozen=True)
class SentElsewhere:
    """How a message left by another way (BE-Alert, a telephone chain). None: not known."""

    way: str
    happened_at: datetime
    reached: int | None = None
    not_reached: int | None = None


def write_message(session: Session, case_id: int, by: Actor, at: datetime, words: MessageText) -> Message:
    """Keep a message that is not sent yet. What the police write for a coordinator to pass on is told to them.

    Raises NotAllowed for a kind that somebody else writes, Invalid at the field, GateNotMet where no network is active.
    """
    case, network = lock_network(session, case_id)
    kind = _kind(words.kind)
    function = require_one_of(by, case, kind.writers, "Dit soort bericht schrijft iemand anders.")
    row = Message(network_id=network.id, kind=words.kind, state="ready", happened_at=at, written_by_id=by.person_id)
    _put(session, row, kind, words)
    session.add(row)
    session.flush()
    if kind.goes_through_coordinator:
        record(session, case, "message:supplied", by, at, function, message_kind=kind.name, message_id=row.id)
        ask_for_work(session, case)
    return row


def rewrite_message(session: Session, case_id: int, by: Actor, words: MessageText, *, message_id: int,
                    revision: int) -> None:  # fmt: skip
    """Change the words of a message that nobody let go yet. Raises Stale where somebody changed it meanwhile."""
    case, network = lock_network(session, case_id)
    row = one_of_network(session, network, message_id, ("ready",))
    require_one_of(by, case, KINDS[row.kind].writers, "Alleen wie dit soort bericht schrijft, verandert het.")
    require_seen(row, revision)
    _put(session, row, KINDS[row.kind], words)
    assert by.person_id is not None
    row.revision, row.written_by_id = row.revision + 1, by.person_id


def enter_message(session: Session, case_id: int, by: Actor, at: datetime, words: MessageText,
                  sent: SentElsewhere) -> Message:  # fmt: skip
    """Keep in the log what left by another way: the evaluation counts all messages. Raises Invalid at the field."""
    case, network = lock_network(session, case_id)
    kind = _kind(words.kind)
    roles = PERMISSIONS["enter_message"]
    assert isinstance(roles, frozenset)
    function = require_one_of(by, case, roles, "Alleen politie en coördinator houden het logboek bij.")
    if sent.happened_at > at:
        raise Invalid("in_the_future", "Dit moment moet nog komen.", "happened_at")
    if day_of(sent.happened_at) < network.active_since:
        raise Invalid("before_launch", "Toen was dit netwerk nog niet actief.", "happened_at")
    row = Message(network_id=network.id, kind=words.kind, state="entered", happened_at=sent.happened_at,
                  written_by_id=by.person_id, way=_way(sent.way), reached=_count(sent.reached, "reached"),
                  not_reached=_count(sent.not_reached, "not_reached"))  # fmt: skip
    _put(session, row, kind, words)
    session.add(row)
    session.flush()
    record(session, case, "message:entered", by, at, function, message_kind=kind.name, message_id=row.id)
    write_case(session)
    return row


def lock_network(session: Session, case_id: int) -> tuple[FoundingCase, NeighbourhoodNetwork]:
    """The case and its network, locked: messages of one network happen one after the other. Raises GateNotMet where
    it is not active."""
    case = lock_case(session, case_id)
    network = session.scalars(
        select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case_id).with_for_update()
    ).one_or_none()
    if network is None or network.state != "active":
        raise GateNotMet("no_active_network", "Berichten kunnen pas als het netwerk actief is.")
    return case, network


def one_of_network(session: Session, network: NeighbourhoodNetwork, message_id: int,
                   states: tuple[str, ...]) -> Message:  # fmt: skip
    """A message of this very network, as it stands now. Raises NotAllowed, and Stale where it went on meanwhile."""
    row = session.get(Message, message_id, populate_existing=True)
    if row is None or row.network_id != network.id:
        raise NotAllowed("unknown_message", "Dit bericht bestaat niet.")
    if row.state not in states:
        raise Stale("message_went_on", "Met dit bericht is intussen al iets gebeurd.")
    return row


def require_one_of(by: Actor, case: FoundingCase, roles: frozenset[Role], sentence: str) -> str:
    """In which of these functions somebody acts, as the journal keeps it. Raises NotAllowed."""
    function = function_on(by, case.place, roles)
    if not function:
        raise NotAllowed("no_role", sentence)
    return function


def require_seen(row: Message, revision: int) -> None:
    """Raises Stale where the words are no longer those that somebody saw."""
    if row.revision != revision:
        raise Stale("words_changed", "Iemand veranderde dit bericht intussen. Kijk het opnieuw na.")


def _kind(code: str) -> MessageKind:
    if code not in KINDS:
        raise Invalid("unknown_kind", "Kies wat voor bericht dit is.", "kind")
    return KINDS[code]


def _put(session: Session, row: Message, kind: MessageKind, words: MessageText) -> None:
    row.subject, row.text = checked_text(words.subject, words.text)
    about = session.get(Message, words.about_id) if words.about_id is not None else None
    if words.about_id is not None and (about is None or about.network_id != row.network_id or about.id == row.id):
        raise Invalid("unknown_message", "Kies een bericht van dit netwerk.", "about_id")
    row.about_id = words.about_id if kind.message_class == FEEDBACK else None


def _way(way: str) -> str:
    text = " ".join(written(way, "way").split())
    if len(text) > LONGEST_WAY:
        raise Invalid("too_long", f"Hoogstens {LONGEST_WAY} tekens.", "way")
    return text


def _count(number: int | None, field: str) -> int | None:
    if number is not None and not 0 <= number <= MOST_COUNTED:
        raise Invalid("impossible", "Dit aantal kan niet.", field)
    return number
