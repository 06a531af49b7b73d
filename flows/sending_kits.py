"""The clockwork of launch kits, whenever the moment of one has come: its mails are planned and handed over."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from prefect import flow, task
from sqlalchemy.orm import Session

from documents.filling.launch import kit_facts
from documents.notices.launch_kit import write_press_mail, write_supporter_mail
from flows.connection import reading, writing
from flows.delivering import deliver_due
from models.case import FoundingCase
from models.clock import day_of, present
from models.launch_kit import LaunchKit
from models.operations.accounts.signing_in import Mail
from models.operations.launches.sending_kits import PRESS, send_kit
from models.queries.launches.launch_kits import due_kits
from models.queries.records.launch import kit_facts_record
from models.settings import settings


@flow(name="sending_kits", flow_run_name="Klok · lanceringskits", persist_result=False)
async def sending_kits() -> None:
    """Plan the mails of each kit whose moment has come, and hand them over. Run twice it finds nothing."""
    await send_due_kits()
    await deliver_kit_mails()


@task(persist_result=False)
async def send_due_kits() -> int:
    """Plan the mails of the kits that are due. Returns how many mails."""
    return await asyncio.to_thread(_send_all)


@task(persist_result=False)
async def deliver_kit_mails() -> int:
    """Hand the planned mails to the mail server. Returns how many."""
    return await asyncio.to_thread(deliver_due, None)


def occasion(session: Session, at: datetime) -> str:
    """What is due now, as one word for the worker: another one when something else is due; empty: nothing."""
    return ",".join(f"{one.kit_id}.{one.version}.{one.stage}" for one in due_kits(session, at))


def _send_all() -> int:
    with reading() as session:
        found = due_kits(session, present(session))
    count = 0
    for one in found:
        with writing() as session:
            count += send_kit(session, one.case_id, present(session), facts_now, written)
    return count


def facts_now(session: Session, case: FoundingCase, kit: LaunchKit) -> dict[str, str]:
    """The facts of the kit in words, as they are now."""
    return kit_facts(kit_facts_record(session, case, kit, settings().base_url, day_of(present(session))))


def written(kind: str, case: FoundingCase, texts: Mapping[str, str], facts: Mapping[str, str]) -> Mail:
    """The mail in words."""
    write = write_press_mail if kind == PRESS else write_supporter_mail
    letter = write(texts, facts, case.municipality.name, case.document_language)
    return Mail(letter.subject, letter.text, letter.language)
