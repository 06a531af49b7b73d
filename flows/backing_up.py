"""The clockwork, where a setting says so: a backup when a day begins."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from prefect import flow, task

from flows.connection import reading, real_now
from models.clock import day_of
from models.queries.keeping.backups import last_backup
from models.settings import settings


class BackupFailed(Exception):
    """No backup was made; the reason is what the command said."""


@flow(name="backing_up", flow_run_name="Klok · back-up", persist_result=False)
async def backing_up() -> None:
    """One backup a day, by the command as a person types it."""
    if settings().backup_daily and await asyncio.to_thread(_is_due):
        await back_up()


def _is_due() -> bool:
    """Not when today's is in the folder: a worker that starts again asks anew, and so does each of several workers."""
    with reading() as session:
        last = last_backup(session)
    is_todays = last is not None and day_of(last.ended_at) == day_of(real_now())
    return not (is_todays and last and (Path(settings().backup_dir) / last.name).exists())


@task(persist_result=False)
async def back_up() -> str:
    """In a process of its own, behind everybody else: a country takes a minute of processor time, and one that is
    killed takes no worker along. Returns what it said; raises BackupFailed, and the clock tries again."""
    return await asyncio.to_thread(_run)


def _run() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "binstart", "backup"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: os.nice(10),
    )
    if done.returncode:
        raise BackupFailed(done.stderr.strip() or f"ended with {done.returncode}")
    return done.stdout.strip()
