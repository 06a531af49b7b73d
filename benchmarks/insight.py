"""The pages of insight over HTTP with 20,000 cases and 600,000 journal entries in one police zone: all are counted."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from benchmarks.databases import KINDS, database
from benchmarks.figures import Result, Target, p50, p95
from benchmarks.served import served
from benchmarks.worklist import SECRET, _values, _visit
from models.case import FoundingCase
from models.case_figures import CaseActions, CaseFigures
from models.database import Base, connect, writing
from models.journal import JournalEntry
from models.operations.accounts.web_sessions import open_web_session
from models.operations.cases.summing_up import sum_up
from models.rules.access import Role
from tests.factories import make_place
from tests.insight_steps import NOW, play_foundings

TITLE = "pages of insight and what-if over 20,000 cases with 600,000 journal entries, SQLite and PostgreSQL, p95"
CASES, ENTRIES, YEARS, BATCH = 20_000, 600_000, 10, 5_000
FIRST = datetime(2017, 1, 2, 9, 0, tzinfo=UTC)
ADDRESSES = {
    "lead times": "/inzicht",
    "lead times, everywhere": "/inzicht?waar=alle",
    "lead times, one year": "/inzicht?van=2021-01-01&tot=2021-12-31",
    "outcomes": "/inzicht/afloop",
    "terms": "/inzicht/termijnen",
    "support": "/inzicht/draagvlak",
    "load": "/inzicht/werklast",
    "cases behind": "/inzicht/dossiers?figuur=fase:consultation&page=300",
    "waiting now": "/inzicht/dossiers?figuur=nu:mandated_officer",
}
LONGER = {  # without a target: what one asks now and then
    "what if": "/inzicht/wat-als?opinion_term_days=21&minimum_registered_dwellings=60",
    "file": "/inzicht.csv",
}


def run() -> Result:
    """Measure; takes about five minutes, most of it the filling."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        with database(kind) as (data, url):
            _measure(kind, url, data, figures)
    targets = tuple(Target(f"{kind}: {what} p95 ms", 300.0) for kind in KINDS for what in ADDRESSES)
    return Result("insight", figures, targets, ("one visitor, the chief of the zone that has all the cases",))


def _measure(kind: str, url: str, data: Path, figures: dict[str, float]) -> None:
    engine = connect(url)
    with writing(engine) as session:
        place = make_place(session)
        cases = list(play_foundings(session, place).values())
        figures[f"{kind}: working out one case ms"] = _work_out(session, cases)
        _multiply(session, cases, Random(2026))
        figures[f"{kind}: cases"] = session.scalar(select(func.count()).select_from(CaseFigures)) or 0
        figures[f"{kind}: journal entries"] = session.scalar(select(func.count()).select_from(JournalEntry)) or 0
        token = open_web_session(session, place.people[Role.POLICE_CHIEF].id, "link", datetime.now(UTC))
    with served(data, url, SECRET) as address:
        for what, path in (ADDRESSES | LONGER).items():
            timed = _visit(address, path, token)
            figures[f"{kind}: {what} p50 ms"] = 1000 * p50(timed)
            figures[f"{kind}: {what} p95 ms"] = 1000 * p95(timed)
    engine.dispose()


def _work_out(session: Session, cases: list[FoundingCase]) -> float:
    timed = []
    for _ in range(10):
        for case in cases:
            begin = time.perf_counter()
            sum_up(session, case.id, NOW)
            timed.append(time.perf_counter() - begin)
    return 1000 * p50(timed)


def _multiply(session: Session, cases: list[FoundingCase], random: Random) -> None:
    """Cases like these over ten years, each with numbers of its own, and a journal of thirty entries."""
    like = [_values(case) for case in cases]
    rows = [
        {**like[number % len(like)], "number": f"OUD-{number:05d}", "name": f"BIN Kerkkwartier {number}",
         "opened_at": FIRST + timedelta(days=random.randrange(365 * YEARS))}
        for number in range(CASES - len(cases))
    ]  # fmt: skip
    session.execute(insert(FoundingCase), rows)
    made = session.execute(
        select(FoundingCase.id, FoundingCase.opened_at).where(FoundingCase.number.startswith("OUD-")).order_by("id")
    ).all()
    _copy(session, CaseFigures, cases, made, random)
    _copy_actions(session, cases, made)
    _copy_journals(session, cases, made)


def _copy(session: Session, table: type[Base], cases: list[FoundingCase], made: Any, random: Random) -> None:
    own = [_line(session, case) for case in cases]
    rows = []
    for place, (case_id, opened_at) in enumerate(made):
        row = _with_other_days(own[place % len(cases)], random)
        closed_on = opened_at.date() + timedelta(days=row["total"]) if row["total"] is not None else None
        rows.append({**row, "case_id": case_id, "opened_on": opened_at.date(), "closed_on": closed_on})
    session.execute(insert(table), rows)


def _line(session: Session, case: FoundingCase) -> dict[str, Any]:
    return dict(session.execute(select(CaseFigures.__table__).where(CaseFigures.case_id == case.id)).one()._mapping)


def _with_other_days(row: dict[str, Any], random: Random) -> dict[str, Any]:
    changed = dict(row)
    for name, value in row.items():
        if value is not None and name.startswith(("days_", "for_", "total")):
            changed[name] = value + random.randrange(120)
    changed["supporting"], changed["dwellings"] = random.randrange(10, 90), random.randrange(90, 300)
    changed["lowest_share"] = random.randrange(60)
    return changed


def _copy_actions(session: Session, cases: list[FoundingCase], made: Any) -> None:
    """Each in the months after its own case began."""
    own = [[(one.person_id, one.function, one.count) for one in
            session.scalars(select(CaseActions).where(CaseActions.case_id == case.id))] for case in cases]  # fmt: skip
    rows = {
        (case_id, person_id, function): {"case_id": case_id, "person_id": person_id, "function": function,
                                         "month": f"{opened_at:%Y-%m}", "count": count}
        for place, (case_id, opened_at) in enumerate(made)
        for person_id, function, count in own[place % len(cases)]
    }  # fmt: skip
    session.execute(insert(CaseActions), list(rows.values()))


def _copy_journals(session: Session, cases: list[FoundingCase], made: Any) -> None:
    """Until there are as many entries as there must be; those of a case are repeated."""
    own = [[_values(one) for one in session.scalars(select(JournalEntry).where(JournalEntry.case_id == case.id))]
           for case in cases]  # fmt: skip
    each = -(-ENTRIES // len(made))
    rows: list[dict[str, Any]] = []
    for place, (case_id, _opened_at) in enumerate(made):
        entries = own[place % len(cases)]
        rows += [{**entries[number % len(entries)], "case_id": case_id, "sequence": number + 1}
                 for number in range(each)]  # fmt: skip
        if len(rows) > BATCH or place == len(made) - 1:
            session.execute(insert(JournalEntry), rows)
            rows = []
