"""Telling other programs at once what happened: which events, to which addresses, and how a message is signed.

Messages are CloudEvents 1.0 in JSON, signed as in Standard Webhooks: HMAC-SHA256 over id, moment and content.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from models.rules.journal_events import EVENTS
from models.rules.published_events import PUBLISHED
from models.rules.refusals import Invalid

LONGEST_NAME, LONGEST_ADDRESS = 100, 500  # characters
BOTH_SECRETS_FOR = timedelta(hours=24)  # after a new secret was made, the former one signs too
PAUSED_AFTER = timedelta(days=3)  # of failing without one success
CONTENT_TYPE = "application/cloudevents+json"
TESTED = "webhook:tested"  # the event of the test button: of no case

# What can be chosen: every event that leaves the house, in the order of the journal's grammar.
CHOICES = tuple(event for event in EVENTS if event in PUBLISHED)

_NAT64 = IPv6Network("64:ff9b::/96")


def checked_events(given: Iterable[str]) -> list[str]:
    """The chosen events in their order. Raises Invalid: none, or one that does not leave the house."""
    chosen = set(given)
    if not chosen:
        raise Invalid("no_event", "Kies minstens één soort gebeurtenis.", "events")
    if not chosen <= PUBLISHED:
        raise Invalid("unknown_event", "Kies uit de lijst.", "events")
    return [event for event in CHOICES if event in chosen]


def checked_address(address: str, *, allows_loopback: bool) -> str:
    """An https address in the open internet; `allows_loopback`: also http on this machine, for trying out. Raises
    Invalid. The bad story: somebody lets Binstart ask a machine in the server room (SSRF)."""
    address = (address or "").strip()
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong() from None
    printable = address.isascii() and all(32 < ord(sign) < 127 for sign in address)
    if not host or not printable or port == 0 or len(address) > LONGEST_ADDRESS:
        raise _wrong()
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Invalid("not_plain", "Het adres mag geen gebruikersnaam, wachtwoord of # bevatten.", "address")
    if parts.scheme == "http" and allows_loopback and _is_loopback(host):
        return address
    if parts.scheme != "https":
        raise Invalid("not_https", "Het adres moet met https:// beginnen.", "address")
    if not may_be_reached(host):
        raise Invalid("private", "Dit adres ligt niet op het open internet.", "address")
    return address


def _wrong() -> Invalid:
    return Invalid("wrong_address", "Vul een adres in, zoals https://www.gemeente.example/meldingen.", "address")


def may_be_reached(host: str) -> bool:
    """Whether a name or number may be in the open internet, as far as one sees without asking for the name."""
    name = host.lower().rstrip(".")
    number = _number(name)
    if number is not None:
        return is_public(number)
    is_local = name == "localhost" or name.endswith((".localhost", ".local", ".internal", ".home.arpa", ".lan"))
    # A last part of digits is a number in another way of writing, such as 127.1 or 0x7f000001.
    last = name.rpartition(".")[2]
    return not is_local and "." in name and not last.startswith("0x") and not last.isdigit()


def is_public(number: IPv4Address | IPv6Address) -> bool:
    """Whether a network address is in the open internet, also the one that hides in another."""
    if isinstance(number, IPv6Address):
        hidden = number.ipv4_mapped or number.sixtofour
        if hidden is None and number in _NAT64:
            hidden = IPv4Address(int(number) & 0xFFFFFFFF)
        if hidden is not None:
            return is_public(hidden)
        if number.teredo is not None:
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    number = _number(host.lower())
    return host.lower() == "localhost" or (number is not None and number.is_loopback)


def secret_bytes(seed: str, secret_key: str) -> bytes:
    """The secret of a subscription: made from its seed and that of the installation, so that no table holds it."""
    return hmac.new(secret_key.encode(), f"webhook:{seed}".encode(), hashlib.sha256).digest()


def printed_secret(secret: bytes) -> str:
    """The secret as a receiver takes it over."""
    return "whsec_" + base64.b64encode(secret).decode()


def signature(secrets: Iterable[bytes], message_id: str, timestamp: int, content: bytes) -> str:
    """The header `webhook-signature`: one signature per secret that holds. `timestamp`: seconds since 1970."""
    signed = f"{message_id}.{timestamp}.".encode() + content
    parts = (base64.b64encode(hmac.new(one, signed, hashlib.sha256).digest()).decode() for one in secrets)
    return " ".join(f"v1,{part}" for part in parts)
