"""The clockwork, once a day at a set hour: what only informs leaves as one mail for each member of staff."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from prefect import flow, task

from documents.notices.digest import News, write_digest
from documents.notices.writing import Addressed, write_notice
from flows.connection import note_clockwork, reading, writing
from flows.delivering import deliver_due
from models.clock import BELGIUM, present
from models.operations.effects.digesting import Digest, people_with_news, plan_digest
from models.rules.languages import SOURCE
from models.settings import settings


@flow(name="digesting", flow_run_name="Klok · dagoverzicht", persist_result=False)
async def digesting() -> None:
    """Plan the mail of the day for each who has news, and hand the mails over. Run twice it finds nothing."""
    await plan_digests()
    await deliver_digests()
    await asyncio.to_thread(note_clockwork, "digesting")


@task(persist_result=False)
async def plan_digests() -> int:
    """One mail for each person with news, from the set hour on. Returns how many."""
    return await asyncio.to_thread(_plan_all)


@task(persist_result=False)
async def deliver_digests() -> int:
    """Hand the planned mails to the mail server. Returns how many."""
    return await asyncio.to_thread(deliver_due, None)


def is_time(at: datetime) -> bool:
    """Whether the set hour has come on this day in Belgium."""
    return at.astimezone(BELGIUM).hour >= settings().digest_hour


def _plan_all() -> int:
    with reading() as session:
        people = people_with_news(session) if is_time(present(session)) else []
    planned = 0
    for person_id in people:
        with writing() as session:
            planned += plan_digest(session, person_id, present(session), _write)
    return planned


def _write(name: str, plans: Sequence[dict[str, Any]]) -> Digest:
    language = plans[-1].get("language", SOURCE)  # the latest choice of the reader
    base_url = settings().base_url
    letters = [
        write_notice(plan["notice"], plan["facts"], Addressed(name, language=language), base_url) for plan in plans
    ]
    news = [
        News(plan["facts"]["number"], letter.subject.removeprefix(f"{letter.title} – "), letter.title)
        for plan, letter in zip(plans, letters, strict=True)
    ]
    written = write_digest(name, news, base_url, language)
    return Digest(written.subject, written.text, [letter.title for letter in letters], written.language)
