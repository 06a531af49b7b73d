"""Giving a voice online: one per dwelling, confirmed by a link in a mail, changed or taken back by the same link.

Nobody is ever told whether an address or a dwelling gave a voice already: every form gets the same answer and every
mail the same text. Who gave the voice that counts is told by mail when somebody else confirms one for that dwelling.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.operations.accounts.signing_in import Mail, normal_email
from models.operations.accounts.web_sessions import hashed
from models.operations.cases.acting import written
from models.operations.effects.mailing_links import may_mail, plan_mail
from models.operations.support.counting_voices import (
    count_voice,
    counted_voice,
    dwelling_in_area,
    let_next_count,
    stop_counting,
    support_changed,
    take_gathering,
    withdraw,
)
from models.rules.refusals import Invalid
from models.rules.support import CHOICES, WISHES
from models.support import Voice

CONFIRM_WITHIN = timedelta(days=7)
CHANGE_WITHIN = timedelta(days=730)  # a founding is over long before; the stage closes the link sooner
OPEN_STATES = ("unconfirmed", "waiting", "confirmed")

WriteMail = Callable[[str, Voice], Mail]  # gets the token of the link


@dataclass(frozen=True)
class VoiceAnswer:
    """What somebody fills in: the dwelling as typed, a choice, perhaps wishes (member, coordinator, steering_group)."""

    street_id: int
    number: str
    choice: str
    name: str
    email: str = ""
    phone: str = ""
    wishes: Sequence[str] = ()


def give_voice(session: Session, case_id: int, at: datetime, answer: VoiceAnswer, write_mail: WriteMail) -> Voice:
    """Keep a voice that does not count yet, and send the link with which it is confirmed.

    An address that asks too often gets no more mails for a while, without a word: whoever types it learns nothing.
    Raises Invalid (the field that is wrong) and GateNotMet.
    """
    case = take_gathering(session, case_id, at)
    voice = new_voice(case_id, dwelling_in_area(session, case, answer.street_id, answer.number), answer, at)
    voice.email = normal_email(answer.email)
    token = secrets.token_urlsafe(32)
    voice.token_hash, voice.expires_at = hashed(token), at + CONFIRM_WITHIN
    session.add(voice)
    session.flush()
    if may_mail(session, "voice_mail_to_address", voice.email, at):
        plan_mail(session, f"voice:{voice.id}:{hashed(token)[:16]}", voice.email, write_mail(token, voice))
    return voice


def new_voice(case_id: int, dwelling: object, answer: VoiceAnswer, at: datetime) -> Voice:
    """A voice as it was filled in, checked but for its dwelling. Raises Invalid."""
    if answer.choice not in CHOICES:
        raise Invalid("unknown_choice", "Kies voor, tegen of meer weten.", "choice")
    if any(wish not in WISHES for wish in answer.wishes):
        raise Invalid("unknown_wish", "Kies uit de lijst.", "wishes")
    return Voice(
        case_id=case_id,
        **vars(dwelling),
        choice=answer.choice,
        wishes=list(answer.wishes),
        name=written(answer.name, "name"),
        phone=written(answer.phone or "", "phone", shortest=0),
        given_at=at,
    )


def open_voice(session: Session, token: str, at: datetime) -> Voice | None:
    """The voice of this link as long as it can be used; looking changes nothing (mail scanners look too)."""
    voice = session.scalars(select(Voice).where(Voice.token_hash == hashed(token))).one_or_none()
    is_open = voice is not None and voice.state in OPEN_STATES and voice.expires_at is not None
    return voice if is_open and voice is not None and voice.expires_at and voice.expires_at > at else None


def confirm_voice(session: Session, voice: Voice, at: datetime, write_mail: Callable[[], Mail]) -> None:
    """Who received the mail presses the button. A second time changes nothing.

    An address has one voice in a case: this one replaces its earlier ones, of whatever dwelling. Where somebody else's
    voice of the dwelling counts, this one waits, and who gave that one hears of it once (`write_mail`): housemates can
    then agree, and a stranger is noticed.
    """
    case = take_gathering(session, voice.case_id, at)
    session.refresh(voice)
    if voice.state != "unconfirmed":
        return
    voice.expires_at = at + CHANGE_WITHIN
    own = _others_of_address(session, voice)
    for earlier in own:
        stop_counting(session, earlier, "replaced", at)
    if not count_voice(session, voice, at):
        first = counted_voice(session, voice)
        if first is not None and first.email:
            plan_mail(session, f"voice_again:{first.id}", first.email, write_mail())
    for earlier in own:
        let_next_count(session, earlier, at)
    support_changed(session, case, at)


def change_voice(session: Session, voice: Voice, at: datetime, *, choice: str, wishes: Sequence[str]) -> Voice:
    """Think again. The voice of before stays on record as replaced, so that counts of before can be explained."""
    case = take_gathering(session, voice.case_id, at)
    session.refresh(voice)
    if choice not in CHOICES:
        raise Invalid("unknown_choice", "Kies voor, tegen of meer weten.", "choice")
    if any(wish not in WISHES for wish in wishes):
        raise Invalid("unknown_wish", "Kies uit de lijst.", "wishes")
    if voice.state != "confirmed" or choice == voice.choice:
        voice.choice, voice.wishes = choice, list(wishes)
        return voice
    token_hash = voice.token_hash
    stop_counting(session, voice, "replaced", at)
    kept = ("case_id", "street_id", "house_number", "suffix", "suffix_key", "dwelling_id", "name", "email", "phone",
            "channel", "expires_at")  # fmt: skip
    changed = Voice(**{name: getattr(voice, name) for name in kept}, token_hash=token_hash, choice=choice,
                    wishes=list(wishes), given_at=at)  # fmt: skip
    session.add(changed)
    count_voice(session, changed, at)
    support_changed(session, case, at)
    return changed


def withdraw_voice(session: Session, voice: Voice, at: datetime) -> None:
    """Take the voice back, with the link. A second time changes nothing."""
    case = take_gathering(session, voice.case_id)
    session.refresh(voice)
    if voice.state not in OPEN_STATES:
        return
    withdraw(session, voice, at)
    support_changed(session, case, at)


def _others_of_address(session: Session, voice: Voice) -> Sequence[Voice]:
    return session.scalars(
        select(Voice).where(
            Voice.case_id == voice.case_id,
            Voice.email == voice.email,
            Voice.channel == "online",
            Voice.state.in_(("confirmed", "waiting")),
            Voice.id != voice.id,
        )
    ).all()
