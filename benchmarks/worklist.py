"""The work list over HTTP with 20,000 cases in one police zone: one in ten waits, and the worst: all of them wait."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert, inspect, select, update
from sqlalchemy.orm import Session

from benchmarks.databases import KINDS, database
from benchmarks.figures import Result, Target, p50, p95
from benchmarks.served import served
from models.case import FoundingCase
from models.database import Base, connect, writing
from models.info_evening import InfoEvening
from models.mandate import Mandate
from models.operations.accounts.web_sessions import open_web_session
from models.request import FoundingRequest
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import advance_to, make_place

TITLE = "work list, board, map and search with 20,000 cases, SQLite and PostgreSQL, p95"
CASES, TIMES, WARM_UP = 20_000, 70, 10  # the web server has two processes, and each must have looked once
STAGES = (Stage.IDEA, Stage.CONSULTATION, Stage.INFO_EVENING, Stage.CHARTER)
ADDRESSES = {"mine": "/werklijst", "team": "/werklijst/team", "others": "/werklijst/anderen",
             "all": "/werklijst/alle?page=400", "board": "/werklijst/bord", "map": "/werklijst/kaart",
             "search": "/werklijst/zoeken?q=kerkwartier+1234"}  # fmt: skip
WAITING = {"2,000 of 20,000 wait": 10, "all 20,000 wait": 1}
SECRET = "a key that only this measurement uses, long enough"


def run() -> Result:
    """Measure; takes about two minutes."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        with database(kind) as (data, url):
            _measure(kind, url, data, figures)
    lists = ("mine", "team", "others", "board", "search")
    targets = (Target(f"{kind}, {name}: {what} p95 ms", 150.0) for kind in KINDS for name in WAITING for what in lists)
    return Result("worklist", figures, tuple(targets), ("one visitor, an officer of the zone that has all the cases",))


def _measure(kind: str, url: str, data: Path, figures: dict[str, float]) -> None:
    engine = connect(url)
    with writing(engine) as session:
        place = make_place(session)
        _multiply(session, [advance_to(session, place, stage) for stage in STAGES])
        token = open_web_session(session, place.people[Role.MANDATED_OFFICER].id, "link", datetime.now(UTC))
    with served(data, url, SECRET) as address:
        for name, share in WAITING.items():
            with writing(engine) as session:
                _let_wait(session, share)
            for what, path in ADDRESSES.items():
                timed = _visit(address, path, token)
                figures[f"{kind}, {name}: {what} p50 ms"] = 1000 * p50(timed)
                figures[f"{kind}, {name}: {what} p95 ms"] = 1000 * p95(timed)
    engine.dispose()


def _multiply(session: Session, cases: list[FoundingCase]) -> None:
    """Cases like these, each with a name, a request, an evening and a stuurgroep of its own."""
    like = [_values(case) for case in cases]
    rows = [{**like[number % len(like)], "number": f"OUD-{number:05d}", "name": f"BIN Kerkwartier {number}"}
            for number in range(CASES - len(cases))]  # fmt: skip
    session.execute(insert(FoundingCase), rows)
    made = session.scalars(select(FoundingCase.id).where(FoundingCase.number.startswith("OUD-")).order_by("id")).all()
    for table in (FoundingRequest, InfoEvening, Mandate):
        own = [[_values(row) for row in session.scalars(select(table).filter_by(case_id=case.id))] for case in cases]
        copies = [{**row, "case_id": case_id} for place, case_id in enumerate(made) for row in own[place % len(cases)]]
        session.execute(insert(table), copies)


def _values(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs if column.key != "id"}


def _let_wait(session: Session, share: int) -> None:
    """One in `share` of the cases is open, the others ended."""
    session.execute(update(FoundingCase).values(ended_at=None, end=None))
    if share > 1:
        ended = FoundingCase.id % share != 0
        session.execute(update(FoundingCase).where(ended).values(ended_at=datetime.now(UTC), end="refused"))


def _visit(address: str, path: str, token: str) -> list[float]:
    from flask import Flask

    app = Flask("benchmark")
    app.secret_key = SECRET
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    timed = []
    with httpx.Client(
        base_url=address, timeout=60, cookies={"binstart": str(serializer.dumps({"token": token}))}
    ) as one:
        for number in range(TIMES):
            begin = time.perf_counter()
            answer = one.get(path, headers={"X-Forwarded-For": f"10.0.0.{number}"})  # one address alone has a limit
            timed.append(time.perf_counter() - begin)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
    return timed[WARM_UP:]
