"""Workers that die without a word (kill -9), at any moment: nothing is lost, and nothing comes to anybody twice."""

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from binstart.mailbox import keep_message
from models.document import Document
from models.outbox import Effect
from models.settings import settings
from tests.engine.harness import Installation, Mailbox, PrefectProcess, WorkerNest, nest, until

pytestmark = pytest.mark.engine

ROUNDS = 20
LONGEST_LIFE = 2.5  # seconds; a worker needs about one to make a receipt and send two mails


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

    with nest(installation, prefect_server.url) as workers:
        cases = []
        for _ in range(ROUNDS):
            cases.append(installation.submit())
            worker = workers.hatch()
            time.sleep(chance.uniform(0.1, LONGEST_LIFE))
            kill(worker)
        finish(workers, installation)

    assert [installation.documents(case) for case in cases] == [[("receipt", "1", "application/pdf")]] * ROUNDS
    assert len(list(folder.glob("*.eml"))) == 2 * ROUNDS  # as the local mailbox keeps them: one per Message-ID
    assert len(mailbox.ids()) == 2 * ROUNDS
    for case in cases:
        assert sorted(installation.events(case)) == [
            "document:produced", "notice:sent", "notice:sent", "request:submitted"
        ]  # fmt: skip
        assert installation.is_chained(case)


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
