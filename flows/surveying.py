"""The survey of the members: its mails leave by themselves, and the clock opens, reminds and closes.

The mails are on a line of their own, one after the other: several hundred of them stand before no urgent message and
before no mail to sign in. Workers share them by the claims on each piece of work.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from email.message import EmailMessage
from functools import partial

from opentelemetry.trace import Span, SpanKind
from prefect import task
from sqlalchemy.orm import Session

from documents.notices.surveying import SurveyInvitation, write_survey_mail
from flows.connection import lease, reading, real_now, worker_name, writing
from flows.log_lines import tell_effect
from flows.mail import NoAddress, compose
from flows.mail_server import AddressRefused, MailServer, MailServerAway, NeverDeliverable
from models.clock import day_of, present
from models.operations.carrying_out import claim_effect, confirm_effect, due_effects, give_up_effect, postpone_effect
from models.operations.inviting_to_surveys import KIND, OutgoingSurvey, outgoing_survey, remind_of_survey
from models.operations.opening_surveys import open_due_survey
from models.operations.surveying import close_due_survey
from models.operations.taking_bounces import take_refused_survey_mail
from models.queries.surveys import (
    cases_with_survey_to_close,
    cases_with_survey_to_open,
    cases_with_survey_to_remind,
)
from models.rules.return_addresses import SURVEY, return_address
from models.rules.web_addresses import survey_page
from models.settings import settings
from models.tracing import note_fault, span


def send_survey_mails() -> int:
    """Hand over what is due. Returns how many; what fails is tried again later."""
    with reading() as session:
        due = list(due_effects(session, None, KIND, real_now()))
    if not due:
        return 0
    count = 0
    with MailServer() as server:
        for effect_id in due:
            try:
                count += _send(effect_id, server)
            except MailServerAway:
                break  # the others don't have to find that out one by one
    return count


def _send(effect_id: int, server: MailServer) -> bool:
    claimed = _claim(effect_id)
    if claimed is None:
        return False
    invitation, key, planned_at, asked_in = claimed
    with span("survey mail", asked_in, kind=SpanKind.PRODUCER, effect=effect_id) as found:
        mail = partial(_mail, invitation, key, planned_at)
        return _hand_over(effect_id, server, mail, _returns_to(invitation), found)


def _mail(invitation: OutgoingSurvey, key: str, planned_at: datetime) -> EmailMessage:
    letter = write_survey_mail(_as_written(invitation))
    return compose(key=key, to=invitation.to, name=invitation.name, subject=letter.subject, text=letter.text,
                   dated_at=planned_at)  # fmt: skip


def _hand_over(effect_id: int, server: MailServer, mail: Callable[[], EmailMessage], returns_to: str,
               found: Span) -> bool:  # fmt: skip
    try:
        server.take(mail(), returns_to)
    except (NeverDeliverable, NoAddress) as error:
        note_fault(found, error)
        tell_effect("survey_mail", effect_id, None, "given_up", error)
        with writing() as session:
            if isinstance(error, AddressRefused | NoAddress):
                take_refused_survey_mail(session, effect_id, present(session))
            give_up_effect(session, effect_id, worker_name(), present(session), type(error).__name__)
        return False
    except Exception as error:  # whatever goes wrong with one mail must not stop the others
        note_fault(found, error)
        tell_effect("survey_mail", effect_id, None, "postponed", error)
        with writing() as session:
            postpone_effect(session, effect_id, worker_name(), real_now(), present(session), type(error).__name__)
        if isinstance(error, MailServerAway):
            raise
        return False
    tell_effect("survey_mail", effect_id, None, "sent")
    with writing() as session:
        return confirm_effect(session, effect_id, worker_name(), real_now())


def _claim(effect_id: int) -> tuple[OutgoingSurvey, str, datetime, str] | None:
    with writing() as session:
        effect = claim_effect(session, effect_id, worker_name(), real_now(), lease())
        if effect is None:
            return None
        found = outgoing_survey(session, effect, day_of(present(session)), settings().secret_key)
        if found is None:
            confirm_effect(session, effect_id, worker_name(), real_now())
            return None
        return found, effect.key, effect.planned_at, effect.traceparent


def _returns_to(invitation: OutgoingSurvey) -> str:
    return return_address(settings().bounce_address, invitation.ticket_id, settings().secret_key, SURVEY)


def _as_written(found: OutgoingSurvey) -> SurveyInvitation:
    return SurveyInvitation(
        name=found.name, network=found.network, network_kind=found.network_kind, kind=found.kind,
        closes_on=found.closes_on, is_reminder=found.is_reminder, link=survey_page(settings().base_url, found.token),
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
