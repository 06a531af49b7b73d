"""A message of anybody to the coordinators of a network: it goes by mail, and nobody's address is shown."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock import day_of
from models.operations.accounts.attempts import count_attempt, require_below_limit
from models.operations.accounts.signing_in import Mail, normal_email
from models.operations.cases.acting import written
from models.outbox import Effect
from models.queries.networks.coordinators import Reachable, reachable_coordinators
from models.queries.networks.successions import officers_standing_in
from models.rules.charter_content import plain_text
from models.rules.languages import told_language
from models.rules.refusals import GateNotMet, Invalid

LONGEST_NAME = 100  # characters
LONGEST_MESSAGE = 3000


@dataclass(frozen=True)
class Message:
    """What somebody writes. The coordinators answer to `email`: it goes along with their name."""

    name: str
    email: str
    text: str


def write_to_coordinators(session: Session, slug: str, at: datetime, message: Message,
                          write_mail: Callable[[Message], Mail]) -> int:  # fmt: skip
    """Plan a mail to each coordinator and deputy. The same message twice on a day goes once. Returns how many.

    Raises Invalid at the field, GateNotMet when nobody can be reached, TooManyAttempts when one network gets too many
    (bad story: a program fills the mailbox of a volunteer).
    """
    checked = _checked(message)
    reachable = who_answers(session, slug, day_of(at))
    if not reachable:
        raise GateNotMet("nobody_to_write_to", "Dit netwerk is nu niet bereikbaar via deze bladzijde.")
    content = "\n".join((slug, checked.email, checked.text, day_of(at).isoformat()))
    digest = hashlib.sha256(content.encode()).hexdigest()[:32]
    keys = {f"relay:{digest}:{one.person_id}": one for one in reachable}
    known = set(session.scalars(select(Effect.key).where(Effect.key.in_(keys))))
    if known:
        return 0
    require_below_limit(session, "relay_to_network", slug, at)
    count_attempt(session, "relay_to_network", slug, at)
    mail = write_mail(checked)
    session.add_all(
        Effect(key=key, kind="mail", case_id=None,
               payload={"to": one.email, "name": one.name, "subject": mail.subject, "text": mail.text,
                        **told_language(mail.language), "facts": {"reply_to": checked.email}})
        for key, one in keys.items()
    )  # fmt: skip
    session.flush()
    return len(keys)


def who_answers(session: Session, slug: str, on: date) -> tuple[Reachable, ...]:
    """The coordinators and deputies; where a seat is empty and nobody else is left, the officers who stand in."""
    officers = officers_standing_in(session, slug, on)
    return reachable_coordinators(session, slug) or tuple(
        Reachable(one.person_id, one.name, one.email) for one in officers
    )


def _checked(message: Message) -> Message:
    name = " ".join(written(plain_text(message.name), "name").split())
    if len(name) > LONGEST_NAME:
        raise Invalid("too_long", f"Hoogstens {LONGEST_NAME} tekens.", "name")
    text = written(plain_text(message.text), "text", shortest=10)
    if len(text) > LONGEST_MESSAGE:
        raise Invalid("too_long", f"Hoogstens {LONGEST_MESSAGE} tekens.", "text")
    return Message(name, normal_email(message.email), text)
