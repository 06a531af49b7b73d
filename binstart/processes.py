"""The processes of one running system: started, watched, started again when one dies, and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A process that lived this long was well: the next pause is the shortest one again.
STEADY_SECONDS = 10.0
LOG_LIMIT = 10_000_000
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Part:
    """One process that belongs to the system. `stops_last`: others need it until they are gone themselves.

    `niceness`: how much processor time it leaves to the others when there is too little; people at a page go first.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    stops_last: bool = False
    niceness: int = 0


@dataclass
class _Place:
    """Where a part runs at present, or when it may run again (seconds on the monotonic clock)."""

    part: Part
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    again: float = field(default=0.0)


class Crew:
    """All parts. Not for threads: one loop starts, tends and stops them."""

    def __init__(self, parts: Iterable[Part], logs: Path, tell: Callable[[str], None]) -> None:
        self._places = [_Place(part) for part in parts]
        self._logs = logs
        self._tell = tell
        logs.mkdir(exist_ok=True)
        for place in self._places:
            _set_aside(self.log_of(place.part.name))

    def log_of(self, name: str) -> Path:
        """The file with what the part of this name has to say."""
        return self._logs / f"{name}.log"

    def tend(self) -> None:
        """Start what is not running, unless it died so often that it must wait."""
        for place in self._places:
            if place.process is not None and place.process.poll() is not None:
                self._mourn(place)
            if place.process is None and time.monotonic() >= place.again:
                self._start(place)

    def deaths(self, name: str) -> int:
        """How often the part of this name died lately."""
        return sum(place.deaths for place in self._places if place.part.name == name)

    def stop(self, patience: float) -> None:
        """Ask everyone to stop, those that others need last; kill who has not stopped after `patience` seconds each."""
        for last in (False, True):
            leaving = [place.process for place in self._places if place.process and place.part.stops_last is last]
            for process in leaving:
                process.terminate()
            until = time.monotonic() + patience
            for process in leaving:
                try:
                    process.wait(max(0.0, until - time.monotonic()))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._places.clear()

    def kill(self) -> None:
        """End everyone at once."""
        for place in self._places:
            if place.process:
                place.process.kill()

    def _start(self, place: _Place) -> None:
        with self.log_of(place.part.name).open("ab") as log:
            place.process = subprocess.Popen(
                place.part.command,
                env=place.part.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=tied_to_us(place.part.niceness),
            )
        place.started = time.monotonic()

    def _mourn(self, place: _Place) -> None:
        assert place.process is not None
        now = time.monotonic()
        place.deaths = 1 if now - place.started > STEADY_SECONDS else place.deaths + 1
        pause = min(FIRST_PAUSE * 2 ** (place.deaths - 1), LONGEST_PAUSE)
        code = place.process.returncode
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"stopped with code {code}"
        log = self.log_of(place.part.name)
        self._tell(f"{place.part.name} {how}; started again in {pause:g} s ({log}: {last_line(log)})")
        place.process, place.again = None, now + pause


def tied_to_us(niceness: int = 0) -> Callable[[], None]:
    """What a new process does before its program: die with us, hear the signals that we hold back, and leave Ctrl-C
    to us, because we stop everyone in the right order.
    """
    parent = os.getpid()

    def before_program() -> None:
        die_with(parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.nice(niceness)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])

    return before_program


def die_with(parent: int) -> None:
    """Let the kernel kill this process when its parent dies, however that happens. Linux only."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the kernel knew
        os._exit(1)


def last_line(log: Path) -> str:
    """The last line that says something."""
    lines = log.read_bytes()[-4000:].decode(errors="replace").split("\n") if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def python(*words: str) -> list[str]:
    """A command for this same Python."""
    return [sys.executable, *words]


def _set_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
