"""Journals for process mining: 20,000 cases with 600,000 entries as OCEL 2.0 and as XES, by the command.

The command runs as a process of its own, so its peak is that of nothing else; a tenth of the cases is written first, to
see that the memory does not grow with them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, inspect, select, true
from sqlalchemy.orm import Session

from benchmarks.commands import Used, measured
from benchmarks.databases import KINDS, database
from benchmarks.figures import Result, Target
from models.case import FoundingCase
from models.charter import Charter
from models.database import Base, connect, writing
from models.info_evening import InfoEvening
from models.journal import JournalEntry
from models.network import NeighbourhoodNetwork
from models.opinion import Opinion
from models.queries.insight.variants import variants_of_path
from models.rules.procedure import Stage
from models.signature import Signature
from tests.factories import Place, advance_to, evaluate, later, make_place

TITLE = "journals for process mining: 20,000 cases with 600,000 entries as OCEL 2.0 and XES, peak memory"
CASES, ENTRIES, AT_ONCE = 20_000, 600_000, 500
SMALL, WHOLE = "Oosterbeke", "pz-oosterbeke"  # a municipality with a tenth of the cases, and the zone with all
FORMATS = ("ocel", "xes")
LARGEST_MEMORY = 200.0  # MB


def run() -> Result:
    """Measure; takes about six minutes, half of it the filling."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        with database(kind) as (data, url):
            _measure(kind, url, data, figures)
    targets = tuple(Target(f"{kind}, {form}: peak MB", LARGEST_MEMORY) for kind in KINDS for form in FORMATS)
    note = f"{CASES} cases, at least {ENTRIES} entries; one process, written to a file"
    return Result("export", figures, targets, (note,))


def _measure(kind: str, url: str, data: Path, figures: dict[str, float]) -> None:
    engine = connect(url)
    with writing(engine) as session:
        _fill(session)
    with Session(engine) as session:
        begin = time.perf_counter()
        counted = sum(one.count for one in variants_of_path(session, true()))
        figures[f"{kind}, variants of the path: seconds"] = time.perf_counter() - begin
        entries = session.scalars(select(func.count()).select_from(JournalEntry)).one()
    if counted != CASES or entries < ENTRIES:
        raise RuntimeError(f"{counted} cases and {entries} entries were filled in")
    engine.dispose()
    for form in FORMATS:
        figures[f"{kind}, {form}, a tenth of the cases: peak MB"] = _export(form, SMALL, data, url).used.peak
        whole = _export(form, WHOLE, data, url)
        figures[f"{kind}, {form}: peak MB"] = whole.used.peak
        figures[f"{kind}, {form}: seconds"] = whole.used.seconds
        figures[f"{kind}, {form}: processor seconds"] = whole.used.processor_seconds
        figures[f"{kind}, {form}: file MB"] = whole.file.stat().st_size / 1024**2
        _require_whole(form, whole.file, entries)
        whole.file.unlink()


@dataclass(frozen=True)
class Exported:
    """A file, and what the process that wrote it used."""

    file: Path
    used: Used


def _export(form: str, authority: str, data: Path, url: str) -> Exported:
    file = data / f"journals.{form}"
    words = ["journal", "event-log", "--format", form, "--authority", authority, "--output", str(file)]
    return Exported(file, measured(words, BINSTART_DATA_DIR=str(data), BINSTART_DATABASE_URL=url))


def _require_whole(form: str, file: Path, entries: int) -> None:
    begin = "<event>" if form == "xes" else '{"id":'
    with file.open(encoding="utf-8") as lines:
        if form == "ocel":
            any(line.startswith(("]", '"events"')) for line in lines)  # the objects end here
        events = sum(line.startswith(begin) for line in lines)
    if events != entries:
        raise RuntimeError(f"{file.name} holds {events} events")


def _fill(session: Session) -> None:
    """Cases of four kinds, with on average as many entries as there must be at least."""
    small = make_place(session)
    rest = make_place(session, "westveld", "WES", small.zone)
    for place, count in ((small, CASES // 10), (rest, CASES - CASES // 10)):
        _multiply(session, _lives(session, place), count, place.municipality.slug)


def _lives(session: Session, place: Place) -> list[FoundingCase]:
    stages = (Stage.INFO_EVENING, Stage.CHARTER, Stage.FEDERAL_CHECK, Stage.EVALUATION)
    cases = [advance_to(session, place, stage) for stage in stages]
    for _year in range(2):
        evaluate(session, place, cases[-1], later(cases[-1], 365))
    session.flush()
    return cases


def _multiply(session: Session, cases: list[FoundingCase], count: int, slug: str) -> None:
    """Cases like these, each with its own journal and with what its entries are about."""
    own = {case.id: {table: _rows(session, table, case) for table in _COPIED} for case in cases}
    for first in range(0, count - len(cases), AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count - len(cases)))
        like = [cases[number % len(cases)] for number in numbers]
        rows = [{**_values(case), "number": f"{slug}-{number}"} for case, number in zip(like, numbers, strict=True)]
        session.execute(insert(FoundingCase), rows)
        made = session.scalars(
            select(FoundingCase.id).where(FoundingCase.number.in_([row["number"] for row in rows])).order_by("id")
        ).all()
        for table in _COPIED:
            copies = [{**row, **_as_own(table, case_id)} for case, case_id in zip(like, made, strict=True)
                      for row in own[case.id][table]]  # fmt: skip
            if copies:
                session.execute(insert(table), copies)
        _sign(session, made)


_COPIED: tuple[type[Base], ...] = (JournalEntry, Charter, Opinion, InfoEvening, NeighbourhoodNetwork)


def _rows(session: Session, table: Any, case: FoundingCase) -> list[dict[str, Any]]:
    return [_values(row) for row in session.scalars(select(table).filter_by(case_id=case.id))]


def _as_own(table: type[Base], case_id: int) -> dict[str, Any]:
    return {"case_id": case_id, **({"slug": f"network-{case_id}"} if table is NeighbourhoodNetwork else {})}


def _sign(session: Session, case_ids: Sequence[int]) -> None:
    """Two signatures under each charter. Their entries name those of the case that was copied, so they stand alone."""
    charters = session.scalars(select(Charter.id).where(Charter.case_id.in_(case_ids))).all()
    rows = [
        {"charter_id": id_, "capacity": role, "role": role} for id_ in charters for role in ("mayor", "police_chief")
    ]
    if rows:
        session.execute(insert(Signature), rows)


def _values(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs if column.key != "id"}
