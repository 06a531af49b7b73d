"""Workers that die without a word (kill -9), at any moment: nothing is lost, and nothing comes to anybody twice."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from binstart.mailbox import keep_message
from models.document import Document
from models.outbox import Effect, OutboxEntry
from models.settings import settings
from tests.engine.harness import Installation, Mailbox, PrefectProcess, WorkerNest, nest, until

pytestmark = pytest.mark.engine

LIVES = 21
LONGEST_DELAY = 0.05  # seconds between the moment and the kill: what comes right after it is hit too


@dataclass(frozen=True)
class Life:
    """One worker and the case that it is to work on."""

    worker: int
    case_id: int
    installation: Installation
    mailbox: Mailbox
    received: int

    def has_claimed(self, kind: str) -> bool:
        mine = Effect.claimed_by.contains(f":{self.worker}:")
        return bool(self.installation.rows(Effect, Effect.kind == kind, mine))

    def has_entry(self) -> bool:
        return bool(self.installation.rows(OutboxEntry, OutboxEntry.claimed_by.contains(f":{self.worker}:")))

    def has_confirmed(self, kind: str) -> bool:
        done = (Effect.case_id == self.case_id, Effect.kind == kind, Effect.state == "confirmed")
        return bool(self.installation.rows(Effect, *done))

    def has_planned(self) -> bool:
        return bool(self.installation.rows(Effect, Effect.case_id == self.case_id))


MOMENTS: tuple[Callable[[Life], bool], ...] = (
    lambda life: life.has_entry(),
    lambda life: life.has_planned(),
    lambda life: life.has_claimed("document"),
    lambda life: life.has_confirmed("document"),
    lambda life: life.has_claimed("mail"),
    lambda life: len(life.mailbox.received) > life.received,
    lambda life: life.has_confirmed("mail"),
)


def kill(worker: int) -> None:
    os.kill(worker, signal.SIGKILL)


def finish(workers: WorkerNest, installation: Installation) -> None:
    """Let one worker live until all is done."""
    last = workers.hatch()
    until(installation.is_quiet, 180)
    kill(last)


def test_workers_that_are_killed_at_any_moment_lose_nothing_and_double_nothing(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    folder = installation.folder / "mailbox"
    mailbox.keep = lambda mail: _keep(folder, mail)
    chance = random.Random(20261122)
    cases = []

    with nest(installation, prefect_server.url) as workers:
        for number in range(LIVES):
            case_id = installation.submit()
            life = Life(workers.hatch(), case_id, installation, mailbox, len(mailbox.received))
            cases.append(case_id)
            has_come = MOMENTS[number % len(MOMENTS)]
            until(lambda life=life, has_come=has_come: has_come(life), pause=0.005)
            time.sleep(chance.uniform(0, LONGEST_DELAY))
            kill(life.worker)
        finish(workers, installation)

    assert [installation.documents(case) for case in cases] == [[("receipt", "1", "application/pdf")]] * LIVES
    assert len(list(folder.glob("*.eml"))) == 2 * LIVES  # as the local mailbox keeps them: one per Message-ID
    assert len(mailbox.ids()) == 2 * LIVES
    for case in cases:
        assert sorted(installation.events(case)) == [
            "document:produced", "notice:sent", "notice:sent", "request:submitted"
        ]  # fmt: skip
        assert installation.is_chained(case)
    assert max(row.attempts for row in installation.rows(Effect)) > 1  # some died in the middle of something


def _keep(folder: Path, mail: object) -> None:
    keep_message(folder, mail.as_bytes(), ["x@binstart.example"])  # type: ignore[attr-defined]


def test_a_mail_whose_sender_died_before_noting_it_comes_again_under_the_same_message_id(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    victims: list[int] = []
    mailbox.keep = lambda mail: kill(victims.pop()) if victims else None

    with nest(installation, prefect_server.url) as workers:
        victims.append(workers.hatch())
        installation.submit()
        until(lambda: not victims)
        finish(workers, installation)

    assert sorted(mailbox.ids().values()) == [1, 2]
    twice = next(message_id for message_id, count in mailbox.ids().items() if count == 2)
    first, second = (mail for mail in mailbox.received if mail["Message-ID"] == twice)
    assert first.as_bytes() == second.as_bytes()


def test_a_document_whose_maker_died_before_noting_it_is_noted_once(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    with nest(installation, prefect_server.url) as workers:
        worker = workers.hatch()
        case_id = installation.submit()
        with _database_held(installation):
            until(lambda: any(settings().documents_dir.glob("*")))
            kill(worker)
        noted_by_the_dead = installation.rows(Document)
        finish(workers, installation)

    [document] = installation.rows(Document, Document.case_id == case_id)
    files = [file.name for file in settings().documents_dir.iterdir() if not file.name.endswith(".new")]
    assert noted_by_the_dead == []
    assert files == [document.sha256]


class _database_held:  # noqa: N801 - used as a context manager
    """Once a document is claimed, keep everyone from writing: its maker must wait with a finished file."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def __enter__(self) -> None:
        until(lambda: self._installation.rows(Effect, Effect.kind == "document", Effect.state == "claimed"))
        self._connection = self._installation.engine.connect().execution_options(binstart_writing=True)
        self._connection.execute(text("select 1"))

    def __exit__(self, *_: object) -> None:
        self._connection.rollback()
        self._connection.close()


def test_work_that_a_dead_worker_held_is_taken_over_by_one_that_lives_already(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    gate = threading.Event()
    mailbox.answer = lambda mail: gate.wait(60) and None

    with nest(installation, prefect_server.url) as workers:
        first, second = workers.hatch(), workers.hatch()
        installation.submit()
        until(lambda: installation.rows(Effect, Effect.kind == "mail", Effect.state == "claimed"))
        [held] = installation.rows(Effect, Effect.kind == "mail", Effect.state == "claimed")
        dead = first if f":{first}:" in held.claimed_by else second
        kill(dead)
        gate.set()
        until(installation.is_quiet)
        kill(second if dead == first else first)

    assert len(mailbox.ids()) == 2
