"""What all pages of the administrator begin with: the authority of the address, and who acts."""

from flask import abort
from sqlalchemy import select

from models.authority import Authority
from models.database import db
from models.rules.access import Actor, Role
from webapp.permissions import current_actor


def administered_ids(actor: Actor | None) -> set[int | None]:
    """The authorities that this person administers."""
    return {grant.authority_id for grant in actor.grants if grant.role is Role.ADMINISTRATOR} if actor else set()


def own_authority(slug: str) -> Authority:
    """The authority with this slug; 404 when it is not administered by who asks."""
    authority = db.session.scalars(select(Authority).where(Authority.slug == slug)).one_or_none()
    if authority is None or authority.id not in administered_ids(current_actor()):
        abort(404)
    return authority


def acting_administrator() -> Actor:
    """Who acts. The guard of the view let them pass, so somebody is signed in."""
    actor = current_actor()
    assert actor is not None
    return actor
