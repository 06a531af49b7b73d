"""How work from the outbox becomes a run of a stage's flow: here in this process, or in a work pool of Prefect."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Protocol

from prefect import Flow, get_client, tags
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.states import Crashed

from flows.backing_up import backing_up
from flows.charter import charter
from flows.connection import real_now
from flows.consultation import consultation
from flows.digesting import digesting
from flows.evaluation import evaluation
from flows.federal_check import federal_check
from flows.idea import idea
from flows.info_evening import info_evening
from flows.launch import launch
from flows.reminding import reminding
from flows.retaining import retaining
from flows.sealing_journals import sealing_journals
from flows.sending_kits import sending_kits
from flows.stage_flow import case_number, run_name
from models.operations.effects.claiming_work import Work
from models.rules.procedure import Stage
from models.settings import settings

STAGE_FLOWS: dict[str, Flow[[int], Coroutine[Any, Any, None]]] = {
    Stage.IDEA: idea,
    Stage.CONSULTATION: consultation,
    Stage.INFO_EVENING: info_evening,
    Stage.CHARTER: charter,
    Stage.FEDERAL_CHECK: federal_check,
    Stage.LAUNCH: launch,
    Stage.EVALUATION: evaluation,
}
CLOCKWORK: dict[str, Flow[[], Coroutine[Any, Any, None]]] = {
    "reminding": reminding,
    "digesting": digesting,
    "retaining": retaining,
    "sending_kits": sending_kits,
    "sealing_journals": sealing_journals,
    "backing_up": backing_up,
}

FIRST_LOOK, LONGEST_LOOK = 0.3, 5.0  # seconds between two looks at a run in the work pool


class RunFailed(Exception):
    """The run in the work pool did not complete."""


class HandOver(Protocol):
    """A way to have a flow run. Returns when the run completed; raises when it did not."""

    async def run_stage(self, work: Work) -> None:
        """Run the flow of a stage for a case."""
        ...

    async def run_clockwork(self, name: str, key: str) -> None:
        """Run one of the clockwork flows; `key` is the same for the same occasion."""
        ...


class Embedded:
    """The worker runs the flow itself: no new process, a tenth of a second."""

    async def run_stage(self, work: Work) -> None:
        """Run the flow of a stage for a case."""
        number = await asyncio.to_thread(case_number, work.case_id)
        with tags(number, work.flow):
            await STAGE_FLOWS[work.flow](work.case_id)

    async def run_clockwork(self, name: str, key: str) -> None:
        """Run one of the clockwork flows."""
        with tags("clockwork"):
            await CLOCKWORK[name]()


class WorkPool:
    """Prefect shares the runs among its workers; we wait for the outcome. The flows are the same."""

    def __init__(self) -> None:
        self._failed: Counter[str] = Counter()  # a run that failed is asked for again under another key

    async def run_stage(self, work: Work) -> None:
        """Have the deployment of a stage run for a case. The same try of the same work is one run, whoever asks."""
        number = await asyncio.to_thread(case_number, work.case_id)
        await self._run(
            work.flow,
            parameters={"case_id": work.case_id},
            name=run_name(work.flow, number),
            tags=[number, work.flow],
            idempotency_key=work.key,
        )

    async def run_clockwork(self, name: str, key: str) -> None:
        """Have a clockwork deployment run. The same try of the same occasion is one run, whoever asks."""
        occasion = f"{name}-{key}"
        try:
            await self._run(name, tags=["clockwork"], idempotency_key=f"{occasion}-{self._failed[occasion]}")
        except RunFailed:
            self._failed[occasion] += 1
            raise

    async def _run(self, flow: str, **wanted: Any) -> None:
        async with get_client() as client:
            deployment = await client.read_deployment_by_name(f"{flow}/{flow}")
            run = await client.create_flow_run_from_deployment(deployment.id, **wanted)
            run = await _ended(client, run)
        if run.state is None or not run.state.is_completed():
            raise RunFailed(f"{run.state_name}: {run.state.message if run.state else ''}")


async def _ended(client: PrefectClient, run: FlowRun) -> FlowRun:
    pause, until = FIRST_LOOK, real_now() + timedelta(seconds=settings().run_patience_seconds)
    while run.state is None or not run.state.is_final():
        if real_now() > until:
            await client.set_flow_run_state(run.id, Crashed(message="Not ended in time; made again."), force=True)
        else:
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LONGEST_LOOK)
        run = await client.read_flow_run(run.id)
    return run


HANDOVERS: dict[str, Callable[[], HandOver]] = {"embedded": Embedded, "work_pool": WorkPool}
