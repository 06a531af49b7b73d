"""Prefect's own server answers nobody who does not know its secret: its API, pages, description and streams."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import websockets
from fastapi.routing import APIWebSocketRoute
from prefect.server.api.server import API_ROUTERS

from binstart.prefect_server import OPEN, create_app
from drills.host import HERE, Host, network
from tests.engine.harness import free_port, listening_on, until

pytestmark = pytest.mark.engine

LOGIN = ("binstart", "a secret of this test")
PAGES = ("/", "/dashboard", "/runs", "/settings", "/ui-settings", "/v2/ui-settings", "/v2/", "/openapi.json", "/docs",
         "/redoc", "/assets/index.js", "/favicon.ico", "/api", "/api/", "/api/docs", "/api/openapi.json")  # fmt: skip
ALMOST_OPEN = ("/api/health/", "/api/health/x", "//api/health", "/API/health", "/api/variables/name/health", "/health",
               "/api/../api/admin/version", "/api/health/../admin/version",
               "/api/health%2F..%2Fadmin%2Fversion")  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `binstart engine` alone."""
    folder, port = tmp_path_factory.mktemp("engine"), free_port()
    environment = {
        **os.environ,
        "PREFECT_HOME": str(folder),
        "PREFECT_SERVER_API_AUTH_STRING": ":".join(LOGIN),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder / 'prefect.db'}",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder / "ui"),
    }
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "binstart", "engine", "--port", str(port)], env=environment,
                                   stdout=log, stderr=log)  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    until(lambda: process.poll() is not None or _answers(address))
    assert process.poll() is None, (folder / "log").read_text()
    yield address
    process.terminate()
    process.wait(timeout=30)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/api/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def described(engine: str) -> dict[str, dict[str, object]]:
    """Every address of its API as it describes itself, with the ways to ask it."""
    paths: dict[str, dict[str, object]] = httpx.get(f"{engine}/openapi.json", auth=LOGIN, timeout=120).json()["paths"]
    return paths


def test_who_knows_the_secret_is_answered(engine: str) -> None:
    assert httpx.get(f"{engine}/api/admin/version", auth=LOGIN).status_code == 200
    assert httpx.get(engine, auth=LOGIN).status_code == 200


@pytest.mark.parametrize("login", [None, ("binstart", "another secret"), ("", ""), ("binstart", "")], ids=str)
def test_nothing_that_it_describes_answers_without_the_secret(
    engine: str, described: dict[str, dict[str, object]], login: tuple[str, str] | None
) -> None:
    answered = []
    with httpx.Client(base_url=engine, auth=login, timeout=120) as client:
        for path, ways in described.items():
            for way in ways:
                address = path.replace("{", "").replace("}", "")
                if client.request(way.upper(), address).status_code != 401 and path not in OPEN:
                    answered.append((way, path))

    assert answered == []
    assert len(described) > 100


@pytest.mark.parametrize("path", [*PAGES, *ALMOST_OPEN])
def test_its_pages_and_what_looks_like_an_open_address_ask_for_the_secret_too(engine: str, path: str) -> None:
    with httpx.Client() as client:
        asked = client.build_request("GET", engine)
        asked.url = asked.url.copy_with(raw_path=path.encode())  # as it stands, not tidied up

        assert client.send(asked).status_code == 401


def test_what_stands_open_says_only_whether_it_works(engine: str) -> None:
    assert {path: httpx.get(f"{engine}{path}").json() for path in OPEN} == {
        "/api/health": True, "/api/ready": {"message": "OK"},
    }  # fmt: skip
    assert {httpx.post(f"{engine}{path}").status_code for path in OPEN} == {401}


def test_no_stream_opens_without_the_secret(engine: str) -> None:
    routes = [route for router in API_ROUTERS for route in router.routes if isinstance(route, APIWebSocketRoute)]
    paths = [f"/api{route.path}".replace("{", "").replace("}", "") for route in routes]

    assert {path: asyncio.run(_heard(engine, path)) for path in paths} == dict.fromkeys(paths, "closed")
    assert len(paths) >= 3


async def _heard(engine: str, path: str) -> str:
    """What somebody hears who opens the stream and gives a wrong secret."""
    try:
        async with websockets.connect(f"{engine.replace('http', 'ws')}{path}", subprotocols=["prefect"]) as stream:
            await stream.send('{"type": "auth", "token": "binstart:another secret"}')
            await stream.recv()
            return str(await stream.recv())
    except (websockets.ConnectionClosed, websockets.InvalidStatus):
        return "closed"


def test_it_does_not_start_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_SERVER_API_AUTH_STRING", raising=False)

    with pytest.raises(ValueError, match="PREFECT_SERVER_API_AUTH_STRING"):
        create_app()


def test_it_listens_to_this_machine_alone_unless_told_otherwise(engine: str) -> None:
    assert listening_on(int(engine.rpartition(":")[2])) == {"127.0.0.1"}


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("ip"), reason="network namespaces need root and `ip`")
def test_from_another_host_nobody_reaches_it(engine: str, tmp_path: Path) -> None:
    port, guest = int(engine.rpartition(":")[2]), Host("guest", 30)
    with network(guest), socket.create_server((HERE, 0)) as other:
        assert _reached(guest, tmp_path / "control", other.getsockname()[1]) == "reached"  # the way there is open
        assert _reached(guest, tmp_path / "engine", port) == "refused"


def _reached(guest: Host, log: Path, port: int) -> str:
    """What a program on the other host meets at that port of this one."""
    asked = ("import socket\n"
             f"try: socket.create_connection(('{HERE}', {port}), 5); print('reached')\n"
             "except ConnectionRefusedError: print('refused')")  # fmt: skip
    guest.start(log, dict(os.environ), sys.executable, "-c", asked).wait(60)
    return log.read_text().strip()
