"""Several hosts: the same flows, handed to a work pool of Prefect and run by its own process worker."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import delete, update

from models.case import FoundingCase
from models.database import writing
from models.document import Document
from models.operations.effects.claiming_work import ask_again
from models.outbox import Effect, OutboxEntry
from tests.engine.harness import ROOT, Installation, Mailbox, PrefectProcess, until, worker, worker_environment

pytestmark = pytest.mark.engine

STOPS_WITHIN = 10  # seconds that a worker of Prefect gets to stop by itself


@pytest.fixture
def pool(installation: Installation, prefect_server: PrefectProcess) -> Iterator[Path]:
    """The deployments of prefect.yaml on the server, and a process worker of Prefect that runs them; its log."""
    environment = worker_environment(installation, prefect_server.url)
    httpx.post(f"{prefect_server.url}/work_pools/", json={"name": "binstart", "type": "process"})
    deploy = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    subprocess.run(deploy, cwd=ROOT, env=environment, check=True, capture_output=True)
    log = installation.folder / "pool.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "worker", "start", "--pool", "binstart"],
            cwd=installation.folder,
            env=environment | {"PREFECT_WORKER_QUERY_SECONDS": "1"},
            stdout=said,
            stderr=said,
        )
    yield log
    process.terminate()
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()  # Prefect's worker sometimes overhears the first signal; nothing of ours is tried here
        process.wait()


def test_two_dispatchers_have_each_part_of_the_clockwork_run_once_a_day(
    installation: Installation, prefect_server: PrefectProcess, pool: Path
) -> None:
    daily = {"reminding", "digesting", "retaining", "sealing_journals"}
    environment = {"BINSTART_ENGINE_HANDOVER": "work_pool"}

    with (worker(installation, prefect_server.url, **environment),
          worker(installation, prefect_server.url, **environment)):  # fmt: skip
        until(lambda: _clockwork(prefect_server).keys() >= daily, 300)

    assert {name: _clockwork(prefect_server)[name] for name in daily} == dict.fromkeys(daily, 1)


def _clockwork(server: PrefectProcess) -> Counter[str]:
    """How often each part of the clockwork ran to its end."""
    asked = {"flow_runs": {"tags": {"all_": ["clockwork"]}, "state": {"type": {"any_": ["COMPLETED"]}}}}
    runs = httpx.post(f"{server.url}/flow_runs/filter", json=asked).json()
    flows = {one["id"]: one["name"] for one in httpx.post(f"{server.url}/flows/filter", json={}).json()}
    return Counter(flows[run["flow_id"]] for run in runs)


def test_a_decision_becomes_one_run_of_the_stage_in_the_pool(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess, pool: Path
) -> None:
    with worker(installation, prefect_server.url, BINSTART_ENGINE_HANDOVER="work_pool"):
        case_id = installation.submit()
        number = installation.rows(FoundingCase)[0].number
        until(installation.is_quiet)

    tagged = {"flow_runs": {"tags": {"all_": [number]}}}
    runs = httpx.post(f"{prefect_server.url}/flow_runs/filter", json=tagged).json()
    assert [(run["name"], run["state_type"], run["work_pool_name"]) for run in runs] == [
        (f"{number} · Idee en voorbereiding", "COMPLETED", "binstart")
    ]
    assert installation.documents(case_id) == [("receipt", "1", "application/pdf")]
    assert sorted(mailbox.ids().values()) == [1, 1]


@pytest.mark.parametrize("is_asked_again", [True, False])
def test_work_of_a_backup_is_done_though_prefect_knows_a_run_of_it_from_after_the_backup(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess, pool: Path, is_asked_again: bool
) -> None:
    case_id = installation.submit()
    number = installation.rows(FoundingCase)[0].number
    with worker(installation, prefect_server.url, BINSTART_ENGINE_HANDOVER="work_pool"):
        until(installation.is_quiet)
    _as_in_a_backup_of_before(installation)
    if is_asked_again:  # as `binstart restore` does
        with writing(installation.engine) as session:
            ask_again(session, datetime.now(UTC))

    with worker(installation, prefect_server.url, BINSTART_ENGINE_HANDOVER="work_pool"):
        until(installation.is_quiet)

    # What Prefect makes of the same key shows what the restore keeps from happening.
    assert len(_runs(prefect_server, number)) == (2 if is_asked_again else 1)
    assert installation.documents(case_id) == ([("receipt", "1", "application/pdf")] if is_asked_again else [])


def _as_in_a_backup_of_before(installation: Installation) -> None:
    """The work is still to be done, and nothing of it is there; Prefect's database is the one of now."""
    with writing(installation.engine) as session:
        session.execute(update(OutboxEntry).values(done_at=None, attempts=0))
        session.execute(update(FoundingCase).values(noticed_length=0))
        session.execute(delete(Effect))
        session.execute(delete(Document))


def test_what_fails_in_the_pool_is_tried_again_and_a_dead_dispatcher_makes_no_second_run(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess, pool: Path
) -> None:
    refusing = [True]
    mailbox.answer = lambda mail: "451 not now" if refusing else None
    environment = {"BINSTART_ENGINE_HANDOVER": "work_pool"}

    with worker(installation, prefect_server.url, **environment) as first:
        case_id = installation.submit()
        until(lambda: installation.rows(OutboxEntry, OutboxEntry.claimed_by.is_not(None)))
        number = installation.rows(FoundingCase)[0].number
        until(lambda: _runs(prefect_server, number))
        first.kill()
    with worker(installation, prefect_server.url, **environment):
        until(lambda: installation.rows(OutboxEntry)[0].attempts)
        refusing.clear()
        until(installation.is_quiet)

    states = [run["state_type"] for run in _runs(prefect_server, number)]
    assert states.count("COMPLETED") == 1
    assert len(states) == 1 + installation.rows(OutboxEntry)[0].attempts
    assert installation.documents(case_id) == [("receipt", "1", "application/pdf")]
    assert len(mailbox.ids()) == 2


def _runs(server: PrefectProcess, number: str) -> list[dict[str, str]]:
    tagged = {"flow_runs": {"tags": {"all_": [number]}}}
    found: list[dict[str, str]] = httpx.post(f"{server.url}/flow_runs/filter", json=tagged).json()
    return found


def test_every_flow_of_the_engine_has_its_deployment(prefect_server: PrefectProcess, pool: Path) -> None:
    from flows.handing_over import CLOCKWORK, STAGE_FLOWS

    deployed = httpx.post(f"{prefect_server.url}/deployments/filter", json={}).json()

    assert {one["name"]: one["entrypoint"] for one in deployed} == {
        name: f"flows.{name}.{name}" for name in [*STAGE_FLOWS, *CLOCKWORK]
    }
    assert [one["name"] for one in deployed if one["schedules"]] == []
