"""Is Binstart running on a data folder, and where? And: start it from another command, such as `binstart play`."""

import fcntl
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from binstart.preparing import CannotStart
from binstart.processes import die_with, last_line, python


@dataclass(frozen=True)
class Instance:
    """One running system."""

    pid: int
    web: str
    prefect: str

    def write(self, folder: Path) -> None:
        """Leave word in the data folder."""
        fresh = folder / "running.new"
        fresh.write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")
        fresh.replace(folder / "running.json")  # who reads it never sees half a word


def forget(folder: Path) -> None:
    """Take the word away: nobody runs on this folder any more."""
    (folder / "running.json").unlink(missing_ok=True)


def running_on(folder: Path) -> Instance | None:
    """Who runs on this data folder; None when nobody does, also when a killed one left word behind."""
    file = folder / "running.json"
    try:
        with (folder / "lock").open(encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return None
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return Instance(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else None  # still preparing


def is_healthy(web: str) -> bool:
    """Whether the web app at this address answers /healthz with 200."""
    try:
        with urllib.request.urlopen(f"{web}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@contextmanager
def running(folder: Path, *words: str, patience: float = 120.0) -> Iterator[Instance]:
    """A healthy system on this data folder: the one that runs already, else one of our own until the block ends.

    `words` go to `binstart run` when it must be started. Raises CannotStart when it does not answer within `patience`
    seconds, with the last line that it said.
    """
    folder = folder.resolve()
    if running_on(folder):
        yield _wait_for(folder, None, folder / "run.log", patience)
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    said, parent = folder / "run.log", os.getpid()
    with said.open("wb") as log:
        process = subprocess.Popen(
            python("-m", "binstart", "run", "--data", str(folder), *words),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=lambda: die_with(parent),
        )
    try:
        yield _wait_for(folder, process, said, patience)
    finally:
        process.terminate()
        process.wait()


def _wait_for(folder: Path, process: subprocess.Popen[bytes] | None, said: Path, patience: float) -> Instance:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if (instance := running_on(folder)) and is_healthy(instance.web):
            return instance
        if process is not None and process.poll() is not None:
            raise CannotStart(last_line(said))
        time.sleep(0.1)
    raise CannotStart(f"the web app does not answer after {patience:g} s; see {folder / 'logs'}")
