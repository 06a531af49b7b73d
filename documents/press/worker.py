"""The process that sets type: gets one page at a time, gives back a PDF, and can be ended without harm.

It runs apart from the web app and the engine, because a layout library written in C can crash or hang and would take
them along; with limits on memory and time, its own temporary folder, no secrets in its environment, and no way to
read files or the network. Started as `python -m documents.press.worker` by `documents.press.pool`; not for people.
"""

import base64
import gc
import logging
import os
import resource
import shutil
import signal
import sys
import threading
import time
from typing import Any

from documents.press.messages import Ended, receive, send

MEMORY_LIMIT = 2 << 30  # bytes
CPU_SECONDS = 60  # per document
FILE_LIMIT = 200 << 20  # bytes in one file
MISSING_PANGO = (
    "the typesetting libraries are missing; install them with: "
    "sudo apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"
)


def main() -> None:
    """Serve the line to the press until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes the line
    line_in, line_out = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a library prints must not get between the messages
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    _lower(resource.RLIMIT_AS, MEMORY_LIMIT)
    _lower(resource.RLIMIT_FSIZE, FILE_LIMIT)
    _lower(resource.RLIMIT_CORE, 0)
    try:
        from documents.press.typesetting import Typesetter

        typesetter = Typesetter()
    except OSError as error:
        _reply(line_out, {"is_ready": False, "reason": MISSING_PANGO if "librar" in str(error) else str(error)})
        return
    _reply(line_out, {"is_ready": True, "made_with": typesetter.made_with})
    gc.disable()  # a tenth faster; what a page leaves behind is swept up after it is handed over
    try:
        while True:
            head, html = receive(lambda length: os.read(line_in, length))
            _limit_cpu()
            _reply(line_out, *_set(typesetter, head, html.decode()))
            gc.collect()
    except (Ended, BrokenPipeError):
        _clean_up()


def _set(typesetter: Any, head: dict[str, Any], html: str) -> tuple[dict[str, Any], bytes]:
    log: list[str] = []
    handler = _Collecting(log)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        assets = {name: base64.b64decode(content) for name, content in head["assets"].items()}
        pdf, set_type = typesetter.pdf(html, head, assets)
        return {"reason": "; ".join(log), "is_fit": True, **set_type}, b"" if log else pdf
    except (Exception, typesetter.Refused) as error:  # whatever goes wrong in the library is this document's failure
        is_fit = not isinstance(error, MemoryError | RecursionError)
        reason = f"{type(error).__name__}: {error}"[:500]
        return {"reason": "; ".join([*log, reason]), "is_fit": is_fit}, b""
    finally:
        logger.removeHandler(handler)


class _Collecting(logging.Handler):
    """Warnings and errors of the layout library: a document with one of them is not finished."""

    def __init__(self, log: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.append(f"{record.levelname}: {record.getMessage()}"[:300])


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))


def _limit_cpu() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds if hard == resource.RLIM_INFINITY else min(seconds, hard), hard))


def _reply(line_out: int, head: dict[str, Any], body: bytes = b"") -> None:
    with os.fdopen(os.dup(line_out), "wb") as stream:
        send(stream.write, head, body)


def _leave_with_parent(parent: int) -> None:
    # An idle worker sees the line close; one that is busy with a page would outlive a parent that was killed.
    while os.getppid() == parent:
        time.sleep(1)
    _clean_up()


def _clean_up() -> None:
    shutil.rmtree(os.environ.get("BINSTART_PRESS_FOLDER", "/nonexistent"), ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit("this process is started by Binstart itself; to see a document: python -m documents KIND")
    main()
