"""Cases, journals and networks as other programs read them: of one authority, page by page, without residents' data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.document import Document
from models.journal import JournalEntry
from models.network import NeighbourhoodNetwork
from models.queries.authorities.api_tokens import Program
from models.queries.cases import case_parts
from models.queries.cases.cases import ConditionState, why_not_yet
from models.queries.cases.facts import settings_of
from models.queries.networks.public_networks import shown_on
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.published_events import PUBLISHED
from models.rules.whose_turn import turns


@dataclass(frozen=True)
class Wanted:
    """Which cases; empty or None: all. `after`: the id of the last case of the page before. `state`: open or ended."""

    stage: str = ""
    state: str = ""
    municipality: str = ""
    changed_since: datetime | None = None
    after: int = 0


def of_program(program: Program) -> ColumnElement[bool]:
    """The cases of the municipality or zone for which a program reads; of nobody else's."""
    if program.authority_kind == "municipality":
        return FoundingCase.municipality_id == program.authority_id
    return FoundingCase.zone_id == program.authority_id


# The last entry of the journal tells when a case changed.
_CHANGED_AT = func.coalesce(JournalEntry.at, FoundingCase.opened_at)
_LAST_ENTRY = and_(JournalEntry.case_id == FoundingCase.id, JournalEntry.sequence == FoundingCase.journal_length)


def cases_for(session: Session, program: Program, wanted: Wanted,
              limit: int) -> Sequence[tuple[FoundingCase, datetime]]:  # fmt: skip
    """Cases with when each changed last, in the order in which they were opened; at most `limit`."""
    parts = [of_program(program), FoundingCase.id > wanted.after]
    if wanted.stage:
        parts.append(FoundingCase.stage == wanted.stage)
    if wanted.state:
        is_ended = FoundingCase.ended_at.is_not(None)
        parts.append(is_ended if wanted.state == "ended" else ~is_ended)
    if wanted.municipality:
        parts.append(Authority.slug == wanted.municipality)
    if wanted.changed_since is not None:
        parts.append(wanted.changed_since <= _CHANGED_AT)
    rows = session.execute(
        select(FoundingCase, _CHANGED_AT)
        .join(Authority, Authority.id == FoundingCase.municipality_id)
        .outerjoin(JournalEntry, _LAST_ENTRY)
        .where(*parts)
        .order_by(FoundingCase.id)
        .limit(limit)
    )
    return [(case, at) for case, at in rows]


def changed_at(session: Session, case: FoundingCase) -> datetime:
    """When a case changed last."""
    last = select(JournalEntry.at).where(JournalEntry.case_id == case.id, JournalEntry.sequence == case.journal_length)
    return session.scalar(last) or case.opened_at


def where_it_stands(session: Session, case: FoundingCase,
                    at: datetime) -> tuple[tuple[ConditionState, ...], tuple[str, ...]]:  # fmt: skip
    """The conditions of the present stage, and the roles that are expected to act now."""
    conditions = why_not_yet(session, case)
    if not conditions:
        return conditions, ()
    evening = case_parts.last_evening(session, case)
    found = turns(
        Stage(case.stage),
        [one.code for one in conditions if not one.is_met],
        settings_of(case),
        has_coordinator=any(seat.role == Role.COORDINATOR.value for seat in case_parts.seats(session, case)),
        evening_to_come=evening is not None and evening.starts_at > at,
    )
    return conditions, tuple(sorted({role.value for one in found for role in one.expected}))


def public_documents(session: Session, case: FoundingCase) -> Sequence[Document]:
    """The documents of a case that everybody may open, the oldest first."""
    return session.scalars(
        select(Document).where(Document.case_id == case.id, Document.audience == "public").order_by(Document.id)
    ).all()


def entries_of(session: Session, case: FoundingCase, after: int, limit: int) -> Sequence[JournalEntry]:
    """What happened in a case, as far as it leaves the house, the oldest first; at most `limit`."""
    return session.scalars(
        select(JournalEntry)
        .where(JournalEntry.case_id == case.id, JournalEntry.event.in_(PUBLISHED), JournalEntry.sequence > after)
        .order_by(JournalEntry.sequence)
        .limit(limit)
    ).all()


def networks_for(session: Session, program: Program, on: date, after: int,
                 limit: int) -> Sequence[NeighbourhoodNetwork]:  # fmt: skip
    """The networks of an authority that the public sees, in the order in which they came; at most `limit`."""
    found = _of_authority(program, on).where(NeighbourhoodNetwork.id > after)
    return session.scalars(found.order_by(None).order_by(NeighbourhoodNetwork.id).limit(limit)).all()


def network_for(session: Session, program: Program, on: date, slug: str) -> NeighbourhoodNetwork | None:
    """One of these; None: there is none, or it is somebody else's."""
    return session.scalars(_of_authority(program, on).where(NeighbourhoodNetwork.slug == slug)).one_or_none()


def _of_authority(program: Program, on: date) -> Select[NeighbourhoodNetwork]:
    is_municipality = program.authority_kind == "municipality"
    column = Authority.id if is_municipality else Authority.zone_id
    return shown_on(on).where(column == program.authority_id)
