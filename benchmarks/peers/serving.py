"""Viewflow's pages behind gunicorn, as many processes and threads as ours, on a database of its own beside ours."""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from sqlalchemy import text

from benchmarks.peers import HERE, peers_python, run_peer
from binstart import web_server
from binstart.preparing import free_port
from models.database import connect

PATIENCE = 60.0


@dataclass(frozen=True)
class Peer:
    """Where it answers, and what is there: people who are signed in, and cases that wait for their first approval."""

    address: str
    prepared: dict[str, Any]

    @property
    def cookies(self) -> dict[str, str]:
        """'0-mayor' to the cookie of the mayor of the first team."""
        teams = enumerate(self.prepared["people"])
        return {f"{team}-{role}": f"sessionid={key}" for team, people in teams for role, key in people.items()}

    def cases(self, way: str) -> Iterator[tuple[int, tuple[int, int]]]:
        """Team, and number of the process and of its first task; the teams in turn."""
        waiting = self.prepared["cases"][way]
        for turn in range(max(map(len, waiting))):
            yield from ((team, tuple(cases[turn])) for team, cases in enumerate(waiting) if turn < len(cases))


@contextmanager
def served_peer(url: str, teams: int, cases: int) -> Iterator[Peer]:
    """Viewflow on the server of this database, with so many cases for each of its two ways."""
    engine = connect(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("create database viewflow"))
    engine.dispose()
    own = {"VIEWFLOW_HOST": parse_qs(urlsplit(url).query)["host"][0], "VIEWFLOW_SECRET": secrets.token_hex(32)}
    prepared = run_peer("viewflow_web.py", str(teams), str(cases), **own)
    port = free_port("127.0.0.1")
    address = f"http://127.0.0.1:{port}"
    as_ours = ("--workers", web_server.workers, "--threads", web_server.threads, "--worker-class",
               web_server.worker_class, "--keep-alive", web_server.keepalive, "--preload")  # fmt: skip
    command = [peers_python(), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", *as_ours,
               "--worker-tmp-dir", web_server.worker_tmp_dir or "/tmp", "viewflow_web:application"]  # noqa: S108 # fmt: skip
    process = subprocess.Popen([str(word) for word in command], cwd=HERE, env=os.environ | own)
    try:
        _wait(address, process)
        yield Peer(address, prepared)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end and process.poll() is None:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("Viewflow does not answer")
