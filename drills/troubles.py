"""What goes wrong: one trouble at a time, drawn by lot from a seed, each with its own end."""

import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from drills.installation import Installation

KILLED = ("web", "web", "worker", "worker", "press", "prefect", "backend", "postmaster", "mail", "run")
STOPPED = ("web", "worker", "prefect", "backend", "mail")
BALLAST = "ballast"  # the file that fills the disk
KINDS = ("kill", "kill", "kill", "kill", "stop", "slow", "cut", "fill")


class Troubles:
    """Makes `number` troubles and counts them by kind. `pause`: most seconds between two."""

    def __init__(self, installation: Installation, seed: int, number: int, pause: float) -> None:
        self._installation = installation
        self._lot = random.Random(seed)
        self._number, self._pause = number, pause
        self.counted: Counter[str] = Counter()
        self.restarts: list[float] = []  # seconds until everything answered again after `binstart run` was killed

    def run(self, is_over: threading.Event) -> None:
        """One after the other; what the lot can't do here (no such process at this moment) is drawn again."""
        while sum(self.counted.values()) < self._number and not is_over.is_set():
            done = self._one()
            if done:
                self.counted[done] += 1
            self._installation.tend()
            time.sleep(self._lot.uniform(0.2, self._pause))

    def _one(self) -> str:
        kind = self._lot.choice(KINDS)
        if kind == "kill":
            return self._kill(self._lot.choice(KILLED))
        if kind == "stop":
            return self._stop(self._lot.choice(STOPPED))
        if kind == "fill":
            return self._fill()
        line = self._lot.choice(("database", "mail"))
        return self._slow(line) if kind == "slow" else self._cut(line)

    def _kill(self, part: str) -> str:
        there = self._installation.processes(part)
        if not there:
            return ""
        with suppress(ProcessLookupError):
            os.kill(self._lot.choice(there), signal.SIGKILL)
        if part == "run":
            self._time_restart()
        return f"kill {part}"

    def _time_restart(self) -> None:
        """A killed `binstart run` takes all its processes along; whoever watches it starts it again."""
        until = time.monotonic() + 10
        while self._installation.answers() and time.monotonic() < until:
            time.sleep(0.02)
        self.restarts.append(self._installation.until_it_answers())

    def _stop(self, part: str) -> str:
        there = self._installation.processes(part)
        if not there:
            return ""
        chosen = self._lot.choice(there)
        with suppress(ProcessLookupError):
            os.kill(chosen, signal.SIGSTOP)
            time.sleep(self._lot.uniform(0.5, 4.0))
            os.kill(chosen, signal.SIGCONT)
        return f"stop {part}"

    def _slow(self, line: str) -> str:
        chosen = getattr(self._installation, f"{line}_line")
        chosen.slow_down(self._lot.uniform(0.02, 0.2))
        time.sleep(self._lot.uniform(1.0, 3.0))
        chosen.heal()
        return f"slow {line}"

    def _cut(self, line: str) -> str:
        chosen = getattr(self._installation, f"{line}_line")
        chosen.cut()
        time.sleep(self._lot.uniform(0.5, 3.0))
        chosen.heal()
        return f"cut {line}"

    def _fill(self) -> str:
        """No byte more fits where documents are kept; only where the data folder has a disk of its own."""
        folder = self._installation.data
        if not folder.is_mount():
            return ""
        ballast = folder / BALLAST
        _fill_up(ballast)
        time.sleep(self._lot.uniform(1.0, 3.0))
        ballast.unlink()
        return "fill data folder"


def _fill_up(file: Path) -> None:
    with file.open("wb", buffering=0) as out, suppress(OSError):  # a buffer would be written once more at the end
        while True:
            out.write(b"\0" * 1_000_000)
