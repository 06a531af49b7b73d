"""Other programs are told what happened: one signed request per message, to an address in the open internet only.

They need no flow run. Each subscription has a line of its own, so that a slow receiver holds up no other.
"""

import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

import httpx

from documents.notices.webhooks import write_paused_mail
from flows.connection import lease, reading, real_now, worker_name, writing
from models.clock import present
from models.operations.accounts.signing_in import Mail
from models.operations.authorities.sending_webhooks import (
    OutgoingEvent,
    confirm_event,
    outgoing_event,
    pause_webhook,
    postpone_event,
)
from models.operations.effects.carrying_out import claim_effect, due_effects, give_up_effect
from models.queries.authorities.webhooks import KIND, by_subscription
from models.rules.refusals import Invalid
from models.rules.webhooks import CONTENT_TYPE, checked_address, is_public, signature
from models.settings import settings
from models.webhook import Webhook

LINES = 4  # subscriptions at the same time
RECEIVER_SECONDS = 10  # of silence; then it counts as away
USER_AGENT = "Binstart"


class NotTaken(Exception):
    """The receiver did not take the message. The words are for the log of the administrator: nothing of what it said,
    else a subscription could be used to read from machines that nobody outside reaches."""


def send_webhooks() -> int:
    """Hand over what is due. Returns how many; what fails is tried again later."""
    with reading() as session:
        due = due_effects(session, None, KIND, real_now())
        by_webhook = by_subscription(session, due) if due else {}
    if not by_webhook:
        return 0
    with ThreadPoolExecutor(LINES) as lines:
        return sum(lines.map(_send_all, by_webhook.values()))


def _send_all(effect_ids: Sequence[int]) -> int:
    """The messages of one subscription. After one that was not taken the others wait for the next time."""
    count = 0
    for effect_id in effect_ids:
        taken = _send(effect_id)
        if taken is False:
            break
        count += bool(taken)
    return count


def _send(effect_id: int) -> bool | None:
    """True: taken; False: not taken; None: there was nothing to do."""
    claimed = _claim(effect_id)
    if claimed is None:
        return None
    try:
        hand_over(claimed)
    except Exception as error:  # whatever goes wrong with one receiver must not stop the others
        _postpone(effect_id, claimed, str(error) if isinstance(error, NotTaken) else type(error).__name__)
        return False
    with writing() as session:
        return confirm_event(session, effect_id, worker_name(), real_now())


def _claim(effect_id: int) -> OutgoingEvent | None:
    with writing() as session:
        effect = claim_effect(session, effect_id, worker_name(), real_now(), lease())
        if effect is None:
            return None
        event = outgoing_event(session, effect, real_now(), settings().base_url, *settings().secret_keys)
        if event is None:
            give_up_effect(session, effect_id, worker_name(), present(session), "Paused")
        return event


def _postpone(effect_id: int, event: OutgoingEvent, reason: str) -> None:
    with writing() as session:
        if postpone_event(session, effect_id, worker_name(), real_now(), present(session), reason):
            row = session.get_one(Webhook, event.webhook_id)
            letter = write_paused_mail(
                row.name, row.authority.name, settings().base_url, row.authority.slug, row.authority.mail_language
            )
            pause_webhook(session, row.id, present(session), Mail(letter.subject, letter.text, letter.language))


def hand_over(event: OutgoingEvent) -> None:
    """One request. Raises NotTaken unless the answer is a success; redirects are not followed."""
    address, headers, name = _pinned(event.address)
    sent_at = int(real_now().timestamp())
    headers |= {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": USER_AGENT,
        "webhook-id": event.message_id,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": signature(event.secrets, event.message_id, sent_at, event.content),
    }
    try:
        with (
            httpx.Client(timeout=RECEIVER_SECONDS, trust_env=False, follow_redirects=False) as line,
            line.stream("POST", address, content=event.content, headers=headers,
                        extensions={"sni_hostname": name}) as answer,
        ):  # fmt: skip
            status = answer.status_code  # what it says beside that is not read
    except httpx.HTTPError as error:
        raise NotTaken(type(error).__name__) from error
    if not 200 <= status < 300:
        raise NotTaken(str(status))


def _pinned(address: str) -> tuple[str, dict[str, str], str]:
    """The address with the number of its machine instead of the name, the header with the name, and the name itself.

    Asked once and used as it was answered: a name that leads elsewhere a moment later (DNS rebinding) leads nowhere.
    """
    try:
        checked_address(address, allows_loopback=settings().demonstration)
    except Invalid as refusal:
        raise NotTaken("AddressRefused") from refusal
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = {one[4][0] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise NotTaken("NameUnknown") from error
    numbers = [ip_address(str(one).partition("%")[0]) for one in sorted(map(str, found))]
    is_trial = parts.scheme == "http"  # of the demonstration, to this machine only: checked_address sees to it
    if not all(one.is_loopback if is_trial else is_public(one) for one in numbers):
        raise NotTaken("AddressRefused")
    chosen = next((one for one in numbers if one.version == 4), numbers[0])
    netloc = f"[{chosen}]:{port}" if chosen.version == 6 else f"{chosen}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")), {"Host": parts.netloc}, host
