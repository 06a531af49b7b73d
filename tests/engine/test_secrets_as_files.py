"""Secrets come as files of systemd, a container or a vault: no environment holds them, and each part starts so."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from binstart.migrating import upgrade
from models.database import connect
from models.settings import Settings
from tests.engine.harness import free_port, until

pytestmark = pytest.mark.engine

LOGIN = ("binstart", "a secret of this test")
STOPS_WITHIN = 10  # seconds that a part gets to stop by itself
KEY = "a secret key for tests, long enough to be accepted"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What systemd names as the credentials of the unit."""
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    return credentials


@contextmanager
def _part(*words: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-m", "binstart", *words], env={**os.environ, **environment},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()  # Prefect's worker sometimes overhears the first signal; nothing of ours is tried here
            process.wait()


def _status(address: str, login: tuple[str, str] | None = None) -> int:
    try:
        return httpx.get(address, auth=login, timeout=5).status_code
    except httpx.TransportError:
        return 0


def test_a_file_counts_where_the_environment_says_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "binstart_secret_key").write_text(f"{KEY}\n", encoding="utf-8")
    (folder / "binstart_smtp_password").write_text("van het bestand", encoding="utf-8")
    monkeypatch.delenv("BINSTART_SECRET_KEY", raising=False)
    monkeypatch.setenv("BINSTART_SMTP_PASSWORD", "van de omgeving")

    chosen = Settings()

    assert (chosen.secret_key, chosen.smtp_password) == (KEY, "van de omgeving")


def test_the_web_app_starts_with_them(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, port = f"sqlite:///{tmp_path / 'one.sqlite'}", free_port()
    engine = connect(url)
    upgrade(engine)
    engine.dispose()
    (folder / "binstart_secret_key").write_text(KEY, encoding="utf-8")
    (folder / "binstart_database_url").write_text(url, encoding="utf-8")
    for name in ("SECRET_KEY", "DATABASE_URL"):
        monkeypatch.delenv(f"BINSTART_{name}", raising=False)

    with _part("serve", "--port", str(port), BINSTART_BASE_URL="http://bin.oosterbeke.example",
               BINSTART_SMTP_HOST="127.0.0.1", BINSTART_MAIL_FROM="Binstart <bin@oosterbeke.example>",
               BINSTART_DATA_DIR=str(tmp_path)):  # fmt: skip
        until(lambda: _status(f"http://127.0.0.1:{port}/readyz") == 200)


def test_the_engine_and_who_works_for_it_start_with_them(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    (folder / "prefect_server_api_auth_string").write_text(":".join(LOGIN), encoding="utf-8")
    (folder / "prefect_api_auth_string").write_text(":".join(LOGIN), encoding="utf-8")
    database = f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}"
    (folder / "prefect_server_database_connection_url").write_text(database, encoding="utf-8")
    api = f"http://127.0.0.1:{port}/api"

    with _part("engine", "--port", str(port), PREFECT_HOME=str(tmp_path / "engine")):
        until(lambda: _status(f"{api}/admin/version", LOGIN) == 200)
        assert _status(f"{api}/admin/version") == 401
        httpx.post(f"{api}/work_pools/", json={"name": "binstart", "type": "process"}, auth=LOGIN).raise_for_status()
        with _part("pool-worker", PREFECT_HOME=str(tmp_path / "worker"), PREFECT_API_URL=api):
            until(lambda: httpx.post(f"{api}/work_pools/binstart/workers/filter", json={}, auth=LOGIN).json())
