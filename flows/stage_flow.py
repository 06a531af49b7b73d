"""What the flows of all stages share: how a run is called in Prefect, and when it is not finished yet."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from prefect import Flow, flow
from prefect.context import TagsContext
from prefect.runtime import flow_run
from sqlalchemy import select

from flows.connection import reading, writing
from flows.scanning import scan_uploads
from models.case import FoundingCase
from models.clock import present
from models.operations.cases.summing_up import sum_up
from models.operations.effects.carrying_out import unfinished_effects
from models.operations.effects.claiming_work import traces_of_work
from models.rules.procedure import Stage
from models.rules.stage_names import STAGE_NAMES
from models.tracing import span

StageFunction = Callable[[int], Coroutine[Any, Any, None]]


class Unfinished(Exception):
    """Something could not be done yet, such as a mail while the mail server is away. The run is tried again later."""


def stage_flow(stage: Stage) -> Callable[[StageFunction], Flow[[int], Coroutine[Any, Any, None]]]:
    """Make the flow of a stage: named after it, each run after its case ('OOS-2026-0001 · Overleg').

    The flows are `async` because Prefect 3.8 ends each synchronous run by waiting a second for a heartbeat thread.
    """

    def make(function: StageFunction) -> Flow[[int], Coroutine[Any, Any, None]]:
        @wraps(function)
        async def run(case_id: int) -> None:
            # The run carries tags, its tasks don't: for every task with a tag Prefect asks its server twice whether
            # there is a limit on that tag.
            with TagsContext(current_tags=set()):
                asked_in = await asyncio.to_thread(_asked_in, case_id, stage)
                with span(f"flow {stage.value}", *asked_in, case=case_id):
                    await asyncio.to_thread(_sum_up, case_id)
                    await scan_uploads(case_id)
                    await function(case_id)

        return flow(name=stage.value, flow_run_name=lambda: _run_name(stage), persist_result=False)(run)

    return make


def _asked_in(case_id: int, stage: Stage) -> list[str]:
    """The traces in which this run was asked for, the last one last: in a work pool too it is read from the outbox."""
    with reading() as session:
        return traces_of_work(session, case_id, stage.value)


def _sum_up(case_id: int) -> None:
    with writing() as session:
        sum_up(session, case_id, present(session))


def _run_name(stage: Stage) -> str:
    parameters = flow_run.get_parameters()
    return run_name(stage, case_number(parameters["case_id"]))


def run_name(stage: Stage | str, number: str) -> str:
    """How a run is called in Prefect."""
    return f"{number} · {STAGE_NAMES[stage]}"


def case_number(case_id: int) -> str:
    """The number of a case. Raises ValueError when there is no such case."""
    with reading() as session:
        number = session.scalar(select(FoundingCase.number).where(FoundingCase.id == case_id))
    if number is None:
        raise ValueError(f"there is no case with id {case_id}")
    return number


def check_finished(case_id: int) -> None:
    """Raise Unfinished while a document or mail of the case is still to come."""
    with reading() as session:
        count = unfinished_effects(session, case_id)
    if count:
        raise Unfinished(f"{count} documents, mails or scans are still to come")
