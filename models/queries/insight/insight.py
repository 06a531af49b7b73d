"""The lines from which the figures over all cases are worked out, for a place, a kind and a period.

Only plain columns are read: 20,000 lines come and are counted well within a page (benchmarks/insight.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.authority import Authority
from models.case import FoundingCase
from models.case_figures import CaseFigures
from models.queries.cases.case_lists import reached_by
from models.rules.access import STAFF, Actor
from models.rules.insight import FOUNDING, PastTerm
from models.rules.insight_figures import SIDES, Founding

BY_OPENING, BY_CLOSING = "opening", "closing"
FEWEST = 5  # of a country: fewer cases could be recognised

_FIGURES = CaseFigures.__table__.c
_LINE = (
    _FIGURES.case_id, _FIGURES.outcome, _FIGURES.ended_in, _FIGURES.way, _FIGURES.total, _FIGURES.total_waiting,
    _FIGURES.supporting, _FIGURES.dwellings,
    *(_FIGURES[f"days_{stage.value}"] for stage in FOUNDING),
    *(_FIGURES[f"waiting_{stage.value}"] for stage in FOUNDING),
    *(_FIGURES[f"for_{side}"] for side in SIDES),
)  # fmt: skip
_FIRST = _LINE.index(_FIGURES[f"days_{FOUNDING[0].value}"])
_SECOND, _THIRD = _FIRST + len(FOUNDING), _FIRST + 2 * len(FOUNDING)


@dataclass(frozen=True)
class Asked:
    """Which foundings: of which authority (None: all of the installation), of which kind (empty: all), opened or closed
    (`by`) in which period, both days included."""

    authority_id: int | None = None
    zone_id: int | None = None  # of a municipality only the cases of this zone: who looks works there
    kind: str = ""
    by: str = BY_OPENING
    since: date | None = None
    until: date | None = None


def insight_places(session: Session, actor: Actor) -> Sequence[Authority]:
    """The zones and municipalities whose figures this member of staff sees with the cases behind them: their own, and
    the municipalities of their own zone."""
    own = {grant.authority_id for grant in actor.grants if grant.role in STAFF}
    return session.scalars(
        select(Authority)
        .where(or_(Authority.id.in_(own), Authority.zone_id.in_(own)))
        .order_by(Authority.id.in_(own).desc(), Authority.kind.desc(), Authority.name)
    ).all()


def is_asked(asked: Asked) -> ColumnElement[bool]:
    """The lines that are asked."""
    parts: list[ColumnElement[bool]] = [CaseFigures.case_id.is_not(None)]
    if asked.authority_id is not None:
        own = (CaseFigures.municipality_id, CaseFigures.zone_id)
        parts.append(or_(*(column == asked.authority_id for column in own)))
    if asked.zone_id is not None:
        parts.append(CaseFigures.zone_id == asked.zone_id)
    if asked.kind:
        parts.append(CaseFigures.kind == asked.kind)
    day = CaseFigures.opened_on if asked.by == BY_OPENING else CaseFigures.closed_on
    if asked.since is not None:
        parts.append(day >= asked.since)
    if asked.until is not None:
        parts.append(day <= asked.until)
    return and_(*parts)


def read_foundings(session: Session, asked: Asked, *, with_days: bool = True) -> list[Founding]:
    """One line per founding. Without the days of its stages and of waiting it comes three times as quick."""
    columns = _LINE if with_days else _LINE[:_FIRST]
    rows = session.connection().execute(select(*columns).where(is_asked(asked)))
    if not with_days:
        return [Founding._make((*row, (), (), ())) for row in rows]
    return [Founding._make((*row[:_FIRST], row[_FIRST:_SECOND], row[_SECOND:_THIRD], row[_THIRD:])) for row in rows]


def read_terms(session: Session, asked: Asked) -> Iterator[tuple[int, PastTerm]]:
    """The terms of these foundings as they went, each with its case. One after the other: with tens of thousands at
    once in memory, Python's search for garbage takes longer than the counting."""
    for case_id, terms in session.connection().execute(select(_FIGURES.case_id, _FIGURES.terms).where(is_asked(asked))):
        for one in terms:
            yield case_id, PastTerm._make(one)


def count_foundings(session: Session, asked: Asked) -> int:
    """How many foundings are asked."""
    return session.scalar(select(func.count()).select_from(CaseFigures).where(is_asked(asked))) or 0


@dataclass(frozen=True)
class FoundingLine:
    """A case behind a figure, as its list shows it, with its own number for that figure."""

    number: str
    name: str
    municipality: str
    kind: str
    stage: str
    end: str | None
    opened_at: datetime
    value: int | None = None


def lines_of(session: Session, actor: Actor, found: Sequence[tuple[int, int | None]]) -> tuple[FoundingLine, ...]:
    """These cases, in this order; none that this person does not reach."""
    rows: dict[int, Any] = {
        row.id: row
        for row in session.execute(
            select(FoundingCase.id, FoundingCase.number, FoundingCase.name, Authority.name.label("municipality"),
                   FoundingCase.kind, FoundingCase.stage, FoundingCase.end, FoundingCase.opened_at)
            .join(Authority, Authority.id == FoundingCase.municipality_id)
            .where(FoundingCase.id.in_([case_id for case_id, _ in found]), reached_by(actor))
        )
    }  # fmt: skip
    return tuple(_line(rows[case_id], value) for case_id, value in found if case_id in rows)


def _line(row: Any, value: int | None) -> FoundingLine:
    return FoundingLine(row.number, row.name, row.municipality, row.kind, row.stage, row.end, row.opened_at, value)


def summed_at(session: Session, asked: Asked) -> datetime | None:
    """When one of these lines was worked out last; None: there are none."""
    at: datetime | None = session.scalar(select(func.max(CaseFigures.summed_at)).where(is_asked(asked)))
    return at
