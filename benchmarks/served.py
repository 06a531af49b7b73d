"""The real web app behind gunicorn on a database of one's own, without the engine: for pages that only read."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from binstart.preparing import free_port

PATIENCE = 60.0


@contextmanager
def served(data: Path, database_url: str, secret_key: str = "") -> Iterator[str]:
    """The address. Visitors name their own network address in X-Forwarded-For, as behind a proxy."""
    port = free_port("127.0.0.1")
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ, "BINSTART_DATA_DIR": str(data), "BINSTART_DATABASE_URL": database_url,
        "BINSTART_SECRET_KEY": secret_key or secrets.token_hex(32), "BINSTART_BASE_URL": address,
        "BINSTART_TRUSTED_PROXIES": "1",
    }  # fmt: skip
    arguments = ["--config", "python:binstart.web_server", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    with (data.parent / "web.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *arguments], env=environment, stdout=log, stderr=log
        )
    try:
        _wait(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end and process.poll() is None:
        try:
            if httpx.get(f"{address}/wat-is-een-bin", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the web app does not answer")
