"""/healthz and /readyz tell the truth: each thing that can be wrong is made wrong, and named without a secret."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from binstart.migrating import upgrade
from binstart.preparing import free_port
from binstart.web_server import post_worker_init
from models.database import connect
from models.settings import settings
from tests.engine.harness import until
from webapp import create_app

ROOT = Path(__file__).parents[2]
ALL_WELL = {"database": True, "schema": True, "data_folder": True, "serving": True}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that our migrations made, to be copied."""
    file = tmp_path_factory.mktemp("readiness") / "migrated.sqlite"
    engine = connect(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture
def ready(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app whose database was made by our migrations, with a data folder beside it."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("BINSTART_DATA_DIR", str(folder))
    monkeypatch.setenv("BINSTART_DATABASE_URL", f"sqlite:///{tmp_path / 'ready.sqlite'}")
    monkeypatch.setenv("BINSTART_SECRET_KEY", "a secret key for tests, long enough to be accepted")
    settings.cache_clear()
    shutil.copyfile(migrated, tmp_path / "ready.sqlite")
    yield create_app()
    settings.cache_clear()


def checks(app: Flask, path: str = "/readyz") -> tuple[int, dict[str, bool]]:
    answer = app.test_client().get(path)
    assert answer.json is not None
    assert answer.json["status"] == ("ok" if answer.status_code == 200 else "unavailable")
    return answer.status_code, {name: value for name, value in answer.json.items() if name not in ("status", "version")}


def revise(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :revision"), {"revision": revision})
    engine.dispose()


def test_visitors_are_let_in_when_all_is_well(ready: Flask) -> None:
    assert checks(ready) == (200, ALL_WELL)
    assert checks(ready, "/healthz") == (200, {"database": True})
    assert not list(settings().data_dir.iterdir())


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_tables_of_another_version_let_nobody_in(ready: Flask, revision: str) -> None:
    revise(connect(settings().effective_database_url), revision)

    assert checks(ready) == (503, {**ALL_WELL, "schema": False})
    assert checks(ready, "/healthz")[0] == 200


def test_tables_that_no_migration_made_let_nobody_in(ready: Flask) -> None:
    engine = connect(settings().effective_database_url)
    with engine.begin() as connection:
        connection.execute(text("drop table alembic_version"))
    engine.dispose()

    assert checks(ready) == (503, {**ALL_WELL, "schema": False})


def test_a_database_that_is_away_is_told_by_both(tmp_path: Path, ready: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINSTART_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/x.sqlite")
    settings.cache_clear()
    away = create_app()

    assert checks(away) == (503, {**ALL_WELL, "database": False, "schema": False})
    assert checks(away, "/healthz") == (503, {"database": False})
    assert "nowhere" not in away.test_client().get("/readyz").text


def test_a_data_folder_that_is_gone_lets_nobody_in(ready: Flask) -> None:
    shutil.rmtree(settings().data_dir)

    assert checks(ready) == (503, {**ALL_WELL, "data_folder": False})
    assert checks(ready, "/healthz")[0] == 200


@pytest.fixture
def small_disk(ready: Flask) -> Iterator[Path]:
    """The data folder on a disk of its own of 64 kB; only where tests may mount one."""
    folder = settings().data_dir
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("tests may not mount a disk here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_lets_nobody_in(ready: Flask, small_disk: Path) -> None:
    assert checks(ready)[0] == 200
    with pytest.raises(OSError):
        (small_disk / "full").write_bytes(b"\0" * 100_000)

    assert checks(ready) == (503, {**ALL_WELL, "data_folder": False})


def test_a_folder_that_can_only_be_read_lets_nobody_in(ready: Flask, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    assert checks(ready) == (503, {**ALL_WELL, "data_folder": False})


def test_a_process_that_is_asked_to_stop_lets_nobody_in(ready: Flask) -> None:
    worker = SimpleNamespace(wsgi=ready, alive=True)
    post_worker_init(worker)
    assert checks(ready)[0] == 200

    worker.alive = False

    assert checks(ready) == (503, {**ALL_WELL, "serving": False})
    assert checks(ready, "/healthz")[0] == 200


@pytest.mark.engine
def test_who_keeps_a_connection_open_hears_that_a_real_server_stops(ready: Flask) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:binstart.web_server", "--workers", "1",
         "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: _status(port) == 200)
        line = http.client.HTTPConnection("127.0.0.1", port)
        line.connect()
        answers = [_ask(line)]
        server.send_signal(signal.SIGTERM)

        while answers[-1] == 200:  # until it hears of it; a line that was closed before would raise
            answers.append(_ask(line))
    finally:
        server.kill()
        server.wait()

    assert answers[-1] == 503


def _ask(line: http.client.HTTPConnection) -> int:
    line.request("GET", "/readyz")
    answer = line.getresponse()
    answer.read()
    return answer.status


def _status(port: int) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        return _ask(line)
    except OSError:
        return 0
    finally:
        line.close()
