"""The survey of the members: its mails leave by themselves, and the clock opens, reminds and closes.

The mails are on a line of their own, one after the other: several hundred of them stand before no urgent message and
before no mail to sign in. Workers share them by the claims on each piece of work.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from email.message import EmailMessage
from functools import partial

from prefect import task
from sqlalchemy.orm import Session

from documents.notices.surveying import SurveyInvitation, write_survey_mail
from flows.connection import reading, writing
from flows.mail import compose
from flows.network_mail import Outgoing, send_due
from models.clock import day_of, present
from models.operations.evaluations.inviting_to_surveys import KIND, OutgoingSurvey, outgoing_survey, remind_of_survey
from models.operations.evaluations.opening_surveys import open_due_survey
from models.operations.evaluations.surveying import close_due_survey
from models.operations.networks.taking_bounces import take_refused_survey_mail
from models.outbox import Effect
from models.queries.evaluations.surveys import (
    cases_with_survey_to_close,
    cases_with_survey_to_open,
    cases_with_survey_to_remind,
)
from models.rules.return_addresses import SURVEY, return_address
from models.rules.web_addresses import survey_page
from models.settings import settings


def send_survey_mails() -> int:
    """Hand over what is due. Returns how many; what fails is tried again later."""
    return send_due(KIND, _prepare, take_refused_survey_mail)


def _prepare(session: Session, effect: Effect) -> Outgoing | None:
    found = outgoing_survey(session, effect, day_of(present(session)), *settings().secret_keys)
    if found is None:
        return None
    return Outgoing(partial(_mail, found, effect.key, effect.planned_at), _returns_to(found))


def _mail(invitation: OutgoingSurvey, key: str, planned_at: datetime) -> EmailMessage:
    letter = write_survey_mail(_as_written(invitation))
    return compose(key=key, to=invitation.to, name=invitation.name, subject=letter.subject, text=letter.text,
                   language=letter.language, dated_at=planned_at)  # fmt: skip


def _returns_to(invitation: OutgoingSurvey) -> str:
    return return_address(settings().bounce_address, invitation.ticket_id, settings().secret_key, SURVEY)


def _as_written(found: OutgoingSurvey) -> SurveyInvitation:
    return SurveyInvitation(
        name=found.name, network=found.network, network_kind=found.network_kind, kind=found.kind,
        closes_on=found.closes_on, is_reminder=found.is_reminder, link=survey_page(settings().base_url, found.token),
        language=found.language,
    )  # fmt: skip


@task(persist_result=False)
async def open_due_surveys() -> int:
    """Open the surveys whose day has come. Returns how many."""
    return await asyncio.to_thread(_each, cases_with_survey_to_open, open_due_survey)


@task(persist_result=False)
async def remind_of_surveys() -> int:
    """Ask members who did not answer once more. Returns how many mails."""
    return await asyncio.to_thread(_each, cases_with_survey_to_remind, remind_of_survey)


@task(persist_result=False)
async def close_due_surveys() -> int:
    """Close surveys whose last day is over: answers become counts. Returns how many."""
    return await asyncio.to_thread(_each, cases_with_survey_to_close, close_due_survey)


def _each(find: Callable[[Session, date], Sequence[int]], step: Callable[[Session, int, datetime], int]) -> int:
    with reading() as session:
        found = find(session, day_of(present(session)))
    count = 0
    for case_id in found:
        with writing() as session:
            count += step(session, case_id, present(session))
    return count
