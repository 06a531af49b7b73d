"""Which connections would leave this machine without encryption, read from the addresses in the settings (ASVS 12.3.1).

The bad story: a mail with a link to sign in, or a whole case on its way to the database, is read by whoever shares the
network, because a line that falls back to plain text looks the same as one that does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urlsplit

ENCRYPTED = {"require", "verify-ca", "verify-full"}  # 'prefer', what is used unless one says else, falls back quietly


@dataclass(frozen=True)
class Plain:
    """One connection: the setting that names it, the host, and what would encrypt it."""

    setting: str
    host: str
    mend: str


def is_here(host: str) -> bool:
    """Whether what is sent there stays on this machine: loopback, or a socket in a folder (also the empty name)."""
    if not host or host.startswith(("/", "@")) or host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def plain_database(setting: str, url: str) -> list[Plain]:
    """The hosts of a PostgreSQL that is asked without encryption; `url` as SQLAlchemy takes it, empty: none."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        return []
    given = parse_qsl(parts.query)
    word = "ssl" if "asyncpg" in parts.scheme else "sslmode"
    modes = [value for name, value in given if name == word]
    if modes and set(modes) <= ENCRYPTED:
        return []
    # Every place where a host can stand: which of them counts is the library's affair.
    named = [
        unquote(parts.netloc.rpartition("@")[2]),
        *(value for name, value in given if name in ("host", "hostaddr")),
    ]
    hosts = dict.fromkeys(_without_port(host) for one in named for host in one.split(","))
    return [Plain(setting, host, f"add {word}=verify-full to the address") for host in hosts if not is_here(host)]


def plain_page(setting: str, url: str) -> list[Plain]:
    """The host of an address that is asked over http."""
    parts = urlsplit(url)
    if parts.scheme != "http" or is_here(parts.hostname or ""):
        return []
    return [Plain(setting, parts.hostname or "", "use an https address")]


def plain_mail(setting: str, host: str, *, starttls: bool) -> list[Plain]:
    """The mail server, where it is elsewhere and STARTTLS is not asked."""
    return [] if starttls or is_here(host) else [Plain(setting, host, "set BINSTART_SMTP_STARTTLS=true")]


def plain_scanner(setting: str, url: str) -> list[Plain]:
    """The virus scanner over TCP: clamd knows no encryption."""
    parts = urlsplit(url)
    if parts.scheme != "tcp" or is_here(parts.hostname or ""):
        return []
    return [Plain(setting, parts.hostname or "", "have it on this machine")]


def plain_listener(host: str, certificate: str) -> list[Plain]:
    """The address on which a part would answer other machines without encryption."""
    if certificate or is_here(host):
        return []
    return [Plain("--host", host, "name a certificate in BINSTART_TLS_CERTIFICATE")]


def told(found: Iterable[Plain], trusted: str) -> str:
    """What keeps Binstart from starting, in one line; empty: nothing. `trusted`: the hosts that may be spoken to so,
    with spaces between."""
    allowed = {host.lower() for host in trusted.split()}
    wrong = [one for one in found if one.host.lower() not in allowed]
    return "; ".join(
        f"{one.setting}: {one.host} is not this machine and would be spoken to unencrypted; {one.mend}, or name it in "
        "BINSTART_PLAIN_CONNECTIONS_TO where the network to it is private or encrypts by itself"
        for one in wrong
    )


def _without_port(named: str) -> str:
    if named.startswith("["):
        return named[1:].partition("]")[0]
    return named if named.count(":") > 1 else named.partition(":")[0]
