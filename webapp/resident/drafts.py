"""The requests that somebody is writing: theirs to open, nobody else's."""

from flask import abort
from sqlalchemy import select

from models.database import db
from models.request import RequestDraft
from models.rules.access import Actor
from webapp.permissions import current_actor
from webapp.resident.steps import WrittenRequest


def open_drafts(actor: Actor) -> list[RequestDraft]:
    """The requests that this person began and did not send, newest first."""
    return list(db.session.scalars(
        select(RequestDraft)
        .where(RequestDraft.person_id == actor.person_id, RequestDraft.case_id.is_(None))
        .order_by(RequestDraft.saved_at.desc(), RequestDraft.id.desc())
    ))  # fmt: skip


def written_request(draft_id: int) -> WrittenRequest:
    """The request of this draft; 404 when it is not of who asks."""
    draft, actor = db.session.get(RequestDraft, draft_id), writer()
    if draft is None or draft.person_id != actor.person_id:
        abort(404)
    return WrittenRequest(db.session(), draft, actor)


def writer() -> Actor:
    """Who is signed in; the view's @may made sure that somebody is."""
    actor = current_actor()
    assert actor is not None
    return actor


def name_of(draft: RequestDraft) -> str:
    """The name of the network as typed so far; an empty text when it was not."""
    typed = draft.answers.get("name", {}).get("name", [""])
    return str(typed[0]).strip() if typed else ""
