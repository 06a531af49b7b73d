"""Facts beyond the case's own row that decide whose turn it is in a work list, each read with one question for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.assignment import Assignment, Mention
from models.case import FoundingCase
from models.charter import Charter
from models.info_evening import InfoEvening
from models.mandate import Mandate
from models.person import Person
from models.rules.access import STAFF, Actor, Role
from models.rules.procedure import Stage
from models.rules.sides import sides_of
from models.signature import Signature

CaseRow = Row[*tuple[Any, ...]]
Place = tuple[int | None, str]  # an authority and a function in it


@dataclass(frozen=True)
class Known:
    """Facts beyond the case's own row that decide whose turn it is, each read with one question for all cases."""

    evenings: Mapping[int, Any]
    with_coordinator: frozenset[int]
    unsigned: Mapping[int, Sequence[Any]]
    decided_by_me: frozenset[int]
    in_hand: Mapping[int, tuple[int, str]]
    mentioned: frozenset[int]
    holders: Mapping[Place, frozenset[int]]

    @classmethod
    def read(cls, session: Session, rows: Sequence[CaseRow], actor: Actor, on: date) -> "Known":
        """What is known of the cases in `rows`, for this person on that day."""
        at_stage: dict[str, list[int]] = {}
        for row in rows:
            at_stage.setdefault(row.stage, []).append(row.id)
        return cls(
            _evenings(session, at_stage.get(Stage.INFO_EVENING.value, [])),
            _with_coordinator(session, at_stage.get(Stage.CHARTER.value, [])),
            _unsigned(session, at_stage.get(Stage.CHARTER.value, [])),
            _decided_by(session, at_stage.get(Stage.CONSULTATION.value, []), actor),
            in_hand(session, [row.id for row in rows], actor),
            mentioned_in(session, actor),
            _holders(session, actor, on),
        )


def _evenings(session: Session, case_ids: list[int]) -> dict[int, Any]:
    if not case_ids:
        return {}
    rows = session.execute(
        select(InfoEvening.case_id, InfoEvening.starts_at, InfoEvening.recorded_by_id)
        .where(InfoEvening.case_id.in_(case_ids), InfoEvening.state != "cancelled")
        .order_by(InfoEvening.id)
    )
    return {row.case_id: row for row in rows}


def _with_coordinator(session: Session, case_ids: list[int]) -> frozenset[int]:
    if not case_ids:
        return frozenset()
    return frozenset(
        session.scalars(
            select(Mandate.case_id).where(
                Mandate.case_id.in_(case_ids), Mandate.role == Role.COORDINATOR.value, Mandate.until.is_(None)
            )
        )
    )


def _unsigned(session: Session, case_ids: list[int]) -> dict[int, list[Any]]:
    if not case_ids:
        return {}
    found: dict[int, list[Any]] = {}
    for row in session.execute(_unsigned_rows(case_ids)):
        found.setdefault(row.case_id, []).append(row)
    return found


def _unsigned_rows(case_ids: list[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Charter.case_id, Signature.role, Signature.person_id)
        .join(Signature, Signature.charter_id == Charter.id)
        .where(Charter.case_id.in_(case_ids), Charter.state == "frozen", Signature.signed_on.is_(None))
    )


def _decided_by(session: Session, case_ids: list[int], actor: Actor) -> frozenset[int]:
    if not case_ids:
        return frozenset()
    return frozenset(
        session.scalars(
            select(Approval.case_id)
            .join(FoundingCase, FoundingCase.id == Approval.case_id)
            .where(
                Approval.case_id.in_(case_ids),
                Approval.decided_by_id == actor.person_id,
                Approval.stage == FoundingCase.stage,
                Approval.round == FoundingCase.round,
            )
        )
    )


def in_hand(session: Session, case_ids: Sequence[int], actor: Actor) -> dict[int, tuple[int, str]]:
    """Per case who of this person's own side has it in hand: number and name."""
    if not case_ids:
        return {}
    rows = session.execute(
        select(Assignment.case_id, Assignment.person_id, Person.name)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.side.in_(sides_of({grant.role for grant in actor.grants})))
    )
    wanted = set(case_ids)
    return {row.case_id: (row.person_id, row.name) for row in rows if row.case_id in wanted}


def mentioned_in(session: Session, actor: Actor) -> frozenset[int]:
    """The cases in which a note mentions this person, not yet seen."""
    waiting = select(Mention.case_id).where(Mention.person_id == actor.person_id, Mention.seen_at.is_(None))
    return frozenset(session.scalars(waiting))


def _holders(session: Session, actor: Actor, on: date) -> dict[Place, frozenset[int]]:
    """Per function in this person's own authorities, who holds it today."""
    own = {grant.authority_id for grant in actor.grants if grant.role in STAFF}
    counts = (Mandate.since <= on) & or_(Mandate.until.is_(None), Mandate.until >= on)
    rows = session.execute(
        select(Mandate.authority_id, Mandate.role, Mandate.person_id)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.authority_id.in_(own), counts, Person.is_active)
    )
    found: dict[Place, set[int]] = {}
    for row in rows:
        found.setdefault((row.authority_id, row.role), set()).add(row.person_id)
    return {place: frozenset(people) for place, people in found.items()}
