"""Mails to members about their network itself leave by themselves, after those of surveys."""

from datetime import datetime
from email.message import EmailMessage
from functools import partial

from sqlalchemy.orm import Session

from documents.notices.member_notices import write_member_notice
from flows.mail import compose
from flows.network_mail import Outgoing, send_due
from models.operations.networks.telling_members import KIND, OutgoingNotice, outgoing_notice, tell_on_paper
from models.outbox import Effect
from models.rules.web_addresses import network_or_search
from models.settings import settings


def send_member_notices() -> int:
    """Hand over what is due. Returns how many; what fails is tried again later."""
    return send_due(KIND, _prepare, tell_on_paper)


def _prepare(session: Session, effect: Effect) -> Outgoing | None:
    notice = outgoing_notice(session, effect)
    return Outgoing(partial(_mail, notice, effect.key, effect.planned_at)) if notice is not None else None


def _mail(notice: OutgoingNotice, key: str, planned_at: datetime) -> EmailMessage:
    link = network_or_search(settings().base_url, notice.kind, str(notice.facts["slug"]))
    letter = write_member_notice(notice.kind, notice.facts, notice.name, link)
    return compose(key=key, to=notice.to, name=notice.name, subject=letter.subject, text=letter.text,
                   language=letter.language, dated_at=planned_at)  # fmt: skip
