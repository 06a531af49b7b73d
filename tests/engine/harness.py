"""Real counterparts of the engine: a Prefect server, a mail server on loopback, workers, a database with a place."""

import asyncio
import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from prefect.settings import PREFECT_API_URL, temporary_settings
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from flows.dispatching import PREFECT_SETTINGS
from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.journal import JournalEntry
from models.operations.requests.requesting import submit_request
from models.outbox import Effect, OutboxEntry
from models.queries.cases.export import journal_export
from models.request import FoundingRequest
from tests.factories import Place, acting, answers_for

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def listening_on(port: int) -> set[str]:
    """The addresses of this machine on which somebody listens at that port, as the kernel says."""
    found = set()
    for file, family in (("/proc/net/tcp", socket.AF_INET), ("/proc/net/tcp6", socket.AF_INET6)):
        for line in Path(file).read_text().splitlines()[1:]:
            where, state = line.split()[1], line.split()[3]
            address, _, number = where.partition(":")
            if state == "0A" and int(number, 16) == port:  # 0A: listens
                words = [bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8)]
                found.add(socket.inet_ntop(family, b"".join(words)))
    return found


def until(question: Callable[[], object], seconds: float = 120, pause: float = 0.05) -> None:
    """Wait until something is so; fail when it takes so long that it must be broken."""
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(pause)


class PrefectProcess:
    """A real Prefect server in a process of its own, with its own folder; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def start(self) -> None:
        environment = os.environ | {
            "PREFECT__SERVER_FINAL": "1",
            "PREFECT_HOME": str(self._folder),
            "PREFECT_API_URL": self.url,
            "PREFECT_SERVER_UI_ENABLED": "false",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "50",
            "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
            "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        }
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app", "--host",
                 "127.0.0.1", "--port", str(self.port), "--log-level", "error"],
                env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        until(self.answers)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@dataclass
class Mailbox:
    """A real mail server that keeps what it is given. `answer`: what it says to a mail, `refuse` to an address, if not
    that all is well. `senders`: of each mail that came, where it goes when it comes back."""

    port: int
    received: list[EmailMessage] = field(default_factory=list)
    answer: Callable[[EmailMessage], str | None] = lambda message: None
    keep: Callable[[EmailMessage], None] = lambda message: None
    refuse: Callable[[str], str | None] = lambda address: None
    senders: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - its name
        self, server: SMTP, session: object, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self.refuse(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802 - its name
        message = message_from_bytes(envelope.original_content or b"", _class=EmailMessage, policy=policy.default)
        answer = await asyncio.to_thread(self.answer, message)
        if answer is not None:
            return answer
        self.received.append(message)
        self.senders.append(envelope.mail_from or "")
        await asyncio.to_thread(self.keep, message)
        return "250 kept"

    def ids(self) -> Counter[str]:
        """How often each mail came, by its Message-ID."""
        return Counter(str(message["Message-ID"]) for message in self.received)

    def to(self, email: str) -> list[EmailMessage]:
        """The mails to one address."""
        return [one for one in self.received if email in str(one["To"])]


class MailProcess(Controller):
    """The mail server of a Mailbox, which can be stopped and started on the same port."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(mailbox, hostname="127.0.0.1", port=mailbox.port, enable_SMTPUTF8=True)


