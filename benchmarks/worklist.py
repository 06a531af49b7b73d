"""The work list over HTTP with 20,000 cases in one police zone: one in ten waits, and the worst: all of them wait."""

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from benchmarks.figures import Result, Target, p50, p95
from benchmarks.served import served
from models.case import FoundingCase
from models.database import connect, writing
from models.operations.web_sessions import open_web_session
from models.rules.access import Role
from models.rules.procedure import Stage
from models.tables import metadata
from tests.factories import advance_to, make_place

TITLE = "the work list and the board with 20,000 cases, p95"
CASES, TIMES, WARM_UP = 20_000, 15, 3
STAGES = (Stage.IDEA, Stage.CONSULTATION, Stage.INFO_EVENING, Stage.CHARTER)
ADDRESSES = {"mine": "/werklijst", "team": "/werklijst/team", "others": "/werklijst/anderen",
             "board": "/werklijst/bord", "search": "/werklijst/zoeken?q=kerkwartier"}  # fmt: skip
SECRET = "a key that only this measurement uses, long enough"


def run() -> Result:
    """Measure; takes about a minute."""
    figures: dict[str, float] = {}
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        data = Path(folder)
        url = f"sqlite:///{data / 'binstart.sqlite'}"
        engine = connect(url)
        metadata.create_all(engine)
        with writing(engine) as session:
            place = make_place(session)
            _multiply(session, [advance_to(session, place, stage) for stage in STAGES])
            token = open_web_session(session, place.people[Role.MANDATED_OFFICER].id, "link", datetime.now(UTC))
        with served(data, url, SECRET) as address:
            for name, share in (("2,000 of 20,000 wait", 10), ("all 20,000 wait", 1)):
                with writing(engine) as session:
                    _let_wait(session, share)
                for what, path in (ADDRESSES if share > 1 else {"mine": ADDRESSES["mine"]}).items():
                    timed = _visit(address, path, token)
                    figures[f"{name}: {what} p50 ms"] = 1000 * p50(timed)
                    figures[f"{name}: {what} p95 ms"] = 1000 * p95(timed)
        engine.dispose()
    lists = ("mine", "team", "others")
    targets = tuple(Target(f"2,000 of 20,000 wait: {what} p95 ms", 150.0) for what in lists)
    return Result(
        "worklist", figures, targets, ("SQLite; one visitor; the target is judged where one case in ten waits",)
    )


def _multiply(session: Session, cases: list[FoundingCase]) -> None:
    columns = [column for column in FoundingCase.__table__.columns if column.name != "id"]
    rows = [{column.name: getattr(case, column.key) for column in columns} for case in cases]
    session.execute(
        insert(FoundingCase),
        [{**rows[number % len(rows)], "number": f"OUD-{number:05d}"} for number in range(CASES - len(cases))],
    )


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
        for _ in range(TIMES):
            begin = time.perf_counter()
            answer = one.get(path, headers={"X-Forwarded-For": "10.0.0.1"})
            timed.append(time.perf_counter() - begin)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
    return timed[WARM_UP:]
