"""Replying to the invitation without an account: by the code of the letter, or by the public page and a mail.

One reply per dwelling, the last one holds. Each takes the row of the evening first, so that the room is never promised
to more people than it holds.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.accounts.signing_in import Mail, normal_email
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import ask_for_work
from models.operations.effects.mailing_links import may_mail, plan_mail
from models.operations.evenings.seating import give_place, lock_evening, move_up, places_left
from models.queries.evenings.replies import invited_by_letter, is_to_come, reply_of_dwelling
from models.reply import Reply
from models.rules.procedure import agenda_of
from models.rules.refusals import GateNotMet, Invalid
from models.rules.replies import ANSWERS, LONGEST_QUESTION, MOST_PEOPLE, NEEDS

CONFIRM_WITHIN = timedelta(days=7)
CHANGE_WITHIN = timedelta(days=365)

WriteMail = Callable[[str, Reply], Mail]  # gets the token of the link


@dataclass(frozen=True)
class ReplyAnswer:
    """What somebody fills in. `question_item`: a code of the agenda; empty: they did not say."""

    answer: str
    people: int = 0
    needs: Sequence[str] = ()
    other_needs: str = ""
    question: str = ""
    question_item: str = ""
    email: str = ""
    wants_news: bool = False


def reply_by_code(session: Session, invitation: Invitation, at: datetime, answer: ReplyAnswer,
                  write_mail: WriteMail) -> Reply:  # fmt: skip
    """The reply of a dwelling, to the evening that its letter leads to now; the one of before is replaced.

    Who wants news gets a mail to confirm the address. Raises Invalid (the field) and GateNotMet (nothing to reply to).
    """
    evening = _open_evening(session, invitation, at)
    reply = reply_of_dwelling(session, evening.id, invitation.dwelling_id)
    if reply is None:
        reply = Reply(case_id=invitation.case_id, evening_id=evening.id, dwelling_id=invitation.dwelling_id,
                      state="withdrawn", answer="absent", people=0)  # fmt: skip
    reply.invitation_id = invitation.id
    _fill_in(session, evening, reply, answer, at)
    if reply.wants_news and reply.email and reply.email_confirmed_at is None:
        _mail_link(session, reply, at, write_mail)
    return reply


def reply_by_mail(session: Session, evening_id: int, at: datetime, answer: ReplyAnswer, write_mail: WriteMail) -> Reply:
    """The reply of somebody without a letter. It stands once the link in the mail was used."""
    evening = lock_evening(session, evening_id)
    _require_open(evening, at)
    if not answer.email.strip():
        raise Invalid("missing_email", "Vul uw e-mailadres in.", "email")
    reply = Reply(case_id=evening.case_id, evening_id=evening.id, state="unconfirmed", answer="absent")
    _write_down(evening, reply, answer, at)
    session.add(reply)
    session.flush()
    _mail_link(session, reply, at, write_mail)
    return reply


def open_reply(session: Session, token: str, at: datetime) -> Reply | None:
    """The reply of this link as long as it can be used; looking changes nothing."""
    reply = session.scalars(select(Reply).where(Reply.token_hash == hashed(token))).one_or_none()
    if reply is None or reply.state == "withdrawn" or reply.expires_at is None or reply.expires_at <= at:
        return None
    return reply


def confirm_reply(session: Session, reply: Reply, at: datetime) -> None:
    """Who received the mail presses the button. A second time changes nothing.

    Somebody who replied before with this address has one reply to the evening: this one replaces it.
    """
    evening = lock_evening(session, reply.evening_id)
    session.refresh(reply)
    if reply.email_confirmed_at is None:
        reply.email_confirmed_at, reply.expires_at = at, at + CHANGE_WITHIN
    if reply.state != "unconfirmed":
        return
    _require_open(evening, at)
    for earlier in _of_address(session, reply):
        _forget(earlier)
    give_place(session, evening, reply, at)
    _let_move_up(session, evening)


def change_reply(session: Session, reply: Reply, at: datetime, answer: ReplyAnswer) -> None:
    """Think again, by the link of the mail. The address stays the one that was confirmed."""
    evening = lock_evening(session, reply.evening_id)
    session.refresh(reply)
    _require_open(evening, at)
    kept = ReplyAnswer(**{**vars(answer), "email": reply.email})
    _fill_in(session, evening, reply, kept, at)


def withdraw_reply(session: Session, reply: Reply, at: datetime) -> None:
    """Take the reply back; what it said is forgotten at once. A second time changes nothing."""
    evening = lock_evening(session, reply.evening_id)
    session.refresh(reply)
    if reply.state == "withdrawn":
        return
    _forget(reply)
    session.flush()
    if is_to_come(evening, at):
        _let_move_up(session, evening)


def _open_evening(session: Session, invitation: Invitation, at: datetime) -> InfoEvening:
    """The evening under its lock. It may move between looking and locking: then its new moment counts."""
    for _try in range(3):
        found = invited_by_letter(session, invitation, at).open_evening
        if found is None:
            break
        evening = lock_evening(session, found.id)
        if is_to_come(evening, at):
            return evening
        session.expire_all()
    raise GateNotMet("evening_closed", "Op deze infoavond kunt u niet meer antwoorden.")


def _require_open(evening: InfoEvening, at: datetime) -> None:
    if not is_to_come(evening, at):
        raise GateNotMet("evening_closed", "Op deze infoavond kunt u niet meer antwoorden.")


def _fill_in(session: Session, evening: InfoEvening, reply: Reply, answer: ReplyAnswer, at: datetime) -> None:
    had_place = reply.people if reply.state == "standing" and reply.answer == "coming" else 0
    _write_down(evening, reply, answer, at, had_place=had_place, left=places_left(session, evening, reply.id))
    session.add(reply)
    session.flush()
    give_place(session, evening, reply, at)
    _let_move_up(session, evening)


def _write_down(evening: InfoEvening, reply: Reply, answer: ReplyAnswer, at: datetime, *, had_place: int = 0,
                left: int | None = None) -> None:  # fmt: skip
    _check(evening, answer)
    is_coming = answer.answer == "coming"
    if had_place and is_coming and left is not None and answer.people > max(left, had_place):
        raise Invalid("room_full", f"Er is nog plaats voor {left} mensen van uw woning. Uw antwoord van voordien "
                      "blijft staan.", "people")  # fmt: skip
    email = normal_email(answer.email) if answer.email.strip() else ""
    if email != reply.email:
        reply.email, reply.email_confirmed_at = email, None
    reply.answer, reply.people = answer.answer, answer.people if is_coming else 0
    reply.needs, reply.other_needs = (list(answer.needs), answer.other_needs.strip()) if is_coming else ([], "")
    reply.question, reply.question_item = answer.question.strip(), answer.question_item if answer.question else ""
    reply.wants_news = answer.wants_news and bool(email)
    reply.replied_at, reply.to_tell = at, ""


def _check(evening: InfoEvening, answer: ReplyAnswer) -> None:
    if answer.answer not in ANSWERS:
        raise Invalid("unknown_answer", "Kies of u komt.", "answer")
    if answer.answer == "coming" and not 1 <= answer.people <= MOST_PEOPLE:
        raise Invalid("people", f"Vul in met hoeveel u komt: 1 tot {MOST_PEOPLE}. Meer? Bel het contact.", "people")
    if any(need not in NEEDS for need in answer.needs):
        raise Invalid("unknown_need", "Kies uit de lijst.", "needs")
    if len(answer.other_needs) > LONGEST_QUESTION or len(answer.question) > LONGEST_QUESTION:
        field = "question" if len(answer.question) > LONGEST_QUESTION else "other_needs"
        raise Invalid("too_long", f"Hoogstens {LONGEST_QUESTION} tekens.", field)
    if answer.question_item and answer.question_item not in agenda_of(evening.extra_items):
        raise Invalid("unknown_item", "Kies een punt van de agenda.", "question_item")
    if answer.wants_news and not answer.email.strip():
        raise Invalid("missing_email", "Vul uw e-mailadres in: daarop krijgt u nieuws.", "email")


def _let_move_up(session: Session, evening: InfoEvening) -> None:
    """Places may have come free: who waited hears of it by the engine."""
    if move_up(session, evening):
        ask_for_work(session, session.get_one(FoundingCase, evening.case_id))


def _of_address(session: Session, reply: Reply) -> Sequence[Reply]:
    return session.scalars(
        select(Reply).where(Reply.evening_id == reply.evening_id, Reply.email == reply.email, Reply.id != reply.id,
                            Reply.dwelling_id.is_(None), Reply.state.in_(("standing", "waiting")))
    ).all()  # fmt: skip


def _forget(reply: Reply) -> None:
    reply.state, reply.people, reply.needs, reply.queued_at = "withdrawn", 0, [], None
    reply.other_needs = reply.question = reply.question_item = reply.email = reply.to_tell = ""
    reply.wants_news, reply.email_confirmed_at, reply.token_hash = False, None, None


def _mail_link(session: Session, reply: Reply, at: datetime, write_mail: WriteMail) -> None:
    """An address that asks too often gets no more mails for a while; whoever types it learns nothing of that."""
    token = secrets.token_urlsafe(32)
    reply.token_hash, reply.expires_at = hashed(token), at + CONFIRM_WITHIN
    session.flush()
    if may_mail(session, "reply_mail_to_address", reply.email, at):
        plan_mail(session, f"reply:{reply.id}:{hashed(token)[:16]}", reply.email, write_mail(token, reply))
