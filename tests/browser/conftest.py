"""What the browser tests share: the app on a real port, a real chromium, and axe-core to look for barriers."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import make_server

from models.database import writing
from models.operations.accounts.web_sessions import open_web_session
from models.person import Person
from models.settings import settings
from tests.pages.conftest import app as app
from tests.pages.conftest import empty_database as empty_database
from tests.pages.conftest import engine as engine
from tests.pages.conftest import place as place

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESKTOP = 360, 1280  # widths in pixels

PageOf = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class LiveServer:
    """The app as it listens on a port of its own."""

    url: str
    app: Flask
    engine: Engine


@pytest.fixture
def live_server(app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveServer]:
    """The whole app behind a real port on loopback; links in mails lead to it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("BINSTART_BASE_URL", url)
    settings.cache_clear()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})  # how soon it sees that it must stop
    thread.start()
    yield LiveServer(url, app, engine)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One chromium per file. Not per session: while it is open, Playwright's event loop bars `asyncio.run` to all."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_of(live_server: LiveServer, chromium: Browser) -> Iterator[PageOf]:
    """`page_of(person, width=PHONE, javascript=False)`: a window in which this person (None: nobody) is signed in.

    A message of the browser's console fails the test: a forbidden script or a missing file ends up there.
    """
    contexts, messages = [], []

    def open_window(person: Person | None = None, width: int = DESKTOP, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            base_url=live_server.url,
            java_script_enabled=javascript,
            locale="nl-BE",
        )
        contexts.append(context)
        if person is not None:
            context.add_cookies([{"name": "binstart", "value": _cookie(live_server, person), "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: messages.append(_told(message)))
        page.on("pageerror", lambda error: messages.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert [message for message in messages if message] == []


def press(page: Page, name: str) -> None:
    """Press a button that sends the page, and wait for the next page: looked at earlier, it may be half of each."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).click()


def barriers(page: Page) -> list[str]:
    """What axe-core finds on the page: the rule and the places. An empty list is what one wants."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run make test-system once")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{rule['id']}: {[node['html'] for node in rule['nodes']]}" for rule in found["violations"]]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window; 0 is what one wants (WCAG 1.4.10)."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def _told(message: ConsoleMessage) -> str:
    # The browser notes each 4xx of a page that a test asks on purpose, and each line that it takes away; a missing file
    # is told with its address.
    is_asked = "status of 4" in message.text or "net::ERR_" in message.text
    is_expected = is_asked and "/static/" not in message.location.get("url", "")
    return "" if message.type not in ("error", "warning") or is_expected else f"{message.text} {message.location}"


def _cookie(live_server: LiveServer, person: Person) -> str:
    with writing(live_server.engine) as session:
        token = open_web_session(session, person.id, "link", datetime.now(UTC))
    serializer = SecureCookieSessionInterface().get_signing_serializer(live_server.app)
    assert serializer is not None
    return str(serializer.dumps({"token": token}))
