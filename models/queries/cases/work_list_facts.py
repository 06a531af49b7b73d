"""Facts beyond the case's own row that decide whose turn it is in a work list, each read with one question for all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Row, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from models.approval import Approval
from models.assignment import Assignment, Mention
from models.case import FoundingCase
from models.charter import Charter
from models.info_evening import InfoEvening
from models.mandate import Mandate
from models.person import Person
from models.queries.evenings.evenings import PRESENT_FIRST
from models.rules.access import STAFF, Actor, Role
from models.rules.procedure import Stage
from models.rules.sides import sides_of
from models.rules.support import GATHERING
from models.signature import InkSignature, Signature
from models.support import SupportSheet

CaseRow = Row[*tuple[Any, ...]]
One = TypeVar("One")
Place = tuple[int | None, str]  # an authority and a function in it


BATCH = 1000  # numbers of cases in one question; databases take only so many


class Signing(NamedTuple):
    """A line of a charter that waits for a member of staff: their function, and whether it must be this person."""

    role: str | None
    is_mine: bool
    is_first: bool = True  # of those that still wait


class Facts(NamedTuple):
    """What is particular to one case, for one person. Of most cases nothing is."""

    lacks_coordinator: bool = False
    is_evening_to_come: bool = False
    is_evening_mine: bool = False  # whether this person noted its results
    unsigned: frozenset[Signing] = frozenset()
    is_decided_by_me: bool = False
    is_in_my_hand: bool = False
    to_check: str = ""  # the action for what somebody else entered from paper and waits for a second pair of eyes


NOTHING = Facts()


@dataclass(frozen=True)
class Known:
    """Facts beyond the case's own row that decide whose turn it is, each read with one question for all cases."""

    of_case: Mapping[int, Facts]
    mentioned: frozenset[int]
    holders: Mapping[Place, frozenset[int]]

    @classmethod
    def read(cls, session: Session, is_looked_at: ColumnElement[bool], actor: Actor, on: date, at: datetime) -> "Known":
        """What is known of the cases that are looked at, for this person at that moment."""
        evenings = _evenings(session, _at(Stage.INFO_EVENING, is_looked_at), actor, at)
        lacking = _without_coordinator(session, _at(Stage.CHARTER, is_looked_at))
        unsigned = _unsigned(session, _at(Stage.CHARTER, is_looked_at), actor)
        decided = _decided_by(session, _at(Stage.CONSULTATION, is_looked_at), actor)
        taken = _in_hand_of(session, actor)
        papers = _entered_by_others(session, is_looked_at, actor)
        of_case = {
            one: Facts(one in lacking, *evenings.get(one, (False, False)), unsigned.get(one, frozenset()),
                       one in decided, one in taken, papers.get(one, ""))
            for one in {*lacking, *evenings, *unsigned, *decided, *taken, *papers}
        }  # fmt: skip
        return cls(of_case, mentioned_in(session, actor), _holders(session, actor, on))


def _at(stage: Stage, is_looked_at: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(FoundingCase.stage == stage.value, is_looked_at)


def _evenings(session: Session, cases: ColumnElement[bool], actor: Actor, at: datetime) -> dict[int, tuple[bool, bool]]:
    """Whether the evening that is meant where there are more is still to come, and whether this person noted it."""
    rows = session.connection().execute(
        select(InfoEvening.case_id, InfoEvening.starts_at > at, InfoEvening.recorded_by_id == actor.person_id)
        .join(FoundingCase, FoundingCase.id == InfoEvening.case_id)
        .where(cases, InfoEvening.state != "cancelled")
        .order_by(*PRESENT_FIRST)
    )
    found = {case_id: (bool(is_to_come), bool(is_mine)) for case_id, is_to_come, is_mine in reversed(rows.all())}
    return {case_id: facts for case_id, facts in found.items() if any(facts)}


def _without_coordinator(session: Session, cases: ColumnElement[bool]) -> frozenset[int]:
    seats = select(Mandate.id).where(
        Mandate.case_id == FoundingCase.id, Mandate.role == Role.COORDINATOR.value, Mandate.until.is_(None)
    )
    return frozenset(session.scalars(select(FoundingCase.id).where(cases, ~seats.exists())))


def _unsigned(session: Session, cases: ColumnElement[bool], actor: Actor) -> dict[int, frozenset[Signing]]:
    earlier = aliased(Signature)
    first = (
        select(func.min(earlier.id))
        .where(earlier.charter_id == Charter.id, earlier.signed_on.is_(None))
        .correlate(Charter)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Charter.case_id, Signature.role, Signature.person_id, Signature.id == first)
        .join(Signature, Signature.charter_id == Charter.id)
        .join(FoundingCase, FoundingCase.id == Charter.case_id)
        .where(cases, Charter.state == "frozen", Signature.signed_on.is_(None))
        .where(or_(Signature.person_id == actor.person_id, Signature.person_id.is_(None)))
    )
    found: dict[int, set[Signing]] = {}
    for case_id, role, person_id, is_first in rows:
        found.setdefault(case_id, set()).add(Signing(role, person_id == actor.person_id, is_first))
    return {case_id: frozenset(signings) for case_id, signings in found.items()}


def _decided_by(session: Session, cases: ColumnElement[bool], actor: Actor) -> frozenset[int]:
    return frozenset(
        session.scalars(
            select(Approval.case_id)
            .join(FoundingCase, FoundingCase.id == Approval.case_id)
            .where(
                cases,
                Approval.decided_by_id == actor.person_id,
                Approval.stage == FoundingCase.stage,
                Approval.round == FoundingCase.round,
            )
        )
    )


def _entered_by_others(session: Session, is_looked_at: ColumnElement[bool], actor: Actor) -> dict[int, str]:
    sheets = (
        select(SupportSheet.case_id, literal("check_support_sheet"))
        .join(FoundingCase, FoundingCase.id == SupportSheet.case_id)
        .where(is_looked_at, FoundingCase.stage.in_([stage.value for stage in GATHERING]))
        .where(SupportSheet.state == "entered", SupportSheet.entered_by_id != actor.person_id)
    )
    inks = (
        select(Charter.case_id, literal("check_ink_signature"))
        .join(Signature, Signature.charter_id == Charter.id)
        .join(InkSignature, InkSignature.signature_id == Signature.id)
        .join(FoundingCase, FoundingCase.id == Charter.case_id)
        .where(_at(Stage.CHARTER, is_looked_at), Charter.state == "frozen")
        .where(InkSignature.entered_by_id != actor.person_id)
    )
    return {row[0]: row[1] for row in session.execute(union_all(sheets, inks))}


def _own_side(actor: Actor) -> ColumnElement[bool]:
    return Assignment.side.in_(sides_of({grant.role for grant in actor.grants}))


def _in_hand_of(session: Session, actor: Actor) -> frozenset[int]:
    taken = select(Assignment.case_id).where(_own_side(actor), Assignment.person_id == actor.person_id)
    return frozenset(session.scalars(taken))


def in_batches(cases: Sequence[One]) -> Iterator[Sequence[One]]:
    """As many cases at a time as a question may hold."""
    return (cases[first : first + BATCH] for first in range(0, len(cases), BATCH))


def in_hand(session: Session, case_ids: Sequence[int], actor: Actor) -> dict[int, str]:
    """Per case the name of who of this person's own side has it in hand."""
    question = select(Assignment.case_id, Person.name).join(Person, Person.id == Assignment.person_id)
    return {
        row.case_id: row.name
        for some in in_batches(case_ids)
        for row in session.execute(question.where(_own_side(actor), Assignment.case_id.in_(some)))
    }


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
