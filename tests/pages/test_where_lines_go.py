"""A request, also one that fails, leaves its line with what started the process: no file is written but those of the
database, and nothing is sent (ASVS 16.2.3)."""

import io
import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from models.log import set_up_log

_watching: list[list[str]] = []  # an audit hook stays for ever: it tells whoever watches now


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching:
        return
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        _watching[-1].append(f"wrote {arguments[0]}")
    elif event in ("socket.connect", "socket.sendto", "syslog.syslog", "subprocess.Popen"):
        _watching[-1].append(event)


sys.addaudithook(_hear)


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What this process says to who started it."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    set_up_log("json", stream)
    yield stream
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before


@pytest.fixture
def broken(app: Flask) -> Flask:
    """The app with a page that fails."""

    def fail() -> str:
        raise ValueError("broken")

    app.add_url_rule("/stuk", view_func=fail)
    return app


@pytest.fixture
def noticed() -> Iterator[list[str]]:
    """Each file that is opened to be written from now on, and each thing that is sent."""
    found: list[str] = []
    _watching.append(found)
    yield found
    _watching.clear()


def _seen(folder: Path) -> dict[str, int]:
    return {
        str(file.relative_to(folder)): file.stat().st_size
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith("binstart.sqlite")
    }


def test_a_page_and_one_that_fails_write_no_file_and_send_nothing(
    broken: Flask, said: io.StringIO, noticed: list[str], tmp_path: Path
) -> None:
    before, client = _seen(tmp_path), broken.test_client()

    answers = [client.get("/"), client.get("/stuk"), client.get("/nergens"), client.post("/aanmelden", data={})]

    assert [one.status_code for one in answers] == [200, 500, 404, 400]
    assert all(one.headers["X-Request-Id"] in said.getvalue() for one in answers)
    assert noticed == []
    assert _seen(tmp_path) == before


def test_who_wrote_or_sent_would_be_found(noticed: list[str], tmp_path: Path) -> None:
    (tmp_path / "own.log").write_text("a line")
    (tmp_path / "own.log").read_text()

    assert noticed == [f"wrote {tmp_path / 'own.log'}"]
