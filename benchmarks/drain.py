"""The work behind many decisions at once, drained by one worker, by two and by four, on PostgreSQL.

Once by workers that run flows themselves (`binstart work`, what `binstart run` starts), once by workers of Prefect in a
work pool, which make a new process for each run. All decisions are there before the first worker looks.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.orm import Session

from benchmarks.copying import Copy, Originals, copy_cases
from benchmarks.country_data import Size, give_staff, invent_streets, streets_of
from benchmarks.figures import Result
from benchmarks.installation import SENDER, descendants
from binstart.preparing import free_port
from drills.postgresql import server
from models.database import connect, writing
from models.operations.effects.claiming_work import ask_again
from models.operations.effects.planning_effects import plan_effects
from models.operations.requests import requesting
from models.outbox import Effect, OutboxEntry
from models.rules.access import Role
from tests.factories import acting, later, make_place, submitted

TITLE = "the work behind 1,000 decisions at once, drained by one, two and four workers, PostgreSQL"
OPTIONS = {"decisions": 1000, "pool-decisions": 100, "most-workers": 4}
ROOT = Path(__file__).parents[1]
WORKERS = (1, 2, 4)
WAYS = {"embedded": "workers", "work_pool": "workers of a pool"}
PATIENCE = 7200.0
LOGIN = "binstart:of this measurement"


def run(decisions: int = 1000, pool_decisions: int = 100, most_workers: int = 4) -> Result:
    """Measure; takes an hour, and says each figure when it is there."""
    figures: dict[str, float] = {}
    made = dict(zip(WAYS, (decisions, pool_decisions), strict=True))
    counts = [number for number in WORKERS if number <= most_workers]
    with TemporaryDirectory(prefix="binstart-bench-", dir="/tmp") as name, server(Path(name)) as socket:
        folder = Path(name)
        for way, number in made.items():
            _fill(socket, way, number)
        environment = _environment(folder, socket)
        with _engine(folder, environment):
            for way, called in WAYS.items():
                for number in counts:
                    seconds = _drain(folder, socket, environment, way, number)
                    figures[f"{number} {called}: {made[way]} decisions s"] = seconds
                    figures[f"{number} {called}: decisions/s"] = made[way] / seconds
                    print(f"{number} {called}: {made[way]} decisions in {seconds:.0f} s", file=sys.stderr, flush=True)
    for called in WAYS.values():
        for number in counts[1:]:
            ratio = figures[f"{number} {called}: decisions/s"] / figures[f"1 {called}: decisions/s"]
            figures[f"{called}: {number} beside one"] = ratio
    note = "the desk accepts a request: mails to police, municipality and applicant; all on this machine"
    return Result("drain", figures, notes=(note,))


def _url(socket: Path, name: str, driver: str = "psycopg") -> str:
    return f"postgresql+{driver}://postgres@/{name}?host={socket.parent}"


def _fill(socket: Path, way: str, decisions: int) -> None:
    """A database with so many requests that were accepted just now; each round begins with a copy of it."""
    _create(socket, f"of_{way}")
    engine = connect(_url(socket, f"of_{way}"))
    subprocess.run([sys.executable, "-m", "binstart", "prepare"], cwd=ROOT, check=True, capture_output=True,
                   env={**os.environ, "BINSTART_DATABASE_URL": _url(socket, f"of_{way}"), "BINSTART_DEMONSTRATION": "0",
                        "BINSTART_DATA_DIR": str(socket.parent.parent / "prepared")})  # fmt: skip
    with writing(engine) as session:
        place = make_place(session)
        case = submitted(session, place)
        at = later(case)
        plan_effects(session, case.id, at)
        session.execute(update(OutboxEntry).values(done_at=at))
        session.execute(update(Effect).values(state="confirmed", attempts=1, confirmed_at=at))
        requesting.accept_request(session, case.id, acting(session, place.people[Role.DESK_OFFICER], at), at)
        originals = Originals(session, place, [case])
    invent_streets(engine, Size(municipalities=6))
    with writing(engine) as session:
        homes, streets, lot = give_staff(session), streets_of(session), Random(1)
        copies = []
        for number in range(1, decisions):
            home = homes[number % len(homes)]
            first, second = lot.sample(streets[home.id], 2)
            copies.append(Copy(case.id, home, f"{home.code}-2026-{number:05d}", 0, (first, second), number))
        copy_cases(session, originals, copies)
    engine.dispose()


def _create(socket: Path, name: str, template: str = "template1") -> None:
    engine = connect(_url(socket, "postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"create database {name} template {template}"))
    engine.dispose()


def _environment(folder: Path, socket: Path) -> dict[str, str]:
    port = free_port()
    (folder / "data").mkdir()
    _create(socket, "prefect")
    return {
        **os.environ,
        "BINSTART_DATA_DIR": str(folder / "data"),
        "BINSTART_SECRET_KEY": "a secret that only this measurement uses",
        "BINSTART_MAIL_FROM": SENDER,
        "BINSTART_SMTP_HOST": "127.0.0.1",
        "BINSTART_SMTP_PORT": str(free_port()),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_API_AUTH_STRING": LOGIN,
        "PREFECT_SERVER_API_AUTH_STRING": LOGIN,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": _url(socket, "prefect", "asyncpg"),
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_HOME": str(folder / "prefect"),
    }


@contextmanager
def _engine(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """Mail server and Prefect's server, with the pool and its deployments."""
    api = environment["PREFECT_API_URL"]
    mail = ("-m", "drills.mail_server", environment["BINSTART_SMTP_PORT"], str(folder / "mails.jsonl"))
    engine = ("-m", "binstart", "engine", "--host", "127.0.0.1", "--port", api.split(":")[2].split("/")[0])
    with _running(folder, environment, *mail), _running(folder, environment, *engine):
        _until(lambda: _answers(f"{api}/health"))
        for words in (("work-pool", "create", "binstart", "--type", "process", "--overwrite"),
                      ("--no-prompt", "deploy", "--all")):  # fmt: skip
            subprocess.run([sys.executable, "-m", "prefect", *words], cwd=ROOT, env=environment, check=True,
                           capture_output=True)  # fmt: skip
        yield


