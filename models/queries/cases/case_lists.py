"""All cases of a member of staff's municipalities and zones: filtered, page by page, and by stage on a board."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.assignment import Assignment
from models.authority import Authority
from models.case import FoundingCase
from models.mandate import Mandate
from models.person import Person
from models.queries.cases.work_list_facts import CaseRow, in_hand
from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES, STAFF, Actor, CasePlace
from models.rules.procedure import Stage
from models.rules.procedure_settings import ProcedureSettings, effective_settings
from models.rules.sides import sides_of
from models.rules.whose_turn import turns

PAGE_LENGTH = 25
CARDS = 20  # per column of the board


@dataclass(frozen=True)
class CaseLine:
    """One case in the list of all: where it stands, since when, who of one's side has it, and who is waited for."""

    number: str
    name: str
    municipality: str
    kind: str
    stage: str
    since: datetime
    due_on: date | None
    end: str | None
    ended_at: datetime | None
    expected: tuple[str, ...]
    in_hand_of: str = ""


@dataclass(frozen=True)
class Column:
    """One stage on the board: how many cases wait in it, and the first of them."""

    stage: Stage
    count: int
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; empty or None: everything. `state`: open, ended or all. `holder`: who of one's own side
    has it in hand: me, nobody, or the number of a person."""

    words: str = ""
    stage: str = ""
    municipality_id: int | None = None
    state: str = "open"
    kind: str = ""
    is_late: bool = False
    holder: str = ""


COLUMNS = (
    FoundingCase.id, FoundingCase.number, FoundingCase.name, FoundingCase.municipality_id, FoundingCase.zone_id,
    FoundingCase.kind, FoundingCase.stage, FoundingCase.round, FoundingCase.stage_opened_at, FoundingCase.due_on,
    FoundingCase.waiting_for, FoundingCase.initiator_id, FoundingCase.applicant_dwelling_id,
    FoundingCase.submitted_by_id, FoundingCase.end, FoundingCase.ended_at,
)  # fmt: skip


def own_municipalities(session: Session, actor: Actor) -> Sequence[Authority]:
    """The municipalities whose cases this member of staff sees, by name."""
    municipal, zonal = _places(actor)
    return session.scalars(
        select(Authority)
        .where(Authority.kind == "municipality", or_(Authority.id.in_(municipal), Authority.zone_id.in_(zonal)))
        .order_by(Authority.name)
    ).all()


def own_colleagues(session: Session, actor: Actor, on: date) -> Sequence[Any]:
    """Number and name of everybody with a function in this person's own municipalities and zones, by name."""
    own = {grant.authority_id for grant in actor.grants if grant.role in STAFF}
    counts = (Mandate.since <= on) & or_(Mandate.until.is_(None), Mandate.until >= on)
    held = select(Mandate.person_id).where(
        Mandate.authority_id.in_(own), Mandate.role.in_([role.value for role in STAFF]), counts
    )
    return session.execute(
        select(Person.id, Person.name).where(Person.id.in_(held), Person.is_active).order_by(Person.name, Person.id)
    ).all()


def list_cases(session: Session, actor: Actor, filters: Filters, page: int, on: date,
               length: int | None = PAGE_LENGTH) -> tuple[tuple[CaseLine, ...], int]:  # fmt: skip
    """One page (from 1) of all cases of this member of staff, the newest first, and how many there are in all.
    `length` None: all on one page."""
    where = filtered(actor, filters, on)
    count = session.scalar(select(func.count()).select_from(FoundingCase).where(where)) or 0
    question = select(*COLUMNS).where(where).order_by(FoundingCase.id.desc())
    if length is not None:
        question = question.limit(length).offset((page - 1) * length)
    return _lines(session, session.execute(question).all(), actor), count


def board(session: Session, actor: Actor, filters: Filters, on: date) -> tuple[Column, ...]:
    """The cases that are open and not quiet, per stage by term; of each stage the first CARDS."""
    where = and_(filtered(actor, filters, on), FoundingCase.ended_at.is_(None), is_not_quiet())
    place = func.row_number().over(
        partition_by=FoundingCase.stage,
        order_by=(FoundingCase.due_on.is_(None), FoundingCase.due_on, FoundingCase.stage_opened_at),
    )
    ranked = select(FoundingCase.id, place.label("place")).where(where).subquery()
    rows = session.execute(
        select(*COLUMNS)
        .join(ranked, ranked.c.id == FoundingCase.id)
        .where(ranked.c.place <= CARDS)
        .order_by(ranked.c.place)
    ).all()
    counted = session.execute(select(FoundingCase.stage, func.count()).where(where).group_by(FoundingCase.stage))
    counts: dict[str, int] = {row[0]: row[1] for row in counted}
    lines = _lines(session, rows, actor)
    return tuple(
        Column(stage, counts.get(stage.value, 0), tuple(line for line in lines if line.stage == stage.value))
        for stage in Stage
    )


