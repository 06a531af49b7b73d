"""The invitation by mail: to who gave a voice, and to who asked something or news at an earlier evening.

One mail per person and evening: who answered is not asked again, and who withdrew gets none. Who was invited and did
not answer hears when the evening moves or is cancelled, also because the founding ends. The texts are written by who
calls.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.info_evening import InfoEvening
from models.operations.cases.acting import lock_case
from models.operations.evenings.telling_repliers import ToTell, Write
from models.outbox import Effect
from models.queries.evenings.evening_calendar import as_attached
from models.queries.evenings.evenings import all_evenings
from models.queries.evenings.replies import is_to_come, who_asked
from models.reply import Reply
from models.rules.procedure import Stage
from models.rules.web_addresses import evening_page
from models.support import Voice

INVITED, MOVED, OFF = "evening_invitation", "invitation_moved", "reply_cancelled"  # the texts
AT_ONCE = 500  # mails in one transaction: the case is locked for a part of a second
SEVERAL = 500  # keys in one question to the database


@dataclass(frozen=True)
class AskingPerson:
    """Who has one mail address, by the rows that hold it: the address itself is in no key, because keys stay."""

    email: str
    rows: tuple[str, ...]

    def key(self, what: str, evening: InfoEvening) -> str:
        return f"{what}:{self.rows[0]}:{evening.id}"

    def is_among(self, keys: set[str], what: str, evenings: Iterable[InfoEvening]) -> bool:
        return any(f"{what}:{row}:{evening.id}" in keys for evening in evenings for row in self.rows)


@dataclass(frozen=True)
class _Due:
    """A mail that must go."""

    person: AskingPerson
    text: str
    key: str
    evening: InfoEvening


def invite_by_mail(session: Session, case_id: int, at: datetime, base_url: str, write: Write, *,
                   most: int = AT_ONCE) -> int:  # fmt: skip
    """Plan the next mails of one case. Returns how many; 0: everybody has theirs."""
    case = lock_case(session, case_id)
    evenings = all_evenings(session, case_id)
    if case.stage != Stage.INFO_EVENING.value or not evenings:
        return 0
    page = evening_page(base_url, case.number)
    attached = {one.id: as_attached(session, case, one.id, page) for one in evenings if one.moved_to_id is None}
    count = 0
    for due in _due(session, case_id, evenings, at, is_ended=case.ended_at is not None):
        if count == most:
            break
        mail = write(ToTell(due.text, case, due.evening, page))
        payload = {"to": due.person.email, "subject": mail.subject, "text": mail.text, **attached[due.evening.id]}
        session.add(Effect(key=due.key, kind="mail", case_id=None, payload=payload))
        count += 1
    session.flush()
    return count


def _due(session: Session, case_id: int, evenings: Iterable[InfoEvening], at: datetime, *,
         is_ended: bool) -> Iterator[_Due]:  # fmt: skip
    people = people_who_asked(session, case_id)
    keys = _planned(session, people, evenings)
    to_come = [one for one in evenings if is_to_come(one, at) and not is_ended]
    answered = _answered(session, case_id, to_come)
    for evening in to_come:
        before = _moments_before(evening, evenings)
        for person in people:
            if person.email not in answered and not person.is_among(keys, INVITED, [evening]):
                text = MOVED if person.is_among(keys, INVITED, before) else INVITED
                yield _Due(person, text, person.key(INVITED, evening), evening)
    for evening in evenings:
        if evening.state != "cancelled" or evening.moved_to_id is not None or evening.starts_at <= at:
            continue
        told = _answered(session, case_id, [evening])
        for person in people:
            was_invited = person.is_among(keys, INVITED, [evening, *_moments_before(evening, evenings)])
            if was_invited and person.email not in told and not person.is_among(keys, "evening_off", [evening]):
                yield _Due(person, OFF, person.key("evening_off", evening), evening)


def _moments_before(evening: InfoEvening, evenings: Iterable[InfoEvening]) -> list[InfoEvening]:
    """The evenings that were moved to this one, one after the other."""
    earlier = [one for one in evenings if one.moved_to_id == evening.id]
    return earlier + [more for one in earlier for more in _moments_before(one, evenings)]


def people_who_asked(session: Session, case_id: int) -> list[AskingPerson]:
    """Who gave a voice that counts, and who replied and asked for news or something; one per address.

    A voice that was changed is another row of the same person: who thinks again is not invited again.
    """
    rows: dict[str, list[str]] = defaultdict(list)
    invited = set()
    voices = select(Voice.email, Voice.id, Voice.state).where(
        Voice.case_id == case_id, Voice.channel == "online", Voice.email != ""
    )
    for email, voice_id, state in session.execute(voices.order_by(Voice.id)):
        rows[email].append(f"voice:{voice_id}")
        if state == "confirmed":
            invited.add(email)
    for email, reply_id in who_asked(session, case_id):
        rows[email].append(f"reply:{reply_id}")
        invited.add(email)
    return [AskingPerson(email, tuple(held)) for email, held in rows.items() if email in invited]


def _stands() -> ColumnElement[bool]:
    return Reply.state.in_(("standing", "waiting"))


def _answered(session: Session, case_id: int, evenings: Iterable[InfoEvening]) -> set[str]:
    """The addresses of which somebody answered to one of these evenings, by mail or by the letter of the dwelling."""
    of_these = Reply.evening_id.in_([one.id for one in evenings])
    addresses = select(Reply.email).where(of_these, Reply.email != "", _stands())
    dwellings = select(Reply.dwelling_id).where(of_these, Reply.dwelling_id.is_not(None))
    voices = select(Voice.email).where(Voice.case_id == case_id, Voice.email != "", Voice.dwelling_id.in_(dwellings))
    return {*session.scalars(addresses), *session.scalars(voices)}


def _planned(session: Session, people: Iterable[AskingPerson], evenings: Iterable[InfoEvening]) -> set[str]:
    """Which of the mails that these people can get are planned already."""
    asked = [
        f"{what}:{row}:{evening.id}"
        for evening in evenings for person in people for row in person.rows for what in (INVITED, "evening_off")
    ]  # fmt: skip
    found: set[str] = set()
    for first in range(0, len(asked), SEVERAL):
        found.update(session.scalars(select(Effect.key).where(Effect.key.in_(asked[first : first + SEVERAL]))))
    return found
