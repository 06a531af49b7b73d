"""/metrics: closed without the token, and what it tells is what happened, read back by Prometheus' own parser."""

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, update

from binstart.preparing import free_port
from models.database import connect, writing
from models.operations.effects.planning_effects import plan_effects
from models.operations.keeping.showing_life import show_clockwork, show_worker
from models.outbox import Effect, OutboxEntry
from models.settings import settings
from models.tables import metadata
from tests.engine.harness import until
from tests.factories import START, make_place, submitted
from webapp import create_app

ROOT = Path(__file__).parents[2]
TOKEN = "a token for tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def measured(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app with a token for its metrics."""
    shutil.copyfile(empty_database, tmp_path / "binstart.sqlite")
    monkeypatch.setenv("BINSTART_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
    monkeypatch.setenv("BINSTART_METRICS_TOKEN", TOKEN)
    settings.cache_clear()
    yield create_app()
    settings.cache_clear()


def parsed(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def read(app: Flask) -> Samples:
    answer = app.test_client().get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return parsed(answer.text)


def of(samples: Samples, name: str, /, **labels: str) -> float:
    return samples.get((name, frozenset(labels.items())), 0.0)


def test_without_a_token_in_the_settings_there_is_no_such_page(client) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/metrics", headers=BEARER).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer another", f"Basic {TOKEN}", TOKEN])
def test_without_the_token_nothing_is_told(measured: Flask, given: str) -> None:
    answer = measured.test_client().get("/metrics", headers={"Authorization": given})

    assert (answer.status_code, answer.text) == (401, "")


def test_requests_are_counted_by_route_and_never_by_path(measured: Flask) -> None:
    client, before = measured.test_client(), read(measured)
    client.get("/hulp")
    client.get("/hulp?naam=roos")
    client.get("/roos.bewoner")
    client.get("/dossier/ROOS")

    after = read(measured)

    def grown(**labels: str) -> float:
        return of(after, "binstart_request_seconds_count", **labels) - of(
            before, "binstart_request_seconds_count", **labels
        )

    assert grown(method="GET", route="/hulp", status="200") == 2
    assert grown(method="GET", route="-", status="404") == 1
    assert grown(method="GET", route="/dossier/<number>", status="302") == 1
    hulp = {"method": "GET", "route": "/hulp", "status": "200"}
    assert of(after, "binstart_request_seconds_bucket", **hulp, le="+Inf") == of(
        after, "binstart_request_seconds_count", **hulp
    )
    assert "roos" not in repr(after).lower()


def test_refused_sign_ins_are_counted(measured: Flask) -> None:
    measured.config["WTF_CSRF_ENABLED"] = False
    before = read(measured)
    measured.test_client().post("/aanmelden/wachtwoord", data={"email": "x@bewoner.example", "password": "wrong"})

    after = read(measured)

    name, where = "binstart_sign_ins_failed_total", {"route": "/aanmelden/wachtwoord"}
    assert of(after, name, **where) - of(before, name, **where) == 1


def test_what_waits_fails_and_was_given_up_is_told(measured: Flask) -> None:
    engine: Engine = connect(settings().effective_database_url)
    now = datetime.now(UTC)
    with writing(engine) as session:
        place = make_place(session)
        first, second = submitted(session, place), submitted(session, place)
        plan_effects(session, first.id, START)
        session.execute(update(OutboxEntry).values(created_at=now - timedelta(minutes=10)))
        session.execute(update(OutboxEntry).where(OutboxEntry.case_id == second.id).values(attempts=2))
        mail = session.query(Effect).filter(Effect.kind == "mail").first()
        mail.state, mail.last_error = "given_up", "NeverDeliverable: roos"
        lengths = first.journal_length + second.journal_length
        mails = session.query(Effect).filter(Effect.kind == "mail", Effect.state == "planned").count()
        show_worker(session, "one", now - timedelta(seconds=30), prefect_answers=True)
        show_clockwork(session, "reminding", now - timedelta(hours=2))
    engine.dispose()

    told = read(measured)

    assert of(told, "binstart_outbox_waiting") == 1
    assert of(told, "binstart_outbox_failing") == 1
    assert of(told, "binstart_outbox_oldest_seconds") >= 600
    assert of(told, "binstart_effects", kind="mail", state="given_up") == 1
    assert of(told, "binstart_effects", kind="mail", state="planned") == mails
    assert of(told, "binstart_mails_given_up") == 1
    assert of(told, "binstart_journal_entries") == lengths > 0
    assert of(told, "binstart_worker_seen_seconds") >= 30
    assert of(told, "binstart_clockwork_seconds", name="reminding") >= 7200


@pytest.mark.engine
def test_two_processes_of_a_real_server_tell_one_count(measured: Flask, tmp_path: Path) -> None:
    port = free_port()
    engine = connect(settings().effective_database_url)
    metadata.create_all(engine)
    engine.dispose()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:binstart.web_server", "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: _get(port, "/healthz")[0] == 200)
        for _ in range(20):
            assert _get(port, "/hulp")[0] == 200
        told = [parsed(_get(port, "/metrics")[1]) for _ in range(6)]
    finally:
        server.terminate()
        server.wait()

    counts = [of(one, "binstart_request_seconds_count", method="GET", route="/hulp", status="200") for one in told]
    assert counts == [20] * 6
    assert not list(tmp_path.glob("binstart-metrics-*"))


def _get(port: int, path: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("GET", path, headers=BEARER)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        line.close()
