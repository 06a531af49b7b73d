"""Going on with a request elsewhere: a link by mail, valid once and for two weeks, kept as a hash only."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.operations.accounts.attempts import count_attempt, require_below_limit
from models.operations.accounts.signing_in import Mail
from models.operations.accounts.web_sessions import hashed
from models.outbox import Effect
from models.person import Person
from models.request import RequestDraft, ResumeLink
from models.rules.languages import told_language

VALID_FOR = timedelta(days=14)


@dataclass(frozen=True)
class FoundLink:
    """A link with its draft. `state`: open, used, expired, or sent (the request became a case)."""

    draft: RequestDraft
    state: str


def send_resume_link(session: Session, draft: RequestDraft, at: datetime, write_mail: Callable[[str], Mail]) -> None:
    """Plan the mail with a link for who writes this request. `write_mail` gets the token; `at`: real time.

    The link goes to the address of its owner only, whoever asks. Raises TooManyAttempts.
    """
    owner = session.get_one(Person, draft.person_id)
    require_below_limit(session, "resume_link", str(draft.person_id), at)
    count_attempt(session, "resume_link", str(draft.person_id), at)
    if not owner.email or not owner.is_active:
        return
    token = secrets.token_urlsafe(32)
    link = ResumeLink(draft_id=draft.id, token_hash=hashed(token), created_at=at, expires_at=at + VALID_FOR)
    session.add(link)
    session.flush()
    mail = write_mail(token)
    session.add(
        Effect(
            key=f"resume:{link.id}:{link.token_hash[:16]}",
            kind="mail",
            case_id=None,
            payload={"to": owner.email, "subject": mail.subject, "text": mail.text, **told_language(mail.language)},
            planned_at=at,
            available_at=at,
        )
    )
    session.flush()


def find_resume_link(session: Session, token: str, at: datetime) -> FoundLink | None:
    """The link with this token, also when it can't be used any more; looking at it changes nothing."""
    row = session.execute(
        select(ResumeLink, RequestDraft)
        .join(RequestDraft, RequestDraft.id == ResumeLink.draft_id)
        .join(Person, Person.id == RequestDraft.person_id)
        .where(ResumeLink.token_hash == hashed(token), Person.is_active)
    ).one_or_none()
    if row is None:
        return None
    link, draft = row
    if draft.case_id is not None:
        return FoundLink(draft, "sent")
    state = "used" if link.used_at is not None else "expired" if link.expires_at <= at else "open"
    return FoundLink(draft, state)


def use_resume_link(session: Session, token: str, at: datetime) -> bool:
    """Use the link, once. False when it was used meanwhile, or is over."""
    unused = update(ResumeLink).where(
        ResumeLink.token_hash == hashed(token), ResumeLink.used_at.is_(None), ResumeLink.expires_at > at
    )
    return session.scalar(unused.values(used_at=at).returning(ResumeLink.id)) is not None


def forget_links_of(session: Session, draft_ids: list[int]) -> None:
    """Delete the links of drafts that go."""
    session.execute(delete(ResumeLink).where(ResumeLink.draft_id.in_(draft_ids)))
