"""One part alone, for an installation of several hosts: the web app, and Prefect's server."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.engine.harness import free_port, until
from tests.engine.hosts import host_environment

pytestmark = pytest.mark.engine


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The settings of a real installation whose tables are there."""
    return host_environment(tmp_path)


def _command(*words: str, environment: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-m", "binstart", *words], env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


def _said(environment: dict[str, str], *words: str) -> str:
    process = _command(*words, environment=environment)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    return said


@pytest.fixture
def two_hosts(environment: dict[str, str]) -> Iterator[list[str]]:
    """Two web apps on one database."""
    ports = [free_port(), free_port()]
    processes = [_command("serve", "--port", str(port), environment=environment) for port in ports]
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    yield addresses
    for process in processes:
        process.terminate()
        process.communicate(timeout=30)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def test_two_web_apps_serve_one_installation_and_know_each_others_visitors(two_hosts: list[str]) -> None:
    until(lambda: all(_answers(address) for address in two_hosts))
    here, there = two_hosts

    page = httpx.get(f"{here}/aanmelden")
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    sent = httpx.post(f"{there}/aanmelden", data={"csrf_token": token, "email": "iemand@binstart.example"},
                      cookies=page.cookies)  # fmt: skip

    assert token
    assert sent.status_code in (200, 302)  # a form of one host counts on the other: the secret is one


@pytest.mark.parametrize(("changes", "words"), [
    ({"BINSTART_SECRET_KEY": ""}, "BINSTART_SECRET_KEY, the same on every host"),
    ({"BINSTART_DEMONSTRATION": "true"}, "the demonstration runs on one machine"),
    ({"BINSTART_MAIL_FROM": ""}, "missing setting: BINSTART_MAIL_FROM"),
    ({"BINSTART_DATA_DIR": "/nowhere/at/all"}, "cannot write in the data folder /nowhere/at/all"),
    ({"BINSTART_SMTP_HOST": "mail.example"}, "BINSTART_SMTP_HOST: mail.example is not this machine"),
    ({"BINSTART_DATABASE_URL": "sqlite://"}, "the tables are not of this version; run `binstart prepare` once"),
])  # fmt: skip
def test_what_would_run_beside_the_others_does_not_start(
    environment: dict[str, str], changes: dict[str, str], words: str
) -> None:
    assert words in _said({**environment, **changes}, "serve", "--port", str(free_port()))


READ_IN_TWO_WAYS = (
    "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    "Content-Length: 4\r\nContent-Length: 5\r\n",
    "Transfer-Encoding: xchunked\r\n",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    "Transfer-Encoding : chunked\r\n",
    "Content-Length: +4\r\n",
    "X: y\r\n Transfer-Encoding: chunked\r\n",
    "Bad\x00Name: y\r\n",
)


def test_a_request_of_which_the_end_can_be_read_in_two_ways_is_refused(two_hosts: list[str]) -> None:
    """Else a proxy and the web app disagree about where one visitor's request ends and the next one's begins."""
    until(lambda: _answers(two_hosts[0]), 300)
    host, _, port = two_hosts[0].removeprefix("http://").partition(":")
    answered = {}
    for framing in READ_IN_TWO_WAYS:
        with socket.create_connection((host, int(port)), timeout=60) as line:
            request = f"POST /aanmelden HTTP/1.1\r\nHost: x\r\n{framing}\r\n0\r\n\r\nGET /hulp HTTP/1.1\r\n\r\n"
            line.sendall(request.encode())
            answered[framing] = b"".join(iter(lambda line=line: line.recv(65536), b""))  # type: ignore[misc]

    assert {framing for framing, answer in answered.items() if answer[:12] not in REFUSED} == set()
    assert {framing for framing, answer in answered.items() if answer.count(b"HTTP/1.1 ") != 1} == set()


REFUSED = (b"HTTP/1.1 400", b"HTTP/1.1 501")


def test_an_engine_that_nothing_closes_does_not_start(environment: dict[str, str]) -> None:
    said = _said(environment, "engine", "--port", str(free_port()))

    assert "PREFECT_SERVER_API_AUTH_STRING, PREFECT_SERVER_DATABASE_CONNECTION_URL" in said


def test_an_engine_whose_database_is_elsewhere_and_unencrypted_does_not_start(environment: dict[str, str]) -> None:
    said = _said({
        **environment, "PREFECT_SERVER_API_AUTH_STRING": "binstart:geheim",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": "postgresql+asyncpg://prefect:geheim@db.example/prefect",
    }, "engine", "--port", str(free_port()))  # fmt: skip

    assert "PREFECT_SERVER_DATABASE_CONNECTION_URL: db.example is not this machine" in said
    assert "geheim" not in said


def test_the_engine_answers_who_knows_its_password_alone(environment: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    process = _command("engine", "--port", str(port), environment={
        **environment, "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_SERVER_API_AUTH_STRING": "binstart:geheim",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{tmp_path / 'prefect.sqlite'}",
    })  # fmt: skip
    try:
        asked = f"http://127.0.0.1:{port}/api/work_pools/filter"
        until(lambda: _status(asked, ("binstart", "geheim")) == 200)
        assert _status(asked, ("binstart", "geraden")) == 401
        assert _status(asked, None) == 401
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _status(address: str, login: tuple[str, str] | None) -> int:
    try:
        return httpx.post(address, json={}, auth=login, timeout=5).status_code
    except httpx.TransportError:
        return 0
