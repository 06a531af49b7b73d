"""`python -m drills.hosts [--json]`: several hosts, of which one dies and one is cut off while people work.

A host for the engine, one for the web app, two that work. Prefect shares the work out; what a host had in its hands
when it died or was cut off is done by the other, and nothing is lost or done twice. Needs root (network namespaces).
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from benchmarks.installation import SENDER
from binstart.preparing import free_port
from drills.checking import check
from drills.host import HERE, Host, network
from drills.line import Line, port_target, socket_target
from drills.lives import Life, requested
from drills.people import People, Queue
from drills.postgresql import server
from models.database import connect, writing
from models.outbox import Effect, OutboxEntry
from models.settings import settings
from tests.factories import make_place

ROOT = Path(__file__).parents[1]
ENGINE, WEB, FIRST, SECOND = Host("engine", 10), Host("web", 11), Host("first", 20), Host("second", 21)
BASE_URL = f"http://{WEB.address}:8080"
PATIENCE = 900.0  # seconds until all work must be done
CUT_FOR = 20.0  # seconds
SECRET = "a secret that the hosts of this drill share"  # noqa: S105 - of no real installation
LOGIN = "binstart:of this drill"


def main() -> int:
    """Drill and print. 0: nothing was found, and both hosts worked."""
    parser = argparse.ArgumentParser(prog="python -m drills.hosts", description=__doc__)
    parser.add_argument("--cases", type=int, default=8)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="binstart-hosts-", dir="/tmp") as folder, network(ENGINE, WEB, FIRST, SECOND):
        figures = _drill(Path(folder), arguments.cases)
    for name, value in figures.items():
        print(f"{name:<46}{value}")
    if arguments.json:
        print(json.dumps(figures, sort_keys=True))
    return 1 if figures["findings"] or not all(figures["runs taken by"].values()) else 0


def _drill(folder: Path, cases: int) -> dict[str, Any]:
    os.environ["BINSTART_BASE_URL"] = BASE_URL  # mails are named after its host
    os.environ["BINSTART_ENCRYPTION_KEYS_FILE"] = str(folder / "keys")  # all hosts have the same, and so have we
    settings.cache_clear()
    mail_port, mails = free_port(), folder / "mails.jsonl"
    mail_server = subprocess.Popen([sys.executable, "-m", "drills.mail_server", str(mail_port), str(mails)])
    with server(folder) as socket:
        try:
            environment = _environment(folder, socket, mail_port)
            engine = connect(f"postgresql+psycopg://postgres@/postgres?host={socket.parent}")
            _prepare(folder, environment, engine)
            return _play(folder, environment, engine, cases, mails)
        finally:
            mail_server.terminate()
            mail_server.wait()
            for host in (FIRST, SECOND, WEB, ENGINE):
                host.die()


def _environment(folder: Path, socket: Path, mail_port: int) -> dict[str, str]:
    database = Line(free_port(), socket_target(str(socket)), HERE)
    mail = Line(free_port(), port_target(mail_port), HERE)
    (folder / "data").mkdir()
    where = f"postgres@{HERE}:{database.port}"
    return {
        **os.environ,
        "BINSTART_DATABASE_URL": f"postgresql+psycopg://{where}/postgres",
        # All hosts are on this machine, on a network that nobody else sees.
        "BINSTART_PLAIN_CONNECTIONS_TO": f"{HERE} {ENGINE.address} {WEB.address}",
        "BINSTART_DATA_DIR": str(folder / "data"),
        "BINSTART_SECRET_KEY": SECRET,
        "BINSTART_BASE_URL": BASE_URL,
        "BINSTART_MAIL_FROM": SENDER,
        "BINSTART_SMTP_HOST": HERE,
        "BINSTART_SMTP_PORT": str(mail.port),
        "BINSTART_ENGINE_HANDOVER": "work_pool",
        "BINSTART_LEASE_SECONDS": "15",
        "BINSTART_RUN_PATIENCE_SECONDS": "60",
        "PREFECT_API_URL": f"http://{ENGINE.address}:4200/api",
        "PREFECT_API_AUTH_STRING": LOGIN,
        "PREFECT_SERVER_API_AUTH_STRING": LOGIN,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"postgresql+asyncpg://{where}/prefect",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }


def _prepare(folder: Path, environment: dict[str, str], engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("create database prefect"))
    _run(environment, "-m", "binstart", "prepare")
    ENGINE.start(folder / "engine.log", _home(folder, environment, ENGINE), sys.executable, "-m", "binstart", "engine",
                 "--host", ENGINE.address)  # fmt: skip
    _until(lambda: _answers(f"http://{ENGINE.address}:4200/api/health"))
    _run(environment, "-m", "prefect", "work-pool", "create", "binstart", "--type", "process", "--overwrite")
    _run(environment, "-m", "prefect", "--no-prompt", "deploy", "--all")
    WEB.start(folder / "web.log", environment, sys.executable, "-m", "binstart", "serve", "--host", WEB.address)
    for host in (FIRST, SECOND):
        _work_on(host, folder, environment)
    _until(lambda: _answers(f"{BASE_URL}/readyz"))


def _work_on(host: Host, folder: Path, environment: dict[str, str]) -> None:
    """What runs on a host that works: a dispatcher, and a worker of Prefect."""
    own = _home(folder, environment, host)
    host.start(folder / f"{host.name}-dispatcher.log", own, sys.executable, "-m", "binstart", "work")
    pool = ("-m", "prefect", "worker", "start", "--pool", "binstart", "--name", host.name, "--limit", "2")
    host.start(folder / f"{host.name}.log", own, sys.executable, *pool)


def _home(folder: Path, environment: dict[str, str], host: Host) -> dict[str, str]:
    return {**environment, "PREFECT_HOME": str(folder / f"prefect-{host.name}")}


def _play(folder: Path, environment: dict[str, str], engine: Engine, cases: int, mails: Path) -> dict[str, Any]:
    with writing(engine) as session:
        place = make_place(session)
    lives: list[Life] = []
    for _ in range(cases):
        with writing(engine) as session:
            lives.append(requested(session, place))
    people = People(BASE_URL, engine, place, Queue(lives, iter(())), 2)
    begin = time.monotonic()
    people.start()
    _until(lambda: _taken(folder, FIRST) > 1)
    FIRST.die()
    _tell("the first host died")
    _until(lambda: _taken(folder, SECOND) > 1)
    _work_on(FIRST, folder, environment)
    SECOND.cut_off()
    _tell("the first host is back, the second is cut off")
    time.sleep(CUT_FOR)
    SECOND.connect_again()
    people.join()
    _until(lambda: _is_done(engine))
    with Session(engine) as session:
        found = check(session, folder / "data", mails, people.ledger)
    return {
        "cases": cases,
        "answered with success": len(people.ledger.done),
        "refused": [why for _, _, why in people.ledger.refused],
        "runs taken by": {host.name: _taken(folder, host) for host in (FIRST, SECOND)},
        "seconds until all work was done": round(time.monotonic() - begin),
        "findings": {name: lines for name, lines in found.items() if lines},
    }


def _taken(folder: Path, host: Host) -> int:
    """How many runs the worker of this host took, by what it says."""
    log = folder / f"{host.name}.log"
    return log.read_text(errors="replace").count("submitting flow run") if log.exists() else 0


def _is_done(engine: Engine) -> bool:
    with Session(engine) as session:
        work = session.scalar(select(func.count()).where(OutboxEntry.done_at.is_(None)))
        effects = session.scalar(select(func.count()).where(Effect.state.in_(("planned", "claimed"))))
    return not work and not effects


def _until(question: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not question():
        if time.monotonic() > end:
            raise RuntimeError("that never came")
        time.sleep(0.5)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, auth=("binstart", "of this drill"), timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _run(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, *words], env=environment, cwd=ROOT, check=True, capture_output=True)


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
