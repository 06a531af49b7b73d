"""Schemathesis asks the real API, on a port of its own, all that its description allows and much that it does not."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import Any, ClassVar

import httpx
import pytest
from flask import Flask
from openapi_spec_validator import validate
from sqlalchemy import Engine
from werkzeug.serving import make_server

from models.database import writing
from models.operations.cases.summing_up import sum_up_all
from models.rules.procedure import Stage
from models.settings import settings
from tests.factories import Place, advance_to, submitted
from tests.pages.api_steps import ROOT, token_for
from webapp.api import answers
from webapp.api.declaring import READINGS

EXAMPLES, SEED = "15", "20261127"


class _Answered:
    """Which addresses were answered, with which status."""

    seen: ClassVar[Counter[tuple[str, str]]] = Counter()

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.seen.clear()

    def __call__(self, environment: dict[str, Any], start: Any) -> Any:
        def told(status: str, *more: Any) -> Any:
            self.seen[_without_names(environment["PATH_INFO"]), status[:3]] += 1
            return start(status, *more)

        return self._inner(environment, told)


def _without_names(path: str) -> str:
    path = re.sub(r"/cases/[^/]+", "/cases/<number>", path.removeprefix(ROOT))
    return re.sub(r"/networks/[^/]+", "/networks/<slug>", path)


@pytest.fixture
def served(app: Flask, engine: Engine, place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the real app with a few cases in it."""
    monkeypatch.setenv("BINSTART_API_REQUESTS_PER_MINUTE", "1000000")
    with writing(engine) as session:
        for stage in (Stage.CONSULTATION, Stage.CHARTER, Stage.EVALUATION):
            advance_to(session, place, stage)
        submitted(session, place)
    with writing(engine) as session:
        sum_up_all(session, datetime.now(UTC))
    answered = _Answered(app.wsgi_app)
    monkeypatch.setattr(app, "wsgi_app", answered)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    monkeypatch.setenv("BINSTART_BASE_URL", f"http://127.0.0.1:{server.server_port}")
    settings.cache_clear()
    beside = Thread(target=server.serve_forever, daemon=True)
    beside.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    beside.join()
    server.server_close()


def test_the_description_is_openapi_3_1_and_holds_every_address(served: str) -> None:
    described = httpx.get(f"{served}{ROOT}/openapi.json").json()

    validate(described)
    assert described["openapi"].startswith("3.1")
    paths = {f"{ROOT}{one.path}".replace("<", "{").replace(">", "}") for one in READINGS}
    assert set(described["paths"]) == paths
    assert len(paths) == 6


def test_schemathesis_finds_nothing(served: str, engine: Engine, place: Place) -> None:
    found = _schemathesis(served, token_for(engine, place))

    assert found.returncode == 0, found.stdout
    assert f"Tested: {len(READINGS)}" in found.stdout
    assert {one.path for one in READINGS} <= {path for path, status in _Answered.seen if status == "200"}
    assert {"401", "404", "405", "422"} <= {status for _path, status in _Answered.seen}


def test_schemathesis_would_find_an_answer_that_is_not_as_described(
    served: str, engine: Engine, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers.Networks, "model_dump_json", lambda self, **_: '{"items": 3}')

    found = _schemathesis(served, token_for(engine, place), "--include-path", f"{ROOT}/networks")

    assert found.returncode == 1, found.stdout
    assert "Response violates schema" in found.stdout


def _schemathesis(address: str, token: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run",
         f"{address}{ROOT}/openapi.json", "--header", f"Authorization: Bearer {token}", "--max-examples", EXAMPLES,
         "--seed", SEED, "--checks", "all", "--workers", "1", "--no-color", *more],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
