"""Planning what follows from the journal of a case: documents and mails, each once."""

import asyncio

from prefect import task

from flows.connection import writing
from models.clock import present
from models.operations.effects.planning_effects import plan_effects


@task(persist_result=False)
async def plan_notices(case_id: int) -> int:
    """Plan what the journal asks for and nobody planned yet. Returns how many documents and mails."""
    return await asyncio.to_thread(_plan, case_id)


def _plan(case_id: int) -> int:
    with writing() as session:
        return plan_effects(session, case_id, present(session))
