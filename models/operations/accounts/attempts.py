"""Counting tries, so that nobody can guess codes or flood mailboxes (web.md 4.7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.account import Attempt
from models.rules.refusals import Refused


@dataclass(frozen=True)
class Limit:
    """At most `number` tries of one kind in `period`, per subject (an address, an account, a caller)."""

    number: int
    period: timedelta


LIMITS = {
    "sign_in_mail_to_address": Limit(3, timedelta(minutes=15)),  # asked by one caller, or by one known device
    "sign_in_mails_from_strangers": Limit(12, timedelta(hours=1)),  # to one address, however many callers they have
    "sign_in_mail_for_caller": Limit(10, timedelta(hours=1)),
    "sign_in_mail_for_site": Limit(200, timedelta(hours=1)),
    "wrong_code_from_caller": Limit(20, timedelta(hours=1)),
    "wrong_code_on_device": Limit(20, timedelta(hours=1)),
    "provider_sign_in_from_caller": Limit(60, timedelta(minutes=10)),  # a whole town hall can share one address
    "passkey_from_caller": Limit(60, timedelta(minutes=10)),  # idem
    "wrong_password": Limit(10, timedelta(minutes=15)),  # of one account by one caller, or on one known device
    "wrong_passwords_of_strangers": Limit(30, timedelta(hours=1)),  # of one account, however many callers they have
    "wrong_password_from_caller": Limit(60, timedelta(hours=1)),  # of all accounts
    "voice_from_caller": Limit(9, timedelta(minutes=1)),  # the tenth in a minute is asked to wait
    "voice_mail_to_address": Limit(3, timedelta(minutes=15)),
    "reply_from_caller": Limit(20, timedelta(minutes=1)),  # a code that is guessed, or a flood of replies
    "wrong_voting_code": Limit(100, timedelta(minutes=10)),  # a whole hall can share one address
    "wrong_participant_code": Limit(100, timedelta(minutes=10)),  # idem
    "participant_from_caller": Limit(60, timedelta(minutes=1)),  # who sends forms without end
    "reply_mail_to_address": Limit(3, timedelta(minutes=15)),
    "charter_check_from_caller": Limit(20, timedelta(minutes=1)),
    "quoting_from_caller": Limit(20, timedelta(minutes=1)),
    "signing_from_caller": Limit(60, timedelta(minutes=1)),  # a whole meeting can share one address
    "join_from_caller": Limit(20, timedelta(minutes=10)),
    "join_mail_to_address": Limit(3, timedelta(minutes=15)),
    "message_link_from_caller": Limit(60, timedelta(minutes=10)),  # a household can share one address
    "survey_from_caller": Limit(60, timedelta(minutes=10)),  # idem
    "relay_from_caller": Limit(8, timedelta(hours=1)),
    "relay_to_network": Limit(30, timedelta(days=1)),
    "advice_from_caller": Limit(9, timedelta(minutes=1)),
    "resume_link": Limit(5, timedelta(hours=1)),
    "founding_requests_at_once": Limit(5, timedelta(minutes=1)),
    "founding_request_of_person": Limit(3, timedelta(days=1)),
    "founding_request_from_caller": Limit(10, timedelta(days=1)),
}


class TooManyAttempts(Refused):
    """Somebody tried too often; `wait` says after how long they may try again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too_many_attempts", "U hebt dit te vaak geprobeerd. Wacht even en probeer dan opnieuw.")
        self.wait = wait


def require_below_limit(session: Session, kind: str, subject: str, at: datetime) -> None:
    """Raises TooManyAttempts when the limit of this kind is reached. `at`: real time."""
    limit = LIMITS[kind]
    since = at - limit.period
    count, oldest = session.execute(
        select(func.count(), func.min(Attempt.at)).where(
            Attempt.kind == kind, Attempt.subject == subject, Attempt.at > since
        )
    ).one()
    if count >= limit.number:
        raise TooManyAttempts(oldest + limit.period - at)


def count_attempt(session: Session, kind: str, subject: str, at: datetime) -> None:
    """Count one try."""
    session.add(Attempt(kind=kind, subject=subject, at=at))
    session.flush()


def attempts_since(session: Session, kind: str, subject: str, since: datetime) -> tuple[int, datetime | None]:
    """How many tries after a moment, and when the last was."""
    count, last = session.execute(
        select(func.count(), func.max(Attempt.at)).where(
            Attempt.kind == kind, Attempt.subject == subject, Attempt.at > since
        )
    ).one()
    return count, last


def forgive(session: Session, kind: str, subject: str) -> None:
    """Forget the tries of one kind: who proved who they are starts at zero."""
    session.execute(delete(Attempt).where(Attempt.kind == kind, Attempt.subject == subject))


def forgive_last(session: Session, kind: str, subject: str) -> None:
    """Forget the last try of one kind only."""
    last = select(func.max(Attempt.id)).where(Attempt.kind == kind, Attempt.subject == subject).scalar_subquery()
    session.execute(delete(Attempt).where(Attempt.id == last))


def forget_attempts(session: Session, before: datetime) -> int:
    """Delete tries from before a moment; they hold addresses of callers. Returns how many."""
    return len(session.scalars(delete(Attempt).where(Attempt.at < before).returning(Attempt.id)).all())
