"""Parts on several hosts speak https with each other: with a certificate of an authority that they know, or not."""

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.certificates import server_certificate
from tests.engine.harness import Installation, Mailbox, free_port, until, worker
from tests.engine.hosts import host_environment

pytestmark = pytest.mark.engine

EVERYBODY = "0.0.0.0"  # noqa: S104 - nothing listens: that is the test
SECRET = "binstart:a secret of this test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this machine; it issued itself, so it is its authority too."""
    return server_certificate(tmp_path_factory.mktemp("certificate"), "localhost")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> Iterator[int]:
    """The port of `binstart engine`, that speaks https."""
    tmp_path, port = tmp_path_factory.mktemp("engine"), free_port()
    environment = {
        **os.environ,
        "BINSTART_TLS_CERTIFICATE": str(certificate),
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_API_AUTH_STRING": SECRET,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}",
        "PREFECT_SERVER_UI_ENABLED": "false",
    }
    with (tmp_path / "engine.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "binstart", "engine", "--port", str(port)], env=environment,
                                   stdout=log, stderr=log)  # fmt: skip
    until(lambda: process.poll() is not None or _answers(f"https://localhost:{port}/api/health", certificate))
    assert process.poll() is None, (tmp_path / "engine.log").read_text()
    yield port
    process.terminate()
    process.wait(timeout=30)


def _answers(address: str, certificate: Path | None = None) -> bool:
    try:
        trusted = ssl.create_default_context(cafile=certificate)
        return httpx.get(address, timeout=5, verify=trusted).status_code == 200
    except httpx.HTTPError:
        return False


def test_a_worker_carries_a_case_over_https(
    installation: Installation, mailbox: Mailbox, engine: int, certificate: Path
) -> None:
    installation.submit()

    with worker(installation, f"https://localhost:{engine}/api", PREFECT_API_AUTH_STRING=SECRET,
                PREFECT_API_SSL_CERT_FILE=str(certificate)) as one:  # fmt: skip
        until(installation.is_quiet)

    assert "Prefect is away" not in one.said()
    assert mailbox.received


def test_a_worker_that_does_not_know_the_authority_leaves_the_work_where_it_is(
    installation: Installation, mailbox: Mailbox, engine: int
) -> None:
    installation.submit()

    with worker(installation, f"https://localhost:{engine}/api", PREFECT_API_AUTH_STRING=SECRET) as one:
        until(lambda: "Prefect is away" in one.said())

    assert not installation.is_quiet()
    assert mailbox.received == []


def test_over_http_the_engine_answers_nothing(engine: int) -> None:
    assert not _answers(f"http://localhost:{engine}/api/health")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The settings of a web app whose tables are there."""
    return host_environment(tmp_path)


def test_the_web_app_speaks_https_to_its_proxy(environment: dict[str, str], certificate: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "binstart", "serve", "--port", str(port)],
        env={**environment, "BINSTART_TLS_CERTIFICATE": str(certificate)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: _answers(f"https://localhost:{port}/readyz", certificate))
        assert not _answers(f"http://localhost:{port}/readyz")
        assert not _answers(f"https://localhost:{port}/readyz")  # nobody else vouches for it
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.parametrize("part", ["serve", "engine"])
@pytest.mark.parametrize(("certificate_named", "words"), [
    ("", "0.0.0.0 is not this machine and would be spoken to unencrypted; name a certificate in BINSTART_TLS"),
    ("/nowhere/at/all.pem", "BINSTART_TLS_CERTIFICATE: [Errno 2] No such file or directory"),
    (__file__, "BINSTART_TLS_CERTIFICATE: [SSL"),
], ids=["none", "missing", "wrong"])  # fmt: skip
def test_a_part_that_would_answer_other_machines_in_plain_text_does_not_start(
    environment: dict[str, str], tmp_path: Path, part: str, certificate_named: str, words: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "binstart", part, "--host", EVERYBODY, "--port", str(free_port())],
        env={
            **environment,
            "BINSTART_TLS_CERTIFICATE": certificate_named,
            "PREFECT_SERVER_API_AUTH_STRING": SECRET,
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}",
        },
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert words in done.stdout + done.stderr
