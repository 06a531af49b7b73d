"""From the click to the mail in the hands of a real mail server: outbox, worker, Prefect flow, rendering, delivery.

The click is the desk's 'accept'; a mail about that case is what is waited for. One decision a second, whether the mail
of the one before has come or not; on SQLite and on PostgreSQL.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.databases import KINDS, database
from benchmarks.figures import Result, Target, p50, p95
from benchmarks.installation import running, until_engine_rests
from benchmarks.postbox import Postbox, postbox
from benchmarks.visitors import Visitor, signed_in
from models.database import connect, writing
from models.rules.access import Role
from tests.factories import make_place, submitted

TITLE = "from the click to the mail in the hands of a mail server, at one decision a second, SQLite and PostgreSQL"
OPTIONS = {"clicks": 60}
PACE = 1.0  # seconds between two decisions
PATIENCE = 60.0


def run(clicks: int = 60) -> Result:
    """Measure; takes about five minutes."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        with database(kind, is_migrated=True) as (data, url), postbox() as box:
            seconds = _measure(data, url, box, clicks)
        figures[f"{kind}: click to mail server p50 s"] = p50(seconds)
        figures[f"{kind}: click to mail server p95 s"] = p95(seconds)
        figures[f"{kind}: slowest s"] = max(seconds)
    targets = tuple(Target(f"{kind}: click to mail server p95 s", 2.0) for kind in KINDS)
    return Result("mail", figures, targets, (f"{clicks} decisions, one each {PACE:g} s; one worker",))


def _measure(data: Path, url: str, box: Postbox, clicks: int) -> list[float]:
    engine = connect(url)
    with running(data, "--no-demo", BINSTART_DATABASE_URL=url, **box.settings) as (address, _, _):
        with writing(engine) as session:
            place = make_place(session, "meetdorp", "MEE")
            numbers = [submitted(session, place).number for _ in range(clicks)]
        desk = signed_in(address, engine, place.people[Role.DESK_OFFICER])
        until_engine_rests(engine, patience=600)
        pages = {number: desk.read(_path(number)) for number in numbers}  # people read before they decide
        begin = time.monotonic()
        with ThreadPoolExecutor(8) as pool:
            waiting = []
            for turn, number in enumerate(numbers):
                time.sleep(max(0.0, begin + turn * PACE - time.monotonic()))
                waiting.append(pool.submit(_click, desk, number, pages[number], box))
            seconds = [one.result() for one in waiting]
    engine.dispose()
    return seconds


def _path(number: str) -> str:
    return f"/dossier/{number}/accept-request"


def _click(desk: Visitor, number: str, page: str, box: Postbox) -> float:
    box.expect(number)
    begin = time.monotonic()
    answer = desk.send(_path(number), page)
    if answer.status_code != 302:
        raise RuntimeError(f"{_path(number)} answered {answer.status_code}")
    return box.arrival(number, PATIENCE) - begin
