"""The clockwork, every night: what may not be kept any longer is forgotten, in our tables and in Prefect's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from prefect import flow, get_client, task
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.states import Crashed

from documents.notices.erasures import ErasableCase, write_erasure_warning
from flows.connection import note_clockwork, reading, real_now, writing
from flows.log_lines import tell_files
from models.authority import Authority
from models.file_store import DOCUMENTS, UPLOADS, Folder, StoreAway, documents, store_of, uploads
from models.operations.accounts.signing_in import Mail
from models.operations.keeping.erasing_cases import Stores
from models.operations.keeping.erasing_in_time import warn_of_erasures
from models.operations.keeping.removing_orphans import TooMany, find_orphans, remove_orphans
from models.operations.keeping.retention_run import FILE_STEPS, FileStep, Step, row_steps, run_step
from models.queries.keeping.erasures import Erasable
from models.rules.retention import LOST_RUN_AFTER, PREFECT_RUN_KEPT
from models.rules.web_addresses import erasures_page
from models.settings import settings

AT_ONCE = 200  # flow runs that are asked for in one request
PATIENT_RETRIES = 5  # nobody waits for it at night, and a busy server of Prefect answers 503 (its SQLite is locked)
WHY_CRASHED = "The worker was ended; the work was done again."


@flow(name="retaining", flow_run_name="Klok · bewaartermijnen", persist_result=False)
async def retaining() -> None:
    """Everything whose time is over, in real time."""
    now = real_now()
    await warn_of_cases(now)
    await forget_with_files(now)
    await forget_old_rows(now)
    await remove_half_files(now)
    await remove_orphan_files(now)
    await close_lost_runs(now)
    await forget_old_runs(now)
    await asyncio.to_thread(note_clockwork, "retaining")


@task(persist_result=False)
async def warn_of_cases(now: datetime) -> int:
    """Desk and administrator hear twice which cases are about to lose their personal data."""
    return await asyncio.to_thread(_warn, now)


def _warn(now: datetime) -> int:
    with writing() as session:
        return warn_of_erasures(session, now, _warning)


def _warning(authority: Authority, cases: list[Erasable], which: int) -> Mail:
    told = [ErasableCase(one.case.number, one.case.name, one.erase_on) for one in cases]
    letter = write_erasure_warning(authority.name, told, which, erasures_page(settings().base_url, authority.slug),
                                   authority.mail_language)  # fmt: skip
    return Mail(letter.subject, letter.text, letter.language)


@task(persist_result=False)
async def forget_old_rows(now: datetime) -> int:
    """Everything in our tables whose term is over (models.operations.keeping.retention_run)."""
    return sum([await asyncio.to_thread(_forget, step, now) for step in row_steps()])


def _forget(step: Step, now: datetime) -> int:
    with writing() as session:
        return run_step(session, step, now)


@task(persist_result=False)
async def forget_with_files(now: datetime) -> int:
    """What has files: letters of evenings that are long over, and cases that ended long ago."""
    return sum([await asyncio.to_thread(_forget_files, step, now) for step in FILE_STEPS.values()])


def _forget_files(step: FileStep, now: datetime) -> int:
    try:
        with writing() as session:
            return step(session, Stores(documents(), uploads()), now)
    except StoreAway as error:  # the rest does not wait for it; the rows are there again next night
        tell_files(DOCUMENTS, error)
        return 0


@task(persist_result=False)
async def remove_half_files(now: datetime) -> int:
    """Files that were being written when a worker was killed. In a bucket there are none."""
    return sum([await asyncio.to_thread(_unfinished, kind, now) for kind in (DOCUMENTS, UPLOADS)])


def _unfinished(kind: str, now: datetime) -> int:
    store = store_of(settings(), kind)
    return store.remove_unfinished(now) if isinstance(store, Folder) else 0


@task(persist_result=False)
async def remove_orphan_files(now: datetime) -> int:
    """Files that no row speaks of."""
    return sum([await asyncio.to_thread(_orphans, kind, now) for kind in (DOCUMENTS, UPLOADS)])


def _orphans(kind: str, now: datetime) -> int:
    store = store_of(settings(), kind)
    try:
        with reading() as session:
            names = find_orphans(session, kind, store.listed(), now)
        return remove_orphans(store, names, now)
    except (TooMany, StoreAway) as error:
        tell_files(kind, error)
        return 0


@task(persist_result=False)
async def close_lost_runs(now: datetime) -> int:
    """Say of flow runs whose worker was killed that they crashed: Prefect would show them as running for ever."""
    begun = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])),
        start_time=FlowRunFilterStartTime(before_=now - LOST_RUN_AFTER),
    )
    count = 0
    async with _patient_client() as client:
        while lost := await client.read_flow_runs(flow_run_filter=begun, limit=AT_ONCE):
            for run in lost:
                await client.set_flow_run_state(run.id, Crashed(message=WHY_CRASHED), force=True)
            count += len(lost)
    return count


@task(persist_result=False)
async def forget_old_runs(now: datetime) -> int:
    """Flow runs that ended long ago: the journal of the case is what lasts."""
    ended = FlowRunFilter(end_time=FlowRunFilterEndTime(before_=now - PREFECT_RUN_KEPT))
    count = 0
    async with _patient_client() as client:
        while old := await client.read_flow_runs(flow_run_filter=ended, limit=AT_ONCE):
            for run in old:
                await client.delete_flow_run(run.id)
            count += len(old)
    return count


@asynccontextmanager
async def _patient_client() -> AsyncIterator[PrefectClient]:
    """A line to Prefect's server that asks again where the worker's own would leave the work to its outbox."""
    with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: PATIENT_RETRIES}):
        async with get_client() as client:
            yield client
