"""Each line of logs/ stands with a collector on another machine too: who changes it here does not change it there."""

import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from models import log_sending
from models.log import log_of, set_up_log
from models.settings import settings
from tests.certificates import server_certificate
from tests.engine.collecting import Collector
from tests.engine.harness import free_port, until
from tests.engine.hosts import host_environment

pytestmark = pytest.mark.engine

TRUSTED = "REQUESTS_CA_BUNDLE"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return server_certificate(tmp_path, "localhost")


@pytest.fixture
def collector(certificate: Path) -> Iterator[Collector]:
    one = Collector("/v1/logs", certificate)
    yield one
    one.close()


@pytest.fixture
def environment(tmp_path: Path, collector: Collector) -> dict[str, str]:
    """The settings of a web app whose lines are collected."""
    collected = {"BINSTART_LOG_FORMAT": "json", "BINSTART_LINES_ENDPOINT": collector.endpoint}
    return {**host_environment(tmp_path), **collected}


def _served(environment: dict[str, str], ask: str, until_then: Any) -> list[dict[str, Any]]:
    """Start a web app, ask a page of it, wait, stop it; the lines that it left with what started it."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "binstart", "serve", "--port", str(port)], env=environment,
                               text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    try:
        until(lambda: _status(port, "/healthz") == 200)
        assert _status(port, ask) == 404
        until(until_then)
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=60)
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def _status(port: int, path: str) -> int:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5).status_code
    except httpx.TransportError:
        return 0


def _requests(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in lines if one["event"] == "request" and one["status"] == 404]


def test_what_a_web_app_says_is_with_the_collector_as_it_stands_here(
    environment: dict[str, str], collector: Collector, certificate: Path
) -> None:
    told = _served({**environment, TRUSTED: str(certificate)}, "/er-is-geen/pagina",
                   lambda: _requests(collector.lines()))  # fmt: skip

    assert len(_requests(told)) == 1
    assert _requests(collector.lines()) == _requests(told)
    assert b"er-is-geen" not in b"".join(collector.bodies)


def test_a_collector_that_can_not_prove_its_name_gets_nothing_and_the_web_app_goes_on(
    environment: dict[str, str], collector: Collector
) -> None:
    told = _served(environment, "/er-is-geen/pagina", lambda: True)

    assert len(_requests(told)) == 1
    assert collector.bodies == []


@pytest.fixture
def said(collector: Collector, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What this process says to who started it, while its lines are collected."""
    monkeypatch.setenv("BINSTART_LINES_ENDPOINT", collector.endpoint)
    monkeypatch.setenv(TRUSTED, str(certificate))
    settings.cache_clear()
    log_sending._collector.cache_clear()
    root, ours, stream = logging.getLogger(), logging.getLogger("binstart"), io.StringIO()
    before = root.handlers[:], root.level, ours.level, sys.excepthook, threading.excepthook
    set_up_log("json", stream)
    yield stream
    root.handlers[:], level, own_level, sys.excepthook, threading.excepthook = before
    root.setLevel(level)
    ours.setLevel(own_level)
    log_sending._collector.cache_clear()
    settings.cache_clear()


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def without_moment(line: dict[str, Any]) -> dict[str, Any]:
    """Of somebody else's line the moment is that at which it is written, each time."""
    return {name: value for name, value in line.items() if name != "timestamp"}


def test_no_more_leaves_than_stands_here(said: io.StringIO, collector: Collector) -> None:
    log_of("worker").info("work", flow="idea", outcome="done")
    logging.getLogger("somebody.else").warning("could not reach %s\nof Roos", "roos@binstart.example")
    try:
        raise ValueError("Roos, Kerkstraat 3")
    except ValueError:
        log_of("worker").error("failed", exc_info=True)
    until(lambda: len(collector.lines()) == 3)

    assert [without_moment(one) for one in collector.lines()] == [without_moment(one) for one in _lines(said)]
    assert b"Roos" not in b"".join(collector.bodies)
    assert b"roos@" not in b"".join(collector.bodies)


def test_while_the_collector_is_away_lines_stay_here(
    said: io.StringIO, collector: Collector, certificate: Path
) -> None:
    """What the sender says of its trouble is kept here too, and is not sent itself."""
    collector.close()
    log_of("worker").info("work", flow="idea", outcome="done")
    until(lambda: any(one.get("by", "").startswith("opentelemetry") for one in _lines(said)))

    assert [one["outcome"] for one in _lines(said) if one["event"] == "work"] == ["done"]
