"""Mails about an info evening: the invitation to who gave a voice or asked, and to who replied what changed, a place
that came free, a reminder two days before, and afterwards the minutes.
"""

import asyncio

from prefect import task

from documents.notices.replying import write_reply_mail
from flows.connection import reading, writing
from models.clock import day_of, present
from models.operations.accounts.signing_in import Mail
from models.operations.evenings.inviting_by_mail import AT_ONCE, invite_by_mail
from models.operations.evenings.mailing_minutes import mail_minutes
from models.operations.evenings.telling_repliers import (
    ToTell,
    cases_with_evening_near,
    remind_of_evening,
    tell_repliers,
)
from models.settings import settings


@task(persist_result=False)
async def tell_who_replied(case_id: int) -> int:
    """Plan the mails about what changed for who replied. Returns how many."""
    return await asyncio.to_thread(_tell, case_id)


@task(persist_result=False)
async def invite_who_asked(case_id: int) -> int:
    """Plan the invitation by mail for who gave a voice or asked. Returns how many mails."""
    return await asyncio.to_thread(_invite, case_id)


@task(persist_result=False)
async def mail_final_minutes(case_id: int) -> int:
    """Plan the mail with the final minutes to who was there. Returns how many mails."""
    return await asyncio.to_thread(_mail_minutes, case_id)


@task(persist_result=False)
async def remind_of_evenings() -> int:
    """Remind who comes, and who supports the founding and never answered. Returns how many mails."""
    return await asyncio.to_thread(_remind)


def _tell(case_id: int) -> int:
    with writing() as session:
        return tell_repliers(session, case_id, present(session), settings().base_url, written)


def _invite(case_id: int) -> int:
    count, planned = 0, AT_ONCE
    while planned == AT_ONCE:
        with writing() as session:
            planned = invite_by_mail(session, case_id, present(session), settings().base_url, written)
        count += planned
    return count


def _mail_minutes(case_id: int) -> int:
    with writing() as session:
        return mail_minutes(session, case_id, present(session), settings().base_url, written)


def _remind() -> int:
    with reading() as session:
        found = cases_with_evening_near(session, day_of(present(session)))
    count = 0
    for case_id in found:
        with writing() as session:
            count += remind_of_evening(session, case_id, present(session), settings().base_url, written)
    return count


def written(told: ToTell) -> Mail:
    """The mail in words."""
    evening, case = told.evening, told.case
    letter = write_reply_mail(
        told.kind, name=case.name, case_kind=case.kind, municipality=case.municipality.name,
        starts_at=evening.starts_at, place=evening.place, address=evening.address, contact=evening.contact,
        link=told.link, reason=evening.cancel_reason, people=told.people, is_waiting=told.is_waiting,
        is_ended=case.ended_at is not None, language=case.document_language,
    )  # fmt: skip
    return Mail(letter.subject, letter.text, letter.language)
