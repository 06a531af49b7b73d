"""`kill -9` of each part while Binstart runs on PostgreSQL: when pages answer again, and when work is done again.

The parts are started again by `binstart run`, and that by what stands for the system's supervisor. Work: a decision
that is pressed as soon as pages answer, until its documents and mails are there.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmarks.figures import Result, Target, p50
from benchmarks.installation import until_engine_rests
from benchmarks.visitors import Visitor, signed_in
from binstart.processes import STEADY_SECONDS
from drills.installation import Installation
from models.case import FoundingCase
from models.database import writing
from models.outbox import Effect, OutboxEntry
from models.rules.access import Role
from tests.factories import make_place, submitted

TITLE = "seconds until pages answer and work is done again, after kill -9 of each part and of everything"
OPTIONS = {"times": 5}
PARTS = {"web": "web app", "worker": "workers", "prefect": "Prefect's server", "run": "everything"}
SEEN_GONE = 10.0  # seconds in which the pages must stop answering; what is not of the web app never lets them
PATIENCE = 600.0
LONGEST = 10.0


def run(times: int = 5) -> Result:
    """Measure; takes about eight minutes."""
    figures: dict[str, float] = {}
    with TemporaryDirectory(prefix="binstart-bench-", dir="/tmp") as folder:
        installation = Installation(Path(folder))
        try:
            installation.until_it_answers()
            engine, desk, numbers = _filled(installation, times * len(PARTS))
            for part, name in PARTS.items():
                timed = [_kill(installation, engine, desk, part, numbers.pop()) for _ in range(times)]
                for what, seconds in zip(("pages", "work"), zip(*timed, strict=True), strict=True):
                    figures[f"{name} killed: {what} again p50 s"] = p50(seconds)
                    figures[f"{name} killed: {what} again, longest s"] = max(seconds)
            engine.dispose()
        finally:
            installation.stop()
    targets = tuple(Target(figure, LONGEST) for figure in figures if figure.endswith("longest s"))
    note = f"each {times} times; work: from the kill until all that a decision asks for was done, two workers"
    return Result("restart", figures, targets, (note,))


def _filled(installation: Installation, cases: int) -> tuple[Engine, Visitor, list[str]]:
    engine = installation.engine()
    with writing(engine) as session:
        place = make_place(session)
        numbers = [submitted(session, place).number for _ in range(cases)]
    desk = signed_in(installation.address, engine, place.people[Role.DESK_OFFICER])
    until_engine_rests(engine, patience=900)
    return engine, desk, numbers


def _kill(installation: Installation, engine: Engine, desk: Visitor, part: str, number: str) -> tuple[float, float]:
    """Seconds from the kill until pages answer, and until the work behind a decision is done.

    Each kill finds processes that were well: those that die again and again wait longer before they are started.
    """
    time.sleep(STEADY_SECONDS + 1)
    begin = time.monotonic()
    for process in installation.processes(part):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    if part in ("web", "run"):
        while installation.answers() and time.monotonic() - begin < SEEN_GONE:
            time.sleep(0.01)
    installation.until_it_answers()
    pages = time.monotonic() - begin
    _decide(desk, number, begin + PATIENCE)
    while _is_open(engine, number):
        if time.monotonic() > begin + PATIENCE:
            raise RuntimeError(f"the work of {number} was not done within {PATIENCE:g} s after the kill of {part}")
        installation.tend()
        time.sleep(0.05)
    work = time.monotonic() - begin
    until_engine_rests(engine)
    return pages, work


def _decide(desk: Visitor, number: str, until: float) -> None:
    """As people do: again, when no answer came."""
    path = f"/dossier/{number}/accept-request"
    while time.monotonic() < until:
        with suppress(httpx.TransportError, httpx.HTTPStatusError):
            if desk.send(path, desk.read(path)).status_code == 302:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{path} was not taken")


def _is_open(engine: Engine, number: str) -> bool:
    case = select(FoundingCase.id).where(FoundingCase.number == number).scalar_subquery()
    with Session(engine) as session:
        work = session.scalar(select(func.count()).where(OutboxEntry.case_id == case, OutboxEntry.done_at.is_(None)))
        effects = select(func.count()).where(Effect.case_id == case, Effect.state.in_(("planned", "claimed")))
        return bool(work or session.scalar(effects))
