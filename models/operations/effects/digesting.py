"""Mails that only inform are gathered for staff, and leave as one mail a day. A kill in between loses and doubles none.

A gathered mail is an effect in state 'gathered'; its digest takes it over ('in_digest') and settles it with itself.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.mandate import Mandate
from models.operations.cases.acting import lock_case, record
from models.operations.cases.writing_case import write_case
from models.outbox import Effect
from models.person import Person
from models.queries.authorities.absences import STAFF_ROLES
from models.rules.access import SYSTEM
from models.rules.languages import SOURCE, told_language

GATHERED, IN_DIGEST = "gathered", "in_digest"
AT_ONCE, DAILY = "at_once", "daily"
RHYTHMS = (DAILY, AT_ONCE)


@dataclass(frozen=True)
class Digest:
    """What the mail of a day says. `titles`: per gathered mail, what it says in a few words, for the journal."""

    subject: str
    text: str
    titles: Sequence[str]
    language: str = SOURCE


Write = Callable[[str, Sequence[dict[str, Any]]], Digest]  # the name of the reader, and the gathered mails


def who_gathers(session: Session, person_ids: Collection[int], on: date) -> set[int]:
    """Those of these people who get mails that only inform once a day: staff who did not choose otherwise."""
    query = (
        select(Person.id)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Person.id.in_(person_ids), Person.mail_rhythm != AT_ONCE, Mandate.role.in_(STAFF_ROLES))
        .where(Mandate.since <= on, or_(Mandate.until.is_(None), Mandate.until >= on))
    )
    return set(session.scalars(query)) if person_ids else set()


def people_with_news(session: Session) -> list[int]:
    """Everybody for whom something is gathered."""
    reader = Effect.payload["person_id"].as_integer()
    return sorted(set(session.scalars(select(reader).where(Effect.state == GATHERED, Effect.kind == "mail"))))


def plan_digest(session: Session, person_id: int, at: datetime, write: Write) -> bool:
    """Plan the mail of this day for one person, with all that is gathered. Once a day: what comes later waits for
    tomorrow. Returns whether one was planned."""
    person = session.scalars(select(Person).where(Person.id == person_id).with_for_update(of=Person)).one()
    key = f"digest:person-{person_id}:{day_of(at).isoformat()}"
    if session.scalars(select(Effect.id).where(Effect.key == key)).first() is not None:
        return False
    mine = Effect.payload["person_id"].as_integer() == person_id
    rows = session.scalars(
        select(Effect).where(Effect.state == GATHERED, Effect.kind == "mail", mine).order_by(Effect.id)
    ).all()
    if not rows:
        return False
    if not person.is_active or not person.email:
        for row in rows:
            row.state, row.last_error = "given_up", "nobody to write to"
        return False
    digest = write(person.name, [row.payload for row in rows])
    for row, title in zip(rows, digest.titles, strict=True):
        row.state, row.payload = IN_DIGEST, {**row.payload, "title": title}
    payload = {"to": person.email, "name": person.name, "subject": digest.subject, "text": digest.text,
               "gathered": [row.id for row in rows], **told_language(digest.language)}  # fmt: skip
    session.add(Effect(key=key, kind="mail", case_id=None, payload=payload))
    session.flush()
    return True


def settle_gathered(session: Session, digest: Effect, state: str, now: datetime, at: datetime) -> None:
    """The digest left (`confirmed`) or never will (`given_up`): so did what it holds. Cases are locked in order."""
    rows = session.scalars(
        select(Effect)
        .where(Effect.id.in_(digest.payload.get("gathered", [])), Effect.state == IN_DIGEST)
        .order_by(Effect.case_id, Effect.id)
    ).all()
    for row in rows:
        case = lock_case(session, row.case_id) if row.case_id is not None else None
        row.state = state
        if state == "confirmed":
            row.confirmed_at = now
        session.flush()
        if case is not None and state == "confirmed":
            _note_once(session, case, row, at)


def _note_once(session: Session, case: FoundingCase, row: Effect, at: datetime) -> None:
    """One entry in the journal per mail, when the last of its readers has it."""
    plan = row.payload
    waiting = session.scalars(
        select(Effect.payload).where(Effect.case_id == case.id, Effect.state.in_((GATHERED, IN_DIGEST)))
    ).all()
    if any(one.get("notice") == plan["notice"] and one.get("sequence") == plan["sequence"] for one in waiting):
        return
    record(session, case, "notice:digested", SYSTEM, at, title=plan["title"], notice=plan["notice"],
           sequence=plan["sequence"])  # fmt: skip
    write_case(session)
