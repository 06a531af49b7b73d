"""Work lists of staff: what waits for me, why, since when and until when; and all cases of my municipalities and zones.

Made for lists that stay fast beside tens of thousands of old cases: ended cases and quiet networks are left out by the
database, and only the columns that a line needs are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.authority import Authority
from models.case import FoundingCase
from models.charter import Charter
from models.info_evening import InfoEvening
from models.mandate import Mandate
from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES, STAFF, Actor, CasePlace, Role, is_too_close, roles_on
from models.rules.procedure import ACTIONS, Stage
from models.rules.procedure_settings import ProcedureSettings, effective_settings
from models.rules.whose_turn import DECISIONS, Turn, own_turns, turns
from models.signature import Signature

CaseRow = Row[*tuple[Any, ...]]
PAGE_LENGTH = 25


@dataclass(frozen=True)
class WorkItem:
    """One line: a case, what to do (`action`, empty when only waited for), why, since when and until when.

    `note` says what else one must know, such as that a colleague must do it (four eyes); `expected` are the roles
    that are waited for where it is not this person.
    """

    number: str
    name: str
    municipality: str
    municipality_id: int
    kind: str
    stage: str
    action: str
    what: str
    why: str
    since: datetime
    due_on: date | None
    is_late: bool
    is_decision: bool
    note: str = ""
    expected: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseLine:
    """One case in the list of all: where it stands, since when, and which roles are waited for."""

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


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; empty or None: everything. `state`: open, ended or all."""

    words: str = ""
    stage: str = ""
    municipality_id: int | None = None
    state: str = "open"


