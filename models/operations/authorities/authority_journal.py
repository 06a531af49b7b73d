"""Writing the journal of an authority: each entry chained to the one before, as in the journal of a case."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.authority import Authority
from models.authority_journal import AuthorityJournalEntry
from models.rules.access import Actor
from models.rules.authority_events import AUTHORITY_EVENTS
from models.rules.journal_chain import authority_body, chained


def note_change(session: Session, authority: Authority, event: str, by: Actor, at: datetime, **data: Any) -> None:
    """Write one entry. The caller has the authority under its lock. The sentence's names must all be in `data`."""
    AUTHORITY_EVENTS[event].format(**data)  # a missing name is a defect here, not on the page of who reads it
    authority.journal_length += 1
    body = authority_body(authority.slug, authority.journal_length, at, event, by.person_id, data)
    authority.journal_hash = chained(authority.journal_hash, body)
    session.add(
        AuthorityJournalEntry(
            authority_id=authority.id,
            sequence=authority.journal_length,
            at=at,
            event=event,
            by_id=by.person_id,
            data=data,
            hash=authority.journal_hash,
        )
    )
