"""The press: a few worker processes, kept warm, that set type for whoever asks, from any thread.

A worker that crashes, hangs or has done its share is replaced; its temporary folder goes with it. Nothing is started
before the first document, and nothing stays behind: a worker leaves when the line to its parent closes.
"""

import atexit
import base64
import contextlib
import os
import queue
import selectors
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from documents.press.messages import Ended, receive, send

PACKAGE_ROOT = Path(__file__).parents[2]
START_SECONDS = 60
# Only what the typesetting libraries need: a worker that reads text of strangers gets no secrets.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "PYTHONHASHSEED", "PYTHONPATH")
_ENVIRONMENT_PREFIXES = ("FONTCONFIG_", "XDG_", "WEASYPRINT_")


class PressFailed(Exception):
    """The page was not printed; the message says why."""


@dataclass(frozen=True)
class Job:
    """One page to print: its HTML, the styles by file name, what it may load, the id of its content, its date.

    `described`: of each file that goes along in it (the names in `assets`), what it is, for who opens the file.
    `is_form`: only for paper, as a form that something is stamped on: without tags and what archives ask for.
    """

    html: str
    styles: tuple[str, ...]
    assets: dict[str, bytes]
    identifier: str
    dated: str
    is_form: bool = False
    described: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """What came off the press. `notices` tell what was changed to make it printable, `made_with` the versions used,
    `places` where on the first page each element with an id begins: points from the left and from the top."""

    pdf: bytes
    pages: int
    notices: tuple[str, ...]
    made_with: str
    places: dict[str, tuple[float, float]] = field(default_factory=dict)


class Press:
    """At most `size` workers at once; each is renewed after `documents_per_worker`: they grow by 0.06 MB a document."""

    def __init__(self, size: int = 2, documents_per_worker: int = 200, seconds: float = 60) -> None:
        self._documents_per_worker = documents_per_worker
        self._seconds = seconds
        self._size = size
        # Last in, first out: the warm worker is asked first, a second one is made only when the first is busy.
        self._desks: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._desks.put(None)

    def print(self, job: Job) -> Sheet:
        """Print one page; waits when all workers are busy. Raises PressFailed with the reason."""
        worker = self._desks.get()
        try:
            if worker and not worker.is_running:
                worker.end()
                worker = None
            worker = worker or _Worker(self._seconds)
            sheet = worker.print(job)
            if worker.printed >= self._documents_per_worker:
                worker.end()
            return sheet
        except BaseException:
            if worker and not worker.is_fit:
                worker.end()
            raise
        finally:
            self._desks.put(worker if worker and worker.is_running else None)

    def close(self) -> None:
        """End all workers, also busy ones' successors; waits for pages that are being printed."""
        for _ in range(self._size):
            if worker := self._desks.get():
                worker.end()
        for _ in range(self._size):
            self._desks.put(None)


class _Worker:
    """One worker process and its temporary folder."""

    def __init__(self, seconds: float) -> None:
        self.printed = 0
        self.is_fit = False  # whether it answered as it should; false while a page is on the press
        self._seconds = seconds
        self._folder = tempfile.mkdtemp(prefix="binstart-press-")
        self._errors = open(Path(self._folder) / "errors.txt", "w+b")  # noqa: SIM115 - closed in end()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "documents.press.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(self._folder),
            cwd=self._folder,
        )
        head, _ = self._answer(START_SECONDS)
        if not head["is_ready"]:
            reason = head["reason"]
            self.end()
            raise PressFailed(reason)
        self._made_with = head["made_with"]

    @property
    def is_running(self) -> bool:
        """Whether it can print another page."""
        return self._process.poll() is None

    def print(self, job: Job) -> Sheet:
        """Print one page."""
        assets = {name: base64.b64encode(content).decode() for name, content in job.assets.items()}
        head = {
            "styles": job.styles,
            "assets": assets,
            "identifier": job.identifier,
            "dated": job.dated,
            "is_form": job.is_form,
            "described": job.described,
        }
        line = self._process.stdin
        assert line is not None
        self.is_fit = False
        try:
            send(line.write, head, job.html.encode())
            line.flush()
        except BrokenPipeError:
            raise PressFailed(self._last_words()) from None
        answer, pdf = self._answer(self._seconds)
        self.printed += 1
        self.is_fit = answer["is_fit"]
        if answer["reason"]:
            raise PressFailed(answer["reason"])
        places = {name: (left, top) for name, (left, top) in answer["places"].items()}
        return Sheet(pdf, answer["pages"], tuple(answer["notices"]), self._made_with, places)

    def end(self) -> None:
        """End the process and remove its folder."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            with contextlib.suppress(OSError):  # a line that broke in the middle of a page can't be flushed
                if stream:
                    stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answer(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        deadline = time.monotonic() + seconds
        line = self._process.stdout
        assert line is not None
        with selectors.DefaultSelector() as selector:
            selector.register(line, selectors.EVENT_READ)

            def read(length: int) -> bytes:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise PressFailed(f"not finished after {seconds:g} seconds")
                return os.read(line.fileno(), length)

            try:
                return receive(read)
            except Ended:
                raise PressFailed(self._last_words()) from None
            except BaseException:
                self.end()
                raise

    def _last_words(self) -> str:
        code = self._process.wait()
        self._errors.seek(0)
        words = self._errors.read()[-300:].decode(errors="replace").strip()
        self.end()
        return f"the worker process ended (code {code}) {words}".strip()


def _environment(folder: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _ENVIRONMENT or name.startswith(_ENVIRONMENT_PREFIXES)
    }
    path = os.pathsep.join(filter(None, (str(PACKAGE_ROOT), kept.get("PYTHONPATH"))))
    return kept | {"PYTHONPATH": path, "TMPDIR": folder, "BINSTART_PRESS_FOLDER": folder}


_shared: Press | None = None
_first_use = threading.Lock()


def shared_press() -> Press:
    """The press of this process, made at its first use."""
    global _shared
    with _first_use:
        if _shared is None:
            _shared = Press()
            atexit.register(_close_shared)
        return _shared


def _close_shared() -> None:
    if _shared is not None:
        _shared.close()


def _forget() -> None:
    # After a fork (gunicorn) the workers belong to the parent: the child must not end them, and starts its own.
    global _shared, _first_use
    _shared, _first_use = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