def _drain(folder: Path, socket: Path, environment: dict[str, str], way: str, workers: int) -> float:
    """Seconds from the moment that the workers may begin until nothing is left."""
    name = f"{way}_{workers}"
    _create(socket, name, f"of_{way}")
    own = {**environment, "BINSTART_DATABASE_URL": _url(socket, name), "BINSTART_ENGINE_HANDOVER": way}
    engine = connect(own["BINSTART_DATABASE_URL"])
    with writing(engine) as session:
        ask_again(session, datetime.now(UTC))  # else the runs of the round before would pass for those of this one
    with ExitStack() as running:
        if way == "work_pool":
            pool = ("-m", "prefect", "worker", "start", "--pool", "binstart", "--limit", "2", "--name")
            for one in range(workers):
                running.enter_context(_running(folder, own, *pool, f"{name}-{one}"))
            dispatchers = 1
        else:
            dispatchers = workers
        for _ in range(dispatchers):
            running.enter_context(_running(folder, own, "-m", "binstart", "work"))
        _until(lambda: _left(engine)[1] > 0)  # the first piece is in somebody's hands
        begin = time.monotonic()
        _until(lambda: _left(engine)[0] == 0)
        seconds = time.monotonic() - begin
    engine.dispose()
    return seconds


def _left(engine: Engine) -> tuple[int, int]:
    """What is still to be done, and how much was begun."""
    with Session(engine) as session:
        work = session.scalar(select(func.count()).select_from(OutboxEntry).where(OutboxEntry.done_at.is_(None)))
        begun = session.scalar(select(func.count()).select_from(OutboxEntry).where(OutboxEntry.claimed_by.is_not(None)))
        effects = select(func.count()).select_from(Effect).where(Effect.state.in_(("planned", "claimed")))
        return (work or 0) + (session.scalar(effects) or 0), begun or 0


@contextmanager
def _running(folder: Path, environment: dict[str, str], *words: str) -> Iterator[None]:
    """A program for as long as the block; it and what it started are gone afterwards."""
    with (folder / "parts.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, *words], env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield
    finally:
        below = descendants(process.pid)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for one in below:
            subprocess.run(["kill", "-9", str(one)], check=False, capture_output=True)


def _until(question: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not question():
        if time.monotonic() > end:
            raise RuntimeError("that never came")
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, auth=("binstart", "of this measurement"), timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
