"""One part of Binstart alone, for an installation of several hosts: `binstart serve` and `binstart engine`.

Each becomes the process that it starts, so that whoever supervises it (systemd, a container) sees and stops that one.
"""

import os
import ssl

from sqlalchemy.orm import Session

from binstart.migrating import connected
from binstart.parts import PREFECT_SERVER, prefect_command, web_command
from binstart.preparing import (
    OF_PREPARING,
    CannotStart,
    as_environment,
    check_certificate,
    check_is_complete,
    check_port,
    read_settings,
    take_secrets_of_prefect,
)
from binstart.processes import python
from models.queries.keeping.readiness import is_at_head, is_writable
from models.rules.connections import plain_database, plain_listener, plain_page, told
from models.settings import Settings

NEEDED_BY_ENGINE = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_SERVER_DATABASE_CONNECTION_URL")


def serve(host: str, port: int) -> None:
    """Become the web app. Raises CannotStart where it would run beside the others instead of with them: without the
    secret that all share, on tables that are not of this version, or without the folder of documents."""
    settings = read_settings()
    if settings.demonstration:
        raise CannotStart("the demonstration runs on one machine: binstart run")
    check_is_complete(settings, demonstration=False)
    check_certificate(settings)
    _check_answers_encrypted(host, settings)
    if not settings.secret_key:
        raise CannotStart("missing setting: BINSTART_SECRET_KEY, the same on every host")
    with Session(connected(settings)) as session:
        if not is_at_head(session):
            raise CannotStart("the tables are not of this version; run `binstart prepare` once, on one host")
    if not is_writable(settings.data_dir):
        raise CannotStart(f"cannot write in the data folder {settings.data_dir}, which all hosts share")
    check_port(host, port)
    _become(web_command(host, port, settings.tls_certificate), as_environment(settings) | OF_PREPARING)


def engine(host: str, port: int) -> None:
    """Become Prefect's server, for all hosts that work. Raises CannotStart where it would be open or forgetful."""
    take_secrets_of_prefect()
    missing = [name for name in NEEDED_BY_ENGINE if not os.environ.get(name)]
    if missing:
        raise CannotStart(f"missing setting: {', '.join(missing)}; every host that works asks this server")
    address = os.environ["PREFECT_SERVER_DATABASE_CONNECTION_URL"]
    plain = plain_database("PREFECT_SERVER_DATABASE_CONNECTION_URL", address)
    settings = read_settings()
    if wrong := told(plain, settings.plain_connections_to):
        raise CannotStart(wrong)
    _check_answers_encrypted(host, settings)
    check_port(host, port)
    _become(prefect_command(host, str(port), settings.tls_certificate), PREFECT_SERVER)


def pool_worker() -> None:
    """Become a worker of Prefect's pool. Raises CannotStart without an engine, or where it would be spoken to in plain
    text."""
    take_secrets_of_prefect()
    address = os.environ.get("PREFECT_API_URL", "")
    if not address:
        raise CannotStart("missing setting: PREFECT_API_URL; it says where Prefect's server is")
    if wrong := told(plain_page("PREFECT_API_URL", address), read_settings().plain_connections_to):
        raise CannotStart(wrong)
    _become(python("-m", "prefect", "worker", "start", "--pool", "binstart"), {})


def _check_answers_encrypted(host: str, settings: Settings) -> None:
    """Raises CannotStart where other machines would speak to this part in plain text, or its certificate can't be
    used."""
    if wrong := told(plain_listener(host, settings.tls_certificate), settings.plain_connections_to):
        raise CannotStart(wrong)
    if settings.tls_certificate:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(settings.tls_certificate)
        except (OSError, ssl.SSLError) as error:
            raise CannotStart(f"BINSTART_TLS_CERTIFICATE: {error}") from None


def _become(command: list[str], environment: dict[str, str]) -> None:
    os.execve(command[0], command, {**os.environ, **environment})  # noqa: S606  # no shell: the command is ours
