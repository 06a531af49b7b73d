"""Which questions about data somebody answers, and those that wait."""

from collections.abc import Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.data_request import DataRequest
from models.rules.access import Actor, Role
from models.rules.refusals import NotAllowed


def answering_roles(authority_kind: str) -> tuple[Role, ...]:
    """Who answers for a municipality, and for a zone: who works on its cases and may read what stands in them."""
    return (Role.DESK_OFFICER,) if authority_kind == "municipality" else (Role.MANDATED_OFFICER,)


def answering_ids(actor: Actor) -> set[int]:
    """The authorities for which this person answers."""
    roles = {Role.DESK_OFFICER, Role.MANDATED_OFFICER}
    return {one.authority_id for one in actor.grants if one.role in roles and one.authority_id is not None}


def answerable(session: Session, by: Actor, authority_id: int) -> Authority:
    """The authority, if this person answers for it. Raises NotAllowed."""
    if authority_id not in answering_ids(by):
        raise NotAllowed("not_your_authority", "U antwoordt alleen voor uw eigen gemeente of zone.")
    return session.get_one(Authority, authority_id)


def requests_for(session: Session, actor: Actor) -> Sequence[DataRequest]:
    """All questions to their authorities: the open ones first, by their last day."""
    is_over = case((DataRequest.state == "open", 0), else_=1)
    return (
        session.scalars(
            select(DataRequest)
            .where(DataRequest.authority_id.in_(answering_ids(actor)))
            .order_by(is_over, DataRequest.due_on, DataRequest.id)
        )
        .unique()
        .all()
    )


def open_requests_for(session: Session, actor: Actor) -> Sequence[DataRequest]:
    """The questions that wait for an answer of this person, by their last day."""
    mine = select(DataRequest).where(DataRequest.authority_id.in_(answering_ids(actor)), DataRequest.state == "open")
    return session.scalars(mine.order_by(DataRequest.due_on, DataRequest.id)).unique().all()


def own_requests(session: Session, person_id: int) -> Sequence[DataRequest]:
    """What somebody asked from their account, the last one first."""
    mine = select(DataRequest).where(DataRequest.person_id == person_id).order_by(DataRequest.id.desc())
    return session.scalars(mine).unique().all()
