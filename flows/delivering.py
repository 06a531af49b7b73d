"""Delivering mail: the only way out. Each mail is claimed, handed to the mail server, and confirmed.

Who dies between handing over and confirming leaves a mail that is handed over again, under the same Message-ID.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from opentelemetry.trace import Span, SpanKind
from prefect import task
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.filling.measures import measure_letter
from documents.notices.calendar_entry import evening_entry, evening_title
from documents.notices.writing import Addressed, Letter, write_notice
from documents.press.rendering import render
from flows.connection import lease, reading, real_now, worker_name, writing
from flows.log_lines import tell_effect
from flows.mail import Attachment, NoAddress, compose
from flows.mail_server import MailServer, MailServerAway, NeverDeliverable
from flows.printing_letters import logo_of
from models.clock import present
from models.document import Document
from models.file_store import documents
from models.measure import Measure
from models.operations.charters.signing_by_link import signatory_token
from models.operations.consultation.advising_by_link import adviser_token
from models.operations.effects.carrying_out import (
    UNFINISHED,
    claim_effect,
    confirm_mail,
    due_effects,
    give_up_effect,
    postpone_effect,
)
from models.operations.launches.quoting import quote_token
from models.outbox import Effect
from models.queries.networks.measures import measure_record
from models.rules.languages import SOURCE
from models.rules.notices import To
from models.rules.web_addresses import (
    advice_page,
    asked_opinion_page,
    case_page,
    network_page,
    quote_page,
    signing_page,
)
from models.settings import settings
from models.tracing import note_fault, span


@dataclass(frozen=True)
class _Mail:
    """One claimed mail."""

    effect_id: int
    case_id: int | None
    key: str
    payload: dict[str, Any]
    planned_at: datetime
    traceparent: str


@task(persist_result=False)
async def deliver_mail(case_id: int) -> int:
    """Hand every planned mail of the case to the mail server. Returns how many; what fails is tried again later."""
    return await asyncio.to_thread(deliver_due, case_id)


def deliver_due(case_id: int | None) -> int:
    """Deliver what is due for a case; None: the sign-in mails, which need no case and no flow run."""
    with reading() as session:
        due = _ready(session, due_effects(session, case_id, "mail", real_now()))
    delivered = 0
    with MailServer() as server:
        for effect_id in due:
            try:
                delivered += _deliver(effect_id, server)
            except MailServerAway:
                break  # the other mails don't have to find that out one by one
    return delivered


def _ready(session: Session, due: Any) -> list[int]:
    """Those whose documents are made, or will never be."""
    rows = session.execute(select(Effect.id, Effect.payload).where(Effect.id.in_(due)).order_by(Effect.id)).all()
    wanted = {key for row in rows for key in row.payload.get("attached", ())}
    awaited = set(session.scalars(select(Effect.key).where(Effect.key.in_(wanted), Effect.state.in_(UNFINISHED))))
    return [row.id for row in rows if awaited.isdisjoint(row.payload.get("attached", ()))]


def _deliver(effect_id: int, server: MailServer) -> bool:
    mail = _claim(effect_id)
    if mail is None:
        return False
    with span("mail", mail.traceparent, kind=SpanKind.PRODUCER, effect=effect_id,
              notice=mail.payload.get("notice", "")) as found:  # fmt: skip
        return _hand_over(mail, server, found)


def _hand_over(mail: _Mail, server: MailServer, found: Span) -> bool:
    effect_id, title = mail.effect_id, ""
    try:
        letter = _letter(mail)
        title = letter.title
        message = _message(mail, letter)
        server.take(message)
    except (NeverDeliverable, NoAddress) as error:
        note_fault(found, error)
        tell_effect("mail", effect_id, mail.case_id, "given_up", error)
        with writing() as session:
            give_up_effect(session, effect_id, worker_name(), present(session), _reason(error), title)
        return False
    except Exception as error:  # whatever goes wrong with one mail must not stop the others
        note_fault(found, error)
        tell_effect("mail", effect_id, mail.case_id, "postponed", error)
        with writing() as session:
            postpone_effect(session, effect_id, worker_name(), real_now(), present(session), _reason(error), title)
        if isinstance(error, MailServerAway):
            raise
        return False
    tell_effect("mail", effect_id, mail.case_id, "sent")
    with writing() as session:
        return confirm_mail(session, effect_id, worker_name(), real_now(), present(session), title)


def _claim(effect_id: int) -> _Mail | None:
    with writing() as session:
        effect = claim_effect(session, effect_id, worker_name(), real_now(), lease())
        if effect is None:
            return None
        return _Mail(effect.id, effect.case_id, effect.key, dict(effect.payload), effect.planned_at,
                     effect.traceparent)  # fmt: skip


def _letter(mail: _Mail) -> Letter:
    plan, language = mail.payload, mail.payload.get("language", SOURCE)
    if mail.case_id is None:
        return Letter("", plan["subject"], plan["text"], language)
    on_paper = plan.get("on_paper")
    name, address = (on_paper["name"], on_paper["address"]) if on_paper else (plan["name"], "")
    to = Addressed(name, bool(on_paper), address, language)
    return write_notice(plan["notice"], plan["facts"], to, settings().base_url, officer=plan["name"],
                        link=_personal_link(plan))  # fmt: skip


def _personal_link(plan: dict[str, Any]) -> str:
    """The link of who has no account is made when the mail leaves: the plan of a mail is kept, and holds no key."""
    if plan.get("recipient") == To.SIGNATORY_BY_LINK.value:
        with writing() as session:
            token = signatory_token(session, plan["facts"]["signature_id"], *settings().secret_keys)
        return signing_page(settings().base_url, token)
    if plan.get("recipient") == To.QUOTED.value:
        with writing() as session:
            token = quote_token(session, plan["facts"]["quote_id"], *settings().secret_keys)
        return quote_page(settings().base_url, token)
    if plan.get("recipient") == To.MINISTRY.value:
        return network_page(settings().base_url, plan["facts"]["number"].lower())
    if plan.get("recipient") != To.ADVISER.value:
        return ""
    if plan["facts"].get("is_inside"):
        return asked_opinion_page(settings().base_url, plan["facts"]["opinion_id"])
    with writing() as session:
        token = adviser_token(session, plan["facts"]["opinion_id"], *settings().secret_keys)
    return advice_page(settings().base_url, token)


def _message(mail: _Mail, letter: Letter) -> EmailMessage:
    plan = mail.payload
    return compose(
        key=mail.key,
        to=plan["to"],
        name=plan.get("name", ""),
        subject=letter.subject,
        text=letter.text,
        dated_at=mail.planned_at,
        reply_to=plan.get("facts", {}).get("reply_to", ""),
        attachments=[*_documents(mail), *_calendar(mail), *_measure_letter(mail)],
        language=letter.language,
    )


def _documents(mail: _Mail) -> list[Attachment]:
    attached = mail.payload.get("attached")
    if not attached:
        return []
    with reading() as session:
        made = session.execute(select(Effect.case_id, Effect.payload).where(Effect.key.in_(attached))).all()
        rows = [row for case_id, plan in made for row in _rows(session, case_id, plan)]
    return [Attachment(row.filename, row.media_type, _content(row)) for row in rows]


def _measure_letter(mail: _Mail) -> list[Attachment]:
    """The letter about a measure: made when the mail leaves and kept nowhere, so that nobody finds it among the
    documents of the case."""
    if "measure_id" not in mail.payload:
        return []
    with reading() as session:
        measure = session.get_one(Measure, mail.payload["measure_id"])
        letter = measure_letter(measure_record(session, measure, settings().base_url))
    made = render("measure_letter", letter, logo=logo_of(letter))
    return [Attachment(made.filename, made.media_type, made.content)]


def _rows(session: Session, case_id: int | None, plan: dict[str, Any]) -> list[Document]:
    kind, version = plan["document"], plan["version"]
    return list(
        session.scalars(
            select(Document)
            .where(Document.case_id == case_id, Document.kind == kind, Document.version == version)
            .order_by(Document.id)
        )
    )


def _content(row: Document) -> bytes:
    return documents().read(row.sha256)


def _calendar(mail: _Mail) -> list[Attachment]:
    entry, facts = mail.payload.get("calendar"), mail.payload.get("facts", {})
    if not entry:
        return []
    content = evening_entry(
        uid=entry["uid"],
        sequence=entry["sequence"],
        starts_at=datetime.fromisoformat(facts["starts_at"]),
        title=evening_title(facts["network"], facts["kind"], mail.payload.get("language", SOURCE)),
        place=f"{facts['place']}, {facts['address']}",
        url=facts.get("page") or case_page(settings().base_url, facts["number"]),
        written_at=mail.planned_at,
        is_cancelled=entry.get("is_cancelled", False),
    )
    return [Attachment("infoavond.ics", "text/calendar; method=PUBLISH", content)]


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
