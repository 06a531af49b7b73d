"""Messages to members leave: by mail on several lines at once, by text message over the gateway.

They need no flow run: an urgent message must leave while the engine is away, and hundreds of them must not stand before
somebody's mail to sign in. Workers share them by the claims on each piece of work.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from opentelemetry.trace import Span, SpanKind

from documents.notices.messaging import MemberMessage, write_member_mail, write_text_message
from flows.connection import lease, reading, real_now, worker_name, writing
from flows.log_lines import tell_effect
from flows.mail import NoAddress, compose
from flows.mail_server import AddressRefused, MailServer, MailServerAway, NeverDeliverable
from flows.text_gateway import GatewayAway, TextGateway
from models.clock import present
from models.operations.effects.carrying_out import claim_effect, confirm_effect, due_effects
from models.operations.networks.delivering_messages import (
    BOUNCED,
    Outgoing,
    confirm_delivery,
    give_up_delivery,
    outgoing,
    postpone_delivery,
)
from models.rules.return_addresses import return_address
from models.rules.web_addresses import read_message_page
from models.settings import settings
from models.tracing import note_fault, span

LINES = 4  # to the mail server at the same time: one slow answer holds up a quarter
NOT_NOW = "Het lukte nog niet; er wordt opnieuw geprobeerd."
NEVER = "Dit bericht kan niet aankomen."

Take = Callable[[Outgoing, str], None]


def send_messages() -> int:
    """Hand over what is due. Returns how many; what fails is tried again later."""
    with reading() as session:
        mails = list(due_effects(session, None, "member_mail", real_now()))
        texts = list(due_effects(session, None, "member_sms", real_now())) if settings().sms_gateway else []
    if not mails and not texts:
        return 0
    with ThreadPoolExecutor(LINES + 1) as lines:
        running = [lines.submit(_send_mails, mails[line::LINES]) for line in range(min(LINES, len(mails)))]
        running.append(lines.submit(_send_texts, texts))
        return sum(one.result() for one in running)


def _send_mails(effect_ids: Sequence[int]) -> int:
    with MailServer() as server:
        return _send_all(effect_ids, lambda message, key: _mail(server, message, key))


def _send_texts(effect_ids: Sequence[int]) -> int:
    with TextGateway() as gateway:
        return _send_all(effect_ids, lambda message, key: _text(gateway, message, key))


def _send_all(effect_ids: Sequence[int], take: Take) -> int:
    count = 0
    for effect_id in effect_ids:
        try:
            count += _send(effect_id, take)
        except (MailServerAway, GatewayAway):
            break  # the others don't have to find that out one by one
    return count


def _send(effect_id: int, take: Take) -> bool:
    claimed = _claim(effect_id)
    if claimed is None:
        return False
    message, key, asked_in = claimed
    with span("message", asked_in, kind=SpanKind.PRODUCER, effect=effect_id) as found:
        return _hand_over(effect_id, partial(take, message, key), found)


def _hand_over(effect_id: int, take: Callable[[], None], found: Span) -> bool:
    try:
        take()
    except (NeverDeliverable, NoAddress) as error:
        note_fault(found, error)
        tell_effect("message", effect_id, None, "given_up", error)
        has_bounced = isinstance(error, AddressRefused | NoAddress)
        with writing() as session:
            give_up_delivery(session, effect_id, worker_name(), present(session), _reason(error),
                             BOUNCED if has_bounced else NEVER, has_bounced)  # fmt: skip
        return False
    except Exception as error:  # whatever goes wrong with one message must not stop the others
        note_fault(found, error)
        tell_effect("message", effect_id, None, "postponed", error)
        with writing() as session:
            postpone_delivery(session, effect_id, worker_name(), real_now(), present(session), _reason(error), NOT_NOW)
        if isinstance(error, MailServerAway | GatewayAway):
            raise
        return False
    tell_effect("message", effect_id, None, "sent")
    with writing() as session:
        return confirm_delivery(session, effect_id, worker_name(), real_now(), present(session))


def _claim(effect_id: int) -> tuple[Outgoing, str, str] | None:
    with writing() as session:
        effect = claim_effect(session, effect_id, worker_name(), real_now(), lease())
        if effect is None:
            return None
        message = outgoing(session, effect, *settings().secret_keys)
        if message is None:
            confirm_effect(session, effect_id, worker_name(), real_now())
            return None
        return message, effect.key, effect.traceparent


def _mail(server: MailServer, message: Outgoing, key: str) -> None:
    letter = write_member_mail(_as_written(message))
    mail = compose(key=key, to=message.to, name=message.name, subject=letter.subject, text=letter.text,
                   language=letter.language, dated_at=message.left_at)  # fmt: skip
    if message.is_urgent:
        mail["Importance"] = "high"
    returns_to = return_address(settings().bounce_address, message.delivery_id, settings().secret_key)
    server.take(mail, returns_to)


def _text(gateway: TextGateway, message: Outgoing, key: str) -> None:
    gateway.take(message.to, write_text_message(_as_written(message)), str(message.delivery_id), key)


def _as_written(message: Outgoing) -> MemberMessage:
    return MemberMessage(
        name=message.name, network=message.network, network_kind=message.network_kind,
        message_kind=message.message_kind, subject=message.subject, text=message.text, foreword=message.foreword,
        left_at=message.left_at, link=read_message_page(settings().base_url, message.token),
        language=message.language,
    )  # fmt: skip


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
