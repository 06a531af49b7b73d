"""A real installation for a benchmark: `binstart run` on a data folder of its own, and its processes' memory."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from binstart.preparing import free_port
from models.database import connect
from models.outbox import Effect, OutboxEntry

PATIENCE = 180.0  # seconds; a start that takes longer is no start
SENDER = "Binstart <geen-antwoord@binstart.example>"


@contextmanager
def running(folder: Path, *arguments: str, **environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """Address, process, and the seconds until the first page answered. Stopped at the end.

    `environment`: settings on top of those of this process and of what a real system must be given.
    """
    port = free_port("127.0.0.1")
    address = f"http://127.0.0.1:{port}"
    begin = time.perf_counter()
    with (folder.parent / f"{folder.name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "binstart", "run", "--port", str(port), "--data", str(folder), *arguments],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "BINSTART_BASE_URL": address, "BINSTART_MAIL_FROM": SENDER, **environment},
        )
    try:
        yield address, process, _until_first_page(address, process, begin)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@contextmanager
def mail_sink() -> Iterator[dict[str, str]]:
    """A real mail server that takes everything and keeps nothing; yields the settings that lead to it."""
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield {"BINSTART_SMTP_HOST": controller.hostname, "BINSTART_SMTP_PORT": str(controller.port)}
    finally:
        controller.stop()


def _until_first_page(address: str, process: subprocess.Popen[bytes], begin: float) -> float:
    while time.perf_counter() - begin < PATIENCE:
        if process.poll() is not None:
            raise RuntimeError(f"binstart run ended with {process.returncode}")
        try:
            if httpx.get(f"{address}/", timeout=5).status_code == 200:
                return time.perf_counter() - begin
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"no page within {PATIENCE:g} s")


def until_prefect_answers(folder: Path, patience: float = 60.0) -> None:
    """Wait until the worker has done what was waiting, where the data folder holds the database."""
    until_engine_rests(connect(f"sqlite:///{folder / 'binstart.sqlite'}"), patience)


def until_engine_rests(engine: Engine, patience: float = 60.0) -> None:
    """Wait until the worker has done what was waiting: the outbox is empty, so the engine runs."""
    end = time.perf_counter() + patience
    while time.perf_counter() < end:
        with Session(engine) as session:
            entries = session.scalar(select(func.count()).select_from(OutboxEntry).where(OutboxEntry.done_at.is_(None)))
            effects = session.scalar(
                select(func.count()).select_from(Effect).where(Effect.state.in_(("planned", "claimed")))
            )
        if not entries and not effects:
            return
        time.sleep(0.5)
    raise RuntimeError("the engine did not catch up")


def memory_of(process_id: int) -> tuple[float, float]:
    """Memory of a process and all its descendants in MB: the sum of their resident sets, and of their fair shares."""
    resident = shared = 0.0
    for one in [process_id, *descendants(process_id)]:
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        values = {line.split(":")[0]: line.split()[1] for line in rollup.splitlines()[1:]}
        resident += int(values["Rss"]) / 1024
        shared += int(values["Pss"]) / 1024
    return resident, shared


def descendants(process_id: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parent = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry))
    found, open_ = [], [process_id]
    while open_:
        below = children.get(open_.pop(), [])
        found += below
        open_ += below
    return found