_COLUMNS = (
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


def work_list(session: Session, actor: Actor, on: date, at: datetime) -> tuple[WorkItem, ...]:
    """What waits for this member of staff: decisions first, then by term, then by age.

    What waits for somebody else is in it only when its term is over and this person may do something about it.
    """
    rows = session.execute(
        select(*_COLUMNS).where(_reached_by(actor), FoundingCase.ended_at.is_(None), _is_not_quiet())
    ).all()
    authorities = _authorities(session, rows)
    known = _Known.read(session, rows, actor)
    items = [item for row in rows if (item := _item(row, actor, authorities, known, on, at)) is not None]
    return tuple(sorted(items, key=lambda item: (not item.is_decision, item.due_on or date.max, item.since)))


def list_cases(session: Session, actor: Actor, filters: Filters, page: int) -> tuple[tuple[CaseLine, ...], int]:
    """One page (from 1) of all cases of this member of staff, the newest first, and how many there are in all."""
    where = _filtered(actor, filters)
    count = session.scalar(select(func.count()).select_from(FoundingCase).where(where)) or 0
    rows = session.execute(
        select(*_COLUMNS)
        .where(where)
        .order_by(FoundingCase.id.desc())
        .limit(PAGE_LENGTH)
        .offset((page - 1) * PAGE_LENGTH)
    ).all()
    authorities = _authorities(session, rows)
    return tuple(_line(row, authorities) for row in rows), count


def _places(actor: Actor) -> tuple[set[int | None], set[int | None]]:
    municipal = {grant.authority_id for grant in actor.grants if grant.role in MUNICIPAL_ROLES}
    zonal = {grant.authority_id for grant in actor.grants if grant.role in POLICE_ROLES}
    return municipal, zonal


def _reached_by(actor: Actor) -> ColumnElement[bool]:
    municipal, zonal = _places(actor)
    return or_(FoundingCase.municipality_id.in_(municipal), FoundingCase.zone_id.in_(zonal))


def _is_not_quiet() -> ColumnElement[bool]:
    """A network whose evaluation is still in the diary has no term; nobody has to do anything."""
    return or_(FoundingCase.stage != Stage.EVALUATION.value, FoundingCase.due_on.is_not(None))


def _filtered(actor: Actor, filters: Filters) -> ColumnElement[bool]:
    parts = [_reached_by(actor)]
    if filters.state != "all":
        ended = FoundingCase.ended_at.is_not(None)
        parts.append(ended if filters.state == "ended" else ~ended)
    if filters.stage:
        parts.append(FoundingCase.stage == filters.stage)
    if filters.municipality_id is not None:
        parts.append(FoundingCase.municipality_id == filters.municipality_id)
    for word in filters.words.split():
        parts.append(or_(FoundingCase.number.icontains(word, autoescape=True),
                         FoundingCase.name.icontains(word, autoescape=True)))  # fmt: skip
    return and_(*parts)


def _authorities(session: Session, rows: Iterable[CaseRow]) -> dict[int, Authority]:
    ids = {row.municipality_id for row in rows}
    return {one.id: one for one in session.scalars(select(Authority).where(Authority.id.in_(ids)))}


def _settings(municipality: Authority) -> ProcedureSettings:
    return effective_settings(municipality.zone.settings if municipality.zone else {}, municipality.settings)


def _place(row: CaseRow) -> CasePlace:
    return CasePlace(row.id, row.municipality_id, row.zone_id, row.initiator_id, row.applicant_dwelling_id,
                     row.submitted_by_id)  # fmt: skip


@dataclass(frozen=True)
class _Known:
    """Facts beyond the case's own row that decide whose turn it is, each read with one question for all cases."""

    evenings: Mapping[int, Any]
    with_coordinator: frozenset[int]
    unsigned: Mapping[int, Sequence[Any]]
    decided_by_me: frozenset[int]

    @classmethod
    def read(cls, session: Session, rows: Iterable[CaseRow], actor: Actor) -> "_Known":
        at_stage: dict[str, list[int]] = {}
        for row in rows:
            at_stage.setdefault(row.stage, []).append(row.id)
        return cls(
            _evenings(session, at_stage.get(Stage.INFO_EVENING.value, [])),
            _with_coordinator(session, at_stage.get(Stage.CHARTER.value, [])),
            _unsigned(session, at_stage.get(Stage.CHARTER.value, [])),
            _decided_by(session, at_stage.get(Stage.CONSULTATION.value, []), actor),
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


def _item(row: CaseRow, actor: Actor, authorities: Mapping[int, Authority], known: _Known, on: date,
          at: datetime) -> WorkItem | None:  # fmt: skip
    place, municipality = _place(row), authorities[row.municipality_id]
    roles = roles_on(actor, place) & STAFF
    evening = known.evenings.get(row.id)
    open_turns = turns(
        Stage(row.stage),
        row.waiting_for,
        _settings(municipality),
        has_coordinator=row.id in known.with_coordinator,
        evening_to_come=evening is not None and evening.starts_at > at,
    )
    is_late = row.due_on is not None and row.due_on < on
    mine = [turn for turn in own_turns(open_turns, roles) if _is_for(turn, row, actor, roles, known)]
    if mine:
        turn, action = mine[0], mine[0].action
        what = ACTIONS[action].title
    elif is_late and (others := [turn for turn in open_turns if not turn.allowed.isdisjoint(roles)]):
        turn, action, what = others[0], "", "De termijn is voorbij: kijk het dossier na"
    else:
        return None
    item = WorkItem(
        number=row.number,
        name=row.name,
        municipality=municipality.name,
        municipality_id=municipality.id,
        kind=row.kind,
        stage=row.stage,
        action=action,
        what=what,
        why=turn.condition.sentence,
        since=row.stage_opened_at,
        due_on=row.due_on,
        is_late=is_late,
        is_decision=action in DECISIONS,
        expected=() if action else tuple(sorted(turn.expected)),
    )
    if action and ACTIONS[action].four_eyes and is_too_close(actor, place):
        return replace(item, action="", is_decision=False, note="Vier ogen: een collega moet dit doen.")
    return item


def _is_for(turn: Turn, row: CaseRow, actor: Actor, roles: frozenset[Role], known: _Known) -> bool:
    """Whether this person can take the turn: not where they took one that excludes this one."""
    action, evening = turn.action, known.evenings.get(row.id)
    if action == "approve_minutes":
        return evening is None or evening.recorded_by_id != actor.person_id
    if action == "sign_charter":
        return any(
            one.role in roles and one.person_id in (None, actor.person_id) for one in known.unsigned.get(row.id, ())
        )
    if action in ("decide_as_police", "decide_as_municipality"):
        return row.id not in known.decided_by_me
    return True


def _line(row: CaseRow, authorities: Mapping[int, Authority]) -> CaseLine:
    municipality = authorities[row.municipality_id]
    open_turns = () if row.end else turns(Stage(row.stage), row.waiting_for, _settings(municipality))
    expected = dict.fromkeys(role.value for turn in open_turns for role in sorted(turn.expected))
    return CaseLine(row.number, row.name, municipality.name, row.kind, row.stage, row.stage_opened_at, row.due_on,
                    row.end, row.ended_at, tuple(expected))  # fmt: skip
