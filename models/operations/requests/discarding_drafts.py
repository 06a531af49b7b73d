"""Throwing away a request that was begun and never sent: what somebody typed and does not want kept."""

from sqlalchemy.orm import Session

from models.operations.requests.resuming_drafts import forget_links_of
from models.request import RequestDraft
from models.rules.access import Actor
from models.rules.refusals import NotAllowed, Stale


def discard_draft(session: Session, by: Actor, draft_id: int) -> None:
    """Delete the draft with all that was typed. Only its owner can, and only while it was not sent."""
    draft = session.get(RequestDraft, draft_id)
    if draft is None or draft.person_id != by.person_id:
        raise NotAllowed("unknown_draft", "Deze aanvraag bestaat niet of is niet van u.")
    if draft.case_id is not None:
        raise Stale("already_submitted", "Deze aanvraag is al ingediend.")
    forget_links_of(session, [draft.id])
    session.delete(draft)
    session.flush()
