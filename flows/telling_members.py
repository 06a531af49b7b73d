"""Mails to members about their network itself leave by themselves, after those of surveys."""

from datetime import datetime

from documents.notices.member_notices import write_member_notice
from flows.connection import lease, reading, real_now, worker_name, writing
from flows.mail import NoAddress, compose
from flows.mail_server import AddressRefused, MailServer, MailServerAway, NeverDeliverable
from models.clock import present
from models.operations.carrying_out import claim_effect, confirm_effect, due_effects, give_up_effect, postpone_effect
from models.operations.telling_members import KIND, OutgoingNotice, outgoing_notice, tell_on_paper
from models.rules.web_addresses import network_or_search
from models.settings import settings


def send_member_notices() -> int:
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
    notice, key, planned_at = claimed
    try:
        link = network_or_search(settings().base_url, notice.kind, str(notice.facts["slug"]))
        letter = write_member_notice(notice.kind, notice.facts, notice.name, link)
        server.take(compose(key=key, to=notice.to, name=notice.name, subject=letter.subject, text=letter.text,
                            dated_at=planned_at))  # fmt: skip
    except (NeverDeliverable, NoAddress) as error:
        with writing() as session:
            if isinstance(error, AddressRefused | NoAddress):
                tell_on_paper(session, effect_id, present(session))
            give_up_effect(session, effect_id, worker_name(), present(session), type(error).__name__)
        return False
    except Exception as error:  # whatever goes wrong with one mail must not stop the others
        with writing() as session:
            postpone_effect(session, effect_id, worker_name(), real_now(), present(session), type(error).__name__)
        if isinstance(error, MailServerAway):
            raise
        return False
    with writing() as session:
        return confirm_effect(session, effect_id, worker_name(), real_now())


def _claim(effect_id: int) -> tuple[OutgoingNotice, str, datetime] | None:
    with writing() as session:
        effect = claim_effect(session, effect_id, worker_name(), real_now(), lease())
        if effect is None:
            return None
        found = outgoing_notice(session, effect)
        if found is None:
            confirm_effect(session, effect_id, worker_name(), real_now())
            return None
        return found, effect.key, effect.planned_at