def _lines(session: Session, rows: Sequence[CaseRow], actor: Actor) -> tuple[CaseLine, ...]:
    authorities = authorities_of(session, (row.municipality_id for row in rows))
    holders = in_hand(session, [row.id for row in rows], actor)
    return tuple(_line(row, authorities, holders.get(row.id, "")) for row in rows)


def _places(actor: Actor) -> tuple[set[int | None], set[int | None]]:
    municipal = {grant.authority_id for grant in actor.grants if grant.role in MUNICIPAL_ROLES}
    zonal = {grant.authority_id for grant in actor.grants if grant.role in POLICE_ROLES}
    return municipal, zonal


def reached_by(actor: Actor) -> ColumnElement[bool]:
    """The cases of this member of staff's municipalities and zones."""
    municipal, zonal = _places(actor)
    return or_(FoundingCase.municipality_id.in_(municipal), FoundingCase.zone_id.in_(zonal))


def is_not_quiet() -> ColumnElement[bool]:
    """A network whose evaluation is still in the diary has no term; nobody has to do anything."""
    return or_(FoundingCase.stage != Stage.EVALUATION.value, FoundingCase.due_on.is_not(None))


def filtered(actor: Actor, filters: Filters, on: date) -> ColumnElement[bool]:
    """The cases that this person reaches and looks for."""
    parts = [reached_by(actor)]
    if filters.state != "all":
        ended = FoundingCase.ended_at.is_not(None)
        parts.append(ended if filters.state == "ended" else ~ended)
    if filters.stage:
        parts.append(FoundingCase.stage == filters.stage)
    if filters.municipality_id is not None:
        parts.append(FoundingCase.municipality_id == filters.municipality_id)
    if filters.kind:
        parts.append(FoundingCase.kind == filters.kind)
    if filters.is_late:
        parts.append(and_(FoundingCase.ended_at.is_(None), FoundingCase.due_on < on))
    if filters.holder:
        parts.append(_held_by(actor, filters.holder))
    for word in filters.words.split():
        parts.append(or_(FoundingCase.number.icontains(word, autoescape=True),
                         FoundingCase.name.icontains(word, autoescape=True)))  # fmt: skip
    return and_(*parts)


def _held_by(actor: Actor, holder: str) -> ColumnElement[bool]:
    sides = sides_of({grant.role for grant in actor.grants})
    taken = select(Assignment.case_id).where(Assignment.side.in_(sides))
    if holder == "nobody":
        return FoundingCase.id.not_in(taken)
    person_id = actor.person_id if holder == "me" else int(holder)
    return FoundingCase.id.in_(taken.where(Assignment.person_id == person_id))


def authorities_of(session: Session, municipality_ids: Iterable[int]) -> dict[int, Authority]:
    """These municipalities, by number."""
    return {one.id: one for one in session.scalars(select(Authority).where(Authority.id.in_(set(municipality_ids))))}


def settings_in(municipality: Authority) -> ProcedureSettings:
    """The settings that hold in a municipality."""
    return effective_settings(municipality.zone.settings if municipality.zone else {}, municipality.settings)


def place_of(row: CaseRow) -> CasePlace:
    """What access needs to know of a case."""
    return CasePlace(row.id, row.municipality_id, row.zone_id, row.initiator_id, row.applicant_dwelling_id,
                     row.submitted_by_id)  # fmt: skip


def _line(row: CaseRow, authorities: dict[int, Authority], in_hand_of: str) -> CaseLine:
    municipality = authorities[row.municipality_id]
    open_turns = () if row.end else turns(Stage(row.stage), row.waiting_for, settings_in(municipality))
    expected = dict.fromkeys(role.value for turn in open_turns for role in sorted(turn.expected))
    return CaseLine(row.number, row.name, municipality.name, row.kind, row.stage, row.stage_opened_at, row.due_on,
                    row.end, row.ended_at, tuple(expected), in_hand_of)  # fmt: skip