@dataclass
class Installation:
    """One data folder with its database, in the settings of this process and in `environment` for others."""

    folder: Path
    environment: dict[str, str]
    engine: Engine
    place: Place

    def submit(self, **changes: object) -> int:
        """A new case, as the web app would leave it now; its id. An older one would be late, and bring reminders."""
        now = datetime.now(UTC)
        with writing(self.engine) as session:
            answers = answers_for(self.place, **changes)
            case = submit_request(session, acting(session, self.place.resident, now), now, answers)
            case_id = case.id
        self.wake()
        return case_id

    def wake(self) -> None:
        """What the web app does after a commit with work in it."""
        (self.folder / "wake").touch()

    def rows(self, table: type[Any], *where: Any) -> list[Any]:
        """All rows of a table, as they are now."""
        with Session(self.engine) as session:
            return list(session.scalars(select(table).where(*where).order_by(table.id)).all())

    def is_quiet(self) -> bool:
        """Whether all that was asked is done."""
        open_entries = self.rows(OutboxEntry, OutboxEntry.done_at.is_(None))
        open_effects = self.rows(Effect, Effect.state.in_(("planned", "claimed")))
        return not open_entries and not open_effects

    def documents(self, case_id: int) -> list[tuple[str, str, str]]:
        return [(row.kind, row.version, row.media_type) for row in self.rows(Document, Document.case_id == case_id)]

    def break_request(self, case_id: int) -> None:
        """Give the request an origin that no form offers."""
        with writing(self.engine) as session:
            session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case_id)).one().origin = "moon"

    def is_chained(self, case_id: int) -> bool:
        """Whether the journal is whole: each hash follows from the one before and the entry, as its export says."""
        with writing(self.engine) as session:
            case = session.get_one(FoundingCase, case_id)
            exported = journal_export(session, case)
            last = case.journal_hash
        before = ""
        for entry in exported["journal"]:
            names = ("sequence", "at", "event", "stage", "round", "by", "function", "data")
            body = [exported["number"], *(entry[name] for name in names)]
            canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            before = hashlib.sha256((before + canonical).encode()).hexdigest()
            if before != entry["hash"]:
                return False
        return before == last and [one["sequence"] for one in exported["journal"]] == list(
            range(1, len(exported["journal"]) + 1)
        )

    def events(self, case_id: int) -> list[str]:
        return [row.event for row in self.rows(JournalEntry, JournalEntry.case_id == case_id)]


def run_flow(server: PrefectProcess, flow: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any) -> Any:
    """Run a flow as the worker does: in a thread that is not the main one, against a real server."""
    outcome: list[Any] = []

    def work() -> None:
        with temporary_settings({PREFECT_API_URL: server.url, **PREFECT_SETTINGS}):
            try:
                outcome.append(asyncio.run(flow(*arguments)))
            except Exception as error:
                outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]


def worker_environment(installation: Installation, prefect_url: str, **more: str) -> dict[str, str]:
    """The environment of a worker for this installation."""
    return os.environ | installation.environment | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_API_URL": prefect_url,
        "PREFECT_HOME": str(installation.folder / "prefect-worker"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        **more,
    }  # fmt: skip


class WorkerProcess:
    """A real worker in a process of its own."""

    def __init__(self, installation: Installation, prefect_url: str, **environment: str) -> None:
        self.log = installation.folder / f"worker-{time.monotonic_ns()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flows.dispatching"],
                env=worker_environment(installation, prefect_url, **environment),
                stdout=log,
                stderr=log,
            )

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def kill(self) -> None:
        """Kill -9: no last words."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        self.process.terminate()
        return self.process.wait()


@contextmanager
def worker(installation: Installation, prefect_url: str, **environment: str) -> Iterator[WorkerProcess]:
    """A worker until the block ends."""
    one = WorkerProcess(installation, prefect_url, **environment)
    try:
        yield one
    finally:
        one.kill()


class WorkerNest:
    """Workers that are there at once: forked from a process that has loaded everything already."""

    def __init__(self, installation: Installation, prefect_url: str) -> None:
        self._log = (installation.folder / "nest.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "engine" / "worker_nest.py")],
            env=worker_environment(installation, prefect_url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def hatch(self) -> int:
        """Start a worker; its process number."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("one\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._log.close()


@contextmanager
def nest(installation: Installation, prefect_url: str) -> Iterator[WorkerNest]:
    """A nest until the block ends; workers that still live then are killed by who hatched them."""
    one = WorkerNest(installation, prefect_url)
    try:
        yield one
    finally:
        one.close()
