"""Mails to who replied to an info evening: it moved, it is cancelled, a place came free, or it is in two days.

The texts are written by who calls; each mail is planned once, in the transaction in which its reason is ticked off.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import BELGIUM, day_of
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.accounts.signing_in import Mail
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import lock_case
from models.operations.effects.mailing_links import plan_mail
from models.operations.evenings.replying import CHANGE_WITHIN
from models.operations.evenings.seating import lock_evening
from models.outbox import Effect
from models.queries.evenings.evening_calendar import as_attached
from models.queries.evenings.evenings import all_evenings, planned_evenings
from models.queries.evenings.replies import who_asked
from models.reply import Reply
from models.rules.procedure import Stage
from models.rules.replies import REMIND_DAYS_BEFORE
from models.rules.web_addresses import evening_page, reply_by_mail_page, reply_page
from models.support import Voice


@dataclass(frozen=True)
class ToTell:
    """What a mail tells: `kind` is its text, `link` leads to the reply."""

    kind: str
    case: FoundingCase
    evening: InfoEvening
    link: str
    people: int = 0
    is_waiting: bool = False


Write = Callable[[ToTell], Mail]


def tell_repliers(session: Session, case_id: int, at: datetime, base_url: str, write: Write) -> int:
    """Plan the mails that wait to be told of one case. Returns how many."""
    case = lock_case(session, case_id)
    waiting = session.scalars(
        select(Reply).where(Reply.case_id == case_id, Reply.to_tell != "").order_by(Reply.id)
    ).all()
    for reply in waiting:
        kind, reply.to_tell = reply.to_tell, ""
        _tell(session, case, reply, f"reply_{kind}", at, base_url, write)
    return len(waiting)


def cases_with_evening_near(session: Session, on: date) -> Sequence[int]:
    """Cases with an evening within the days before which people are reminded."""
    last = datetime.combine(on + timedelta(days=REMIND_DAYS_BEFORE + 1), datetime.min.time(), BELGIUM)
    return session.scalars(
        select(InfoEvening.case_id)
        .join(FoundingCase, FoundingCase.id == InfoEvening.case_id)
        .where(InfoEvening.state == "planned", InfoEvening.starts_at < last,
               InfoEvening.starts_at > last - timedelta(days=REMIND_DAYS_BEFORE + 1),
               FoundingCase.stage == Stage.INFO_EVENING.value, FoundingCase.ended_at.is_(None))
        .distinct()
    ).all()  # fmt: skip


def remind_of_evening(session: Session, case_id: int, at: datetime, base_url: str, write: Write) -> int:
    """Remind who comes, and who is invited by mail and never answered. Each once per evening."""
    case = lock_case(session, case_id)
    count = 0
    for evening in planned_evenings(session, case_id):
        days = (day_of(evening.starts_at) - day_of(at)).days
        if evening.starts_at <= at or days > REMIND_DAYS_BEFORE:
            continue
        lock_evening(session, evening.id)
        for reply in _who_comes(session, evening.id):
            key = f"evening_reminder:reply:{reply.id}:{evening.id}"
            count += _tell(session, case, reply, "reply_reminder", at, base_url, write, key)
        count += _remind_silent(session, case, evening, base_url, write)
    return count


def _tell(session: Session, case: FoundingCase, reply: Reply, kind: str, at: datetime, base_url: str, write: Write,
          key: str = "") -> bool:  # fmt: skip
    evening = session.get_one(InfoEvening, reply.evening_id)
    if not reply.email or (key and _is_planned(session, key)):
        return False
    token, link = _link(session, reply, at, base_url)
    told = ToTell(kind, case, evening, link, reply.people, reply.state == "waiting")
    more = as_attached(session, case, evening.id, evening_page(base_url, case.number))
    plan_mail(session, key or f"{kind}:{reply.id}:{evening.id}:{token}", reply.email, write(told), more)
    return True


def _link(session: Session, reply: Reply, at: datetime, base_url: str) -> tuple[str, str]:
    """Where the reply is changed: the address of the letter, or a new link, because only the hash of the old one is
    kept. What tells this mail from others comes with it."""
    if reply.invitation_id is not None:
        code = session.get_one(Invitation, reply.invitation_id).code
        return at.isoformat(), reply_page(base_url, code)
    token = secrets.token_urlsafe(32)
    reply.token_hash, reply.expires_at = hashed(token), at + CHANGE_WITHIN
    return reply.token_hash[:16], reply_by_mail_page(base_url, token)


def _who_comes(session: Session, evening_id: int) -> Sequence[Reply]:
    return session.scalars(
        select(Reply)
        .where(Reply.evening_id == evening_id, Reply.state.in_(("standing", "waiting")), Reply.answer == "coming",
               Reply.email != "")
        .order_by(Reply.id)
    ).all()  # fmt: skip


def _remind_silent(session: Session, case: FoundingCase, evening: InfoEvening, base_url: str, write: Write) -> int:
    """Who is invited by mail and answered, as dwelling or address, to no evening: with several, one is enough."""
    seen: set[str] = set()
    count = 0
    for row, email in _silent(session, case.id):
        key = f"evening_reminder:{row}:{evening.id}"
        is_told = email in seen or _is_planned(session, key)
        seen.add(email)
        if is_told:
            continue
        link = evening_page(base_url, case.number)
        plan_mail(session, key, email, write(ToTell("evening_reminder", case, evening, link)),
                  as_attached(session, case, evening.id, link))  # fmt: skip
        count += 1
    return count


def _silent(session: Session, case_id: int) -> list[tuple[str, str]]:
    """Which row holds the address of somebody who never answered, and the address: a voice, or an earlier reply."""
    evenings = [one.id for one in all_evenings(session, case_id) if one.state != "cancelled"]
    answered = select(Reply.dwelling_id).where(Reply.evening_id.in_(evenings), Reply.dwelling_id.is_not(None))
    addresses = select(Reply.email).where(Reply.evening_id.in_(evenings), Reply.email != "")
    voices = session.execute(
        select(Voice.id, Voice.email)
        .where(Voice.case_id == case_id, Voice.state == "confirmed", Voice.channel == "online", Voice.email != "",
               Voice.dwelling_id.is_(None) | Voice.dwelling_id.not_in(answered), Voice.email.not_in(addresses))
        .order_by(Voice.id)
    )  # fmt: skip
    given = set(session.scalars(addresses))
    asked = [(f"asked:{reply_id}", email) for email, reply_id in who_asked(session, case_id) if email not in given]
    return [(f"voice:{voice_id}", email) for voice_id, email in voices] + asked


def _is_planned(session: Session, key: str) -> bool:
    return session.scalar(select(Effect.id).where(Effect.key == key)) is not None
