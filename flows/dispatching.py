"""The worker: takes work from the outbox, has the flow of the stage run, and keeps the clockwork going.

Started as `python -m flows.dispatching`, as often as one likes: workers never take the same work. It needs Prefect to
run flows, but not to live: while Prefect is away work waits, and the mails to sign in go out all the same.
"""

import asyncio
import logging
import os
import signal
import sys
import threading
from typing import Any

from prefect.context import AsyncClientContext, SyncClientContext
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    temporary_settings,
)
from pydantic import ValidationError

from flows.worker import STOP_PATIENCE, Worker
from models.log import set_up_log
from models.rules.connections import plain_page, told
from models.settings import settings

# How the worker lives with Prefect: no thread per run that says 'still alive' (nobody listens to it here), no minute of
# waiting inside a client when the server is away (the outbox waits better), no need for it to be there at the start.
PREFECT_SETTINGS = {
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
    PREFECT_CLIENT_MAX_RETRIES: 1,
    PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED: False,
}
LAST_WORDS = 1.0  # seconds that Prefect gets at the end to send what it still wants to say


def main() -> int:
    """Work until SIGTERM or Ctrl-C. Returns the exit code: 0 after a stop, 1 when it broke, 2 for a wrong setting."""
    try:
        set_up_log(settings().log_format)
        _quiet_prefect()
    except ValidationError as error:
        return _refuse("; ".join(map(_what_is_wrong, error.errors())))
    if not PREFECT_API_URL.value():
        return _refuse("PREFECT_API_URL is not set; it says where Prefect's server is")
    if plain := told(plain_page("PREFECT_API_URL", PREFECT_API_URL.value()), settings().plain_connections_to):
        return _refuse(plain)
    code = _work_until_asked()
    # What still hangs must not keep `binstart run` from stopping; claims that are left end by themselves.
    watchdog = threading.Timer(LAST_WORDS, os._exit, [code])
    watchdog.daemon = True
    watchdog.start()
    return code


def _what_is_wrong(one: Any) -> str:
    """One fault of the settings: of one of them, or of several together."""
    return f"BINSTART_{str(one['loc'][0]).upper()}: {one['msg']}" if one["loc"] else str(one["msg"])


def _quiet_prefect() -> None:
    """Of Prefect only what is wrong: it sends each line of a run to its server."""
    logging.getLogger("prefect").handlers.clear()  # ours tells it, without what is filled in
    logging.getLogger("prefect").propagate = True
    logging.getLogger("prefect").setLevel(logging.WARNING)
    for runs in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(runs).propagate = False  # its trace stands with the run; we tell a failure in one line


def _refuse(reason: str) -> int:
    print(f"binstart worker: {reason}", file=sys.stderr)
    return 2


def _work_until_asked() -> int:
    """The loop has a thread of its own: Prefect takes over the signals of a flow that runs in the main thread."""
    asked, ready = threading.Event(), threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked.set())
    thread = _Thread(ready)
    thread.start()
    ready.wait()
    while thread.is_alive() and not asked.wait(0.5):
        pass
    broke = not asked.is_set()
    thread.stop()
    thread.join(STOP_PATIENCE + 0.5)
    return 1 if broke else 0


class _Thread(threading.Thread):
    """The worker's thread with its event loop."""

    def __init__(self, ready: threading.Event) -> None:
        super().__init__(name="worker", daemon=True)
        self._ready = ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._worker: Worker | None = None

    def run(self) -> None:
        """Work until `stop`."""
        try:
            with temporary_settings(PREFECT_SETTINGS):
                asyncio.run(self._work())
        finally:
            self._ready.set()

    async def _work(self) -> None:
        self._loop, self._worker = asyncio.get_running_loop(), Worker()
        self._ready.set()
        # One line to Prefect for all runs, instead of some each: a new one reads all certificates of the system first,
        # which took half of the time of this thread.
        with SyncClientContext():
            async with AsyncClientContext():
                await self._worker.run()

    def stop(self) -> None:
        """Ask the worker to stop, from another thread."""
        if self._loop is not None and self._worker is not None and self.is_alive():
            self._loop.call_soon_threadsafe(self._worker.stop)


if __name__ == "__main__":
    sys.exit(main())
