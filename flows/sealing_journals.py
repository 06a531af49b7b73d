"""The clockwork, every day: the journals of all cases and authorities get the seal of the day."""

import asyncio
import logging
from pathlib import Path

from prefect import flow, task

from flows.connection import reading, real_now, writing
from models.clock import day_of
from models.operations.keeping.sealing_journals import keep_seals_outside, seal_journals
from models.settings import settings

log = logging.getLogger("binstart.worker")


@flow(name="sealing_journals", flow_run_name="Klok · dagzegel", persist_result=False)
async def sealing_journals() -> None:
    """The seal of the real day, once, and its line in the file outside of the database where a setting names one."""
    await seal_the_day()
    await keep_outside()


@task(persist_result=False)
async def seal_the_day() -> bool:
    """Make the seal of today. False: it was there already."""
    return await asyncio.to_thread(_seal)


def _seal() -> bool:
    now = real_now()
    with writing() as session:
        seal = seal_journals(session, day_of(now), now)
    if seal is not None:
        log.info("journals sealed: %s %s %s", seal.number, seal.day, seal.hash)  # one more place outside
    return seal is not None


@task(persist_result=False)
async def keep_outside() -> int:
    """Add what the file lacks, also of days on which it could not be written. Returns how many seals."""
    return await asyncio.to_thread(_keep)


def _keep() -> int:
    file = settings().journal_seals_file
    if not file:
        return 0
    with reading() as session:
        return keep_seals_outside(session, Path(file))
