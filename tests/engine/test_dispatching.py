"""The worker as a process: it catches up when Prefect returns, shares work with others, and stops when it is asked."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prefect import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows import dispatching
from models.case import FoundingCase
from models.clock import move_forward_to, present
from models.database import writing
from models.outbox import Effect, OutboxEntry
from models.rules.procedure import Stage
from tests.engine.harness import (
    Installation,
    Mailbox,
    PrefectProcess,
    free_port,
    until,
    worker,
    worker_environment,
)
from tests.engine.test_delivering import RESIDENT, SIGN_IN
from tests.factories import advance_to

pytestmark = pytest.mark.engine


@pytest.fixture
def own_prefect(tmp_path: Path) -> Iterator[PrefectProcess]:
    """A Prefect server that a test starts and stops by itself."""
    (tmp_path / "own-prefect").mkdir()
    server = PrefectProcess(tmp_path / "own-prefect")
    yield server
    server.stop()


def test_while_prefect_is_away_decisions_wait_and_are_caught_up_but_people_can_sign_in(
    installation: Installation, mailbox: Mailbox, own_prefect: PrefectProcess
) -> None:
    with worker(installation, own_prefect.url) as one:
        first = installation.submit()
        with writing(installation.engine) as session:
            session.add(Effect(key="sign_in:1", kind="mail", case_id=None, payload=SIGN_IN))
        installation.wake()
        until(lambda: mailbox.to(RESIDENT))
        subject = mailbox.received[0]["Subject"]
        time.sleep(2)
        waiting = installation.rows(OutboxEntry)
        own_prefect.start()
        until(installation.is_quiet)
        own_prefect.stop()
        second = installation.submit()
        until(lambda: one.said().count("Prefect is away") == 2)
        still_waiting = installation.rows(OutboxEntry, OutboxEntry.case_id == second)
        own_prefect.start()
        until(installation.is_quiet)

    assert subject == SIGN_IN["subject"]
    assert [(entry.attempts, entry.claimed_by, entry.done_at) for entry in waiting] == [(0, None, None)]
    assert [entry.done_at for entry in still_waiting] == [None]
    assert [installation.documents(case) for case in (first, second)] == [[("receipt", "1", "application/pdf")]] * 2
    assert one.said().count("Prefect is back") == 2
    assert one.said().count("outcome=done") >= 2
    assert "@" not in one.said()
    assert "bewoner" not in one.said().lower()


def test_two_workers_share_the_work_and_never_run_the_same(
    shared_installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    cases = [shared_installation.submit() for _ in range(8)]
    numbers = {case.id: case.number for case in shared_installation.rows(FoundingCase)}

    with (
        worker(shared_installation, prefect_server.url) as one,
        worker(shared_installation, prefect_server.url) as other,
    ):
        until(lambda: "is ready" in one.said() and "is ready" in other.said())
        cases += [shared_installation.submit() for _ in range(4)]
        until(shared_installation.is_quiet, 120)
        codes = [one.stop(), other.stop()]

    runs = Counter(tag for number in numbers.values() for tag in _runs(prefect_server, number))
    assert runs == Counter(dict.fromkeys(numbers.values(), 1))
    assert Counter(mailbox.ids().values()) == Counter({1: 24})
    assert all(shared_installation.is_chained(case) for case in cases)
    assert codes == [0, 0]


def _runs(server: PrefectProcess, number: str) -> list[str]:
    found = httpx.post(f"{server.url}/flow_runs/filter", json={"flow_runs": {"tags": {"all_": [number]}}})
    return [number for _ in found.json()]


def test_when_asked_to_stop_a_worker_leaves_nothing_claimed_and_goes_within_seconds(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    mailbox.answer = lambda mail: time.sleep(0.2)  # type: ignore[func-returns-value]
    with worker(installation, prefect_server.url) as one:
        until(lambda: "is ready" in one.said())
        for _ in range(5):
            installation.submit()
        until(lambda: mailbox.received)
        asked = time.monotonic()
        code = one.stop()
        took = time.monotonic() - asked

    open_entries = installation.rows(OutboxEntry, OutboxEntry.done_at.is_(None))
    assert code == 0
    assert took < 10  # three seconds to finish, one to leave, and a machine that has other things to do
    assert [entry.claimed_by for entry in open_entries] == [None] * len(open_entries)


def test_when_the_demonstration_clock_jumps_the_worker_notices_the_new_day(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    def reminded() -> Counter[str]:
        return Counter(str(mail["To"]) for mail in mailbox.received if "Herinnering" in mail["Subject"])

    with writing(installation.engine) as session:
        advance_to(session, installation.place, Stage.CONSULTATION)  # its term was over long ago
    with worker(installation, prefect_server.url, BINSTART_DEMONSTRATION="true"):
        until(lambda: reminded().total() == 3)
        time.sleep(3)
        same_day = reminded().total()
        with writing(installation.engine) as session:
            move_forward_to(session, present(session) + timedelta(days=8))
        until(lambda: reminded().total() == 6)

    assert same_day == 3
    assert set(reminded().values()) == {2}


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PREFECT_API_URL", "", "PREFECT_API_URL is not set"),
        ("BINSTART_ENGINE_HANDOVER", "pigeon", "BINSTART_ENGINE_HANDOVER"),
        ("PREFECT_API_URL", "http://engine.example:4200/api", "PREFECT_API_URL: engine.example is not this machine"),
        ("BINSTART_SMTP_HOST", "mail.example", "BINSTART_SMTP_HOST: mail.example is not this machine"),
    ],
)
def test_a_wrong_setting_is_one_line_and_a_code_that_is_not_0(
    installation: Installation, setting: str, value: str, sentence: str
) -> None:
    environment = worker_environment(installation, "http://127.0.0.1:1/api", **{setting: value})
    if not value:
        del environment[setting]

    ended = subprocess.run(
        [sys.executable, "-m", "flows.dispatching"], env=environment, capture_output=True, check=False
    )

    assert ended.returncode == 2
    assert ended.stderr.decode().count("\n") == 1
    assert sentence in ended.stderr.decode()


def test_all_runs_of_a_worker_share_its_lines_to_prefect(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of its own for each run reads all certificates of the system first: half of the time of the thread."""
    lines: list[object] = []

    class Looking:
        async def run(self) -> None:
            lines.extend(get_client(sync_client=sync) for sync in (True, True, False, False))

    monkeypatch.setattr(dispatching, "Worker", Looking)
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{free_port()}/api"}):
        dispatching._Thread(threading.Event()).run()

    assert lines[0] is lines[1]
    assert lines[2] is lines[3]
