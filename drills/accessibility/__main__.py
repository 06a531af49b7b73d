"""`python -m drills.accessibility`: look at every page in every role, and write what was found.

It takes hours: with `--brief` each kind of page is looked at whole in one role, and in the others at 320 px in the
light. The code is 1 when something was found. `--data FOLDER` keeps the played
installation and takes it up again; `--only WORD` looks at the pages whose name holds this word, and writes nothing.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from flask import Flask
from playwright.sync_api import Browser, Error, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from benchmarks.installation import running, until_prefect_answers
from binstart.preparing import free_port
from drills.accessibility import results, visiting
from drills.accessibility.finding import Found, Visitor, find, for_programs, rules
from drills.accessibility.looking import BRIEF, LOOKS, Look, Window, window
from drills.accessibility.results import Seen
from drills.accessibility.states import CODE, know_links, leave_work_undone, make_states
from models.case import FoundingCase
from models.database import connect, writing
from models.settings import settings
from webapp import create_app
from webapp.security import limiter

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
SECRET = "a secret of the walk, long enough to be accepted"  # noqa: S105
PATIENCE = 1800.0  # seconds until the engine made all documents and mails of the demonstration
MARK = "walked"  # in the data folder: the states are made


def main() -> int:
    """Play, find, look and write."""
    parser = argparse.ArgumentParser(prog="python -m drills.accessibility", description=__doc__)
    parser.add_argument("--data", type=Path, help="keep the installation here, or take up the one that is here")
    parser.add_argument("--only", default="", help="only pages whose endpoint holds this word; writes nothing")
    parser.add_argument("--brief", action="store_true", help="in other roles only at 320 px, in the light")
    parser.add_argument("--minutes", type=float, default=inf, help="stop looking in other roles after so many minutes")
    arguments = parser.parse_args()
    others = BRIEF if arguments.brief else LOOKS
    with TemporaryDirectory(prefix="binstart-walk-") as folder:
        data = arguments.data or Path(folder) / "data"
        _play(data)
        with _served(data) as (app, address):
            found = _find(app, data)
            expected = {rule.endpoint for rule in rules(app)}
            programs = for_programs(app)
            seen = _look(address, found, arguments.only, others, arguments.minutes * 60)
    told = results.as_results(found, seen, expected, programs, others, datetime.now(UTC).date())
    if not arguments.only:
        results.write(told)
    print(*(f"{one.page} ({one.role}): {one.what}" for one in sorted(set(seen.findings))), sep="\n")
    print(len(told["pages"]), "kinds of pages,", len(seen.pages), "with their roles,", len(seen.findings), "findings")
    print("not reached:", *told["not_reached"])
    return 1 if seen.findings else 0


def _play(data: Path) -> None:
    """The demonstration with its letters and mails, and the states that it lacks."""
    if (data / MARK).exists():
        return
    with running(data):
        with writing(connect(f"sqlite:///{data / 'binstart.sqlite'}")) as session:
            make_states(session, datetime.now(UTC))
        until_prefect_answers(data, PATIENCE)
    with writing(connect(f"sqlite:///{data / 'binstart.sqlite'}")) as session:
        leave_work_undone(session, datetime.now(UTC))
    (data / MARK).touch()


@contextmanager
def _served(data: Path) -> Iterator[tuple[Flask, str]]:
    """The web app on a port of its own, in this process."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    os.environ.update(BINSTART_DATA_DIR=str(data), BINSTART_SECRET_KEY=SECRET, BINSTART_BASE_URL=address,
                      BINSTART_DEMONSTRATION="true")  # fmt: skip
    settings.cache_clear()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app()
    limiter.enabled = False  # one visitor opens more pages than people do
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield app, address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _find(app: Flask, data: Path) -> Found:
    with writing(connect(f"sqlite:///{data / 'binstart.sqlite'}")) as session:
        people = visiting.visitors(app, session, CODE)
        links = visiting.link_addresses(app, session, know_links(session))
        deep = visiting.deep_addresses(app, session, CODE)
        fillers = visiting.fillers(session)
        numbers = list(session.scalars(select(FoundingCase.number).order_by(FoundingCase.id.desc())))
    return find(app, people, links, deep, numbers, fillers)


def _look(address: str, found: Found, only: str, others: tuple[Look, ...], seconds: float) -> Seen:
    """Each kind whole in the first role that opens it; after that in the other roles, for so many seconds."""
    seen = Seen()
    firsts: dict[str, str] = {}
    for role, kind in found.pages:
        if only in kind:
            firsts.setdefault(kind, role)
    again = [(role, kind) for role, kind in found.pages if kind in firsts and firsts[kind] != role]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        seen.chromium = browser.version
        _pass(browser, address, found, [(role, kind) for kind, role in firsts.items()], LOOKS, inf, seen)
        _pass(browser, address, found, again, others, time.monotonic() + seconds, seen)
        browser.close()
    return seen


def _pass(browser: Browser, address: str, found: Found, pages: list[tuple[str, str]], looks: tuple[Look, ...],
          end: float, seen: Seen) -> None:  # fmt: skip
    by_visitor: dict[Visitor, list[tuple[str, str, str]]] = {}
    for role, kind in pages:
        visitor, path = found.pages[role, kind][0]
        by_visitor.setdefault(visitor, []).append((role, kind, path))
    for visitor, todo in by_visitor.items():
        begin = time.monotonic()
        with window(browser, address, visitor) as screen:
            for role, kind, path in todo:
                if time.monotonic() > end:
                    return
                seen.findings += [results.Finding(kind, role, one) for one in _look_at(screen, path, looks)]
                seen.pages.append((role, kind))
        print(f"{visitor.role} {visitor.name}: {len(todo)} pages, {time.monotonic() - begin:.0f} s", file=sys.stderr)


def _look_at(screen: Window, path: str, looks: tuple[Look, ...]) -> list[str]:
    try:
        return screen.look(path, looks)
    except Error as error:
        return [f"the browser could not: {str(error).splitlines()[0]}"]


if __name__ == "__main__":
    sys.exit(main())
