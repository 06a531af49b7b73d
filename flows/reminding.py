"""The clockwork, every day: late opinions are closed, evaluations and surveys opened, and who is late is reminded."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime

from prefect import flow, task
from sqlalchemy.orm import Session

from documents.notices.data_requests import ToldRequest, write_data_request_mail
from documents.notices.measures import write_measure_mail
from flows.connection import note_clockwork, reading, real_now, writing
from flows.surveying import close_due_surveys, open_due_surveys, remind_of_surveys
from flows.telling_repliers import remind_of_evenings
from models.clock import day_of, present
from models.data_request import DataRequest
from models.measure import Measure
from models.operations.accounts.signing_in import Mail
from models.operations.cases.reminding import remind_if_late
from models.operations.cases.summing_up import sum_up
from models.operations.consultation.advising import expire_opinions
from models.operations.consultation.contacting import expire_contacts
from models.operations.consultation.reminding_advisers import remind_advisers
from models.operations.evaluations.evaluating import open_due_evaluation
from models.operations.keeping.answering_data_requests import remind_of_requests
from models.operations.networks.appealing import look_after_measures
from models.operations.networks.asking_networks import ask_if_dormant
from models.operations.networks.succeeding import look_after_successions
from models.queries.cases.due import (
    cases_near_their_term,
    cases_with_adviser_to_remind,
    cases_with_due_evaluation,
    cases_with_late_contact,
    cases_with_late_opinion,
)
from models.queries.insight.insight_facts import cases_to_sum_up
from models.queries.networks.dormancy import cases_to_ask
from models.queries.networks.measures import cases_with_measures_due, measure_record
from models.queries.networks.successions import cases_in_succession
from models.rules.web_addresses import data_request_page
from models.settings import settings

Finder = Callable[[Session, date], Sequence[int]]
Step = Callable[[Session, int, datetime], int | bool]


@flow(name="reminding", flow_run_name="Klok · termijnen", persist_result=False)
async def reminding() -> None:
    """Everything that the calendar asks for today. What it changes puts its own work in the outbox."""
    await close_late_opinions()
    await remind_late_advisers()
    await note_late_contacts()
    await open_due_evaluations()
    await remind_late_cases()
    await ask_dormant_networks()
    await look_after_all_successions()
    await look_after_all_measures()
    await remind_of_data_requests()
    await remind_of_evenings()
    await sum_up_changed_cases()
    await remind_of_surveys()
    await close_due_surveys()
    await open_due_surveys()
    await asyncio.to_thread(note_clockwork, "reminding")


@task(persist_result=False)
async def close_late_opinions(case_id: int | None = None) -> int:
    """Note opinions whose term is over as not received: of one case, or of all. Returns how many."""
    return await asyncio.to_thread(_each, cases_with_late_opinion, expire_opinions, case_id)


@task(persist_result=False)
async def remind_late_advisers() -> int:
    """Remind advisers who answer through a link, before and after their term. Returns how many reminders."""
    return await asyncio.to_thread(_each, cases_with_adviser_to_remind, remind_advisers, None)


@task(persist_result=False)
async def note_late_contacts() -> int:
    """Tell the police of authorities that did not answer within their term. Returns how many contacts."""
    return await asyncio.to_thread(_each, cases_with_late_contact, expire_contacts, None)


@task(persist_result=False)
async def open_due_evaluations(case_id: int | None = None) -> int:
    """Open the evaluations whose day has come: of one case, or of all. Returns how many."""
    return await asyncio.to_thread(_each, cases_with_due_evaluation, open_due_evaluation, case_id)


@task(persist_result=False)
async def remind_late_cases() -> int:
    """Remind who must act in cases whose term is over. Returns how many cases."""
    return await asyncio.to_thread(_each, cases_near_their_term, remind_if_late, None)


@task(persist_result=False)
async def ask_dormant_networks() -> int:
    """Ask networks that seem dormant whether they still work. Returns how many were asked."""
    return await asyncio.to_thread(_each, cases_to_ask, ask_if_dormant, None)


@task(persist_result=False)
async def look_after_all_successions() -> int:
    """Empty the seats of coordinators whose day has come, and remind who must act. Returns how many successions."""
    return await asyncio.to_thread(_each, cases_in_succession, look_after_successions, None)


@task(persist_result=False)
async def look_after_all_measures() -> int:
    """End exclusions whose day has passed, carry out what nobody appealed against, ask again. Returns how many."""
    return await asyncio.to_thread(_each, cases_with_measures_due, _look_after_measures, None)


def _look_after_measures(session: Session, case_id: int, at: datetime) -> int:
    def write(kind: str, measure: Measure) -> Mail:
        letter = write_measure_mail(kind, measure_record(session, measure, settings().base_url))
        return Mail(letter.subject, letter.text, letter.language)

    return look_after_measures(session, case_id, at, write)


@task(persist_result=False)
async def sum_up_changed_cases() -> int:
    """Work out the figures of cases that changed since (what is waited for grows each day too). Returns how many."""
    return await asyncio.to_thread(_each, cases_to_sum_up, sum_up, None)


def _each(find: Finder, step: Step, only: int | None) -> int:
    """Do one step for each case that needs it, each in a transaction of its own."""
    with reading() as session:
        found = find(session, day_of(present(session)))
    count = 0
    for case_id in found:
        if only is None or case_id == only:
            with writing() as session:
                count += step(session, case_id, present(session))
    return count


@task(persist_result=False)
async def remind_of_data_requests() -> int:
    """Who answers people about their own data hears of each question a week before its last day, and weekly after."""
    return await asyncio.to_thread(_remind_of_data_requests)


def _remind_of_data_requests() -> int:
    with writing() as session:
        return remind_of_requests(session, real_now(), _due_mail)


def _due_mail(row: DataRequest) -> Mail:
    told = ToldRequest(row.id, row.kind, row.name, row.authority.name, row.due_on, row.state, row.answer,
                       row.extension_reason, data_request_page(settings().base_url, row.id),
                       row.authority.mail_language)  # fmt: skip
    letter = write_data_request_mail("due", told)
    return Mail(letter.subject, letter.text, letter.language)
