"""Two tablets check in 200 households over a line that now and then loses an answer; nothing may be lost or doubled."""

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread
from typing import Any

import httpx
from bs4 import BeautifulSoup
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.figures import Result, Target, p50, p95
from benchmarks.served import served
from models.address import Dwelling
from models.attendance import Attendance
from models.database import connect, writing
from models.operations.accounts.web_sessions import open_web_session
from models.rules.access import Role
from models.tables import metadata
from tests.factories import make_place
from tests.pages.action_examples import with_evening_planned

TITLE = "200 check-ins at the door from two tablets, over a line that loses answers"
HOUSEHOLDS, ON_BOTH, ELSEWHERE = 180, 30, 20  # 180 dwellings, 30 of them pressed on both; 20 groups from elsewhere
LOST_ANSWER = 10  # of one in ten the answer is lost: the tablet sends it again
SECRET = "a key that only this measurement uses, long enough"


def run() -> Result:
    """Measure; takes well under two minutes."""
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'binstart.sqlite'}"
        engine = connect(url)
        metadata.create_all(engine)
        with writing(engine) as session:
            place = make_place(session)
            street = place.streets[0]
            session.add_all(Dwelling(street_id=street.id, number=number) for number in range(11, HOUSEHOLDS + 1))
            session.flush()
            number, street_id = with_evening_planned(session, place).number, street.id
            now = datetime.now(UTC)
            tokens = [
                open_web_session(session, place.people[role].id, "link", now)
                for role in (Role.DESK_OFFICER, Role.MANDATED_OFFICER)
            ]
        timed: list[float] = []
        with served(Path(folder), url, SECRET) as address:
            took = _work(address, number, street_id, tokens, timed)
        with Session(engine) as session:
            dwellings = session.scalar(select(func.count(Attendance.house_number.distinct()))) or 0
            rows = session.scalar(select(func.count()).select_from(Attendance)) or 0
        engine.dispose()
    figures = {
        "200 check-ins s": took,
        "lost": max(0, HOUSEHOLDS + ELSEWHERE - rows),
        "dwellings missing": HOUSEHOLDS - dwellings,
        "counted twice": max(0, rows - HOUSEHOLDS - ELSEWHERE),
        "p50 ms": 1000 * p50(timed),
        "p95 ms": 1000 * p95(timed),
    }
    targets = (Target("200 check-ins s", 120), Target("lost", 0), Target("dwellings missing", 0),
               Target("counted twice", 0))  # fmt: skip
    note = f"SQLite; {len(timed)} sendings: {ON_BOTH} on both tablets, one in {LOST_ANSWER} sent twice"
    return Result("checkin", figures, targets, (note,))


def _work(address: str, number: str, street_id: int, tokens: list[str], timed: list[float]) -> float:
    """Both tablets at once, as fast as they can. Returns how long it took."""
    half = (HOUSEHOLDS + ON_BOTH) // 2
    houses = (range(1, half + 1), range(HOUSEHOLDS, HOUSEHOLDS - half, -1))
    ready = Barrier(len(tokens) + 1)
    failed: list[BaseException] = []

    def tablet(which: int) -> None:
        try:
            with _browser(address, tokens[which]) as browser:
                path = f"/dossier/{number}/check-in"
                fields = _fields(browser, path)
                ready.wait()
                arrivals = [{"street_id": str(street_id), "number": str(house)} for house in houses[which]]
                arrivals += [{"street_id": "0", "number": ""}] * (ELSEWHERE // 2)
                for at, arrival in enumerate(arrivals):
                    sent = {**fields, **arrival, "people": "2", "waited": "0", "key": f"tablet-{which}-{at}"}
                    for _time in range(2 if at % LOST_ANSWER == 0 else 1):
                        timed.append(_send(browser, path, sent))
        except BaseException as error:
            failed.append(error)
            ready.abort()

    tablets = [Thread(target=tablet, args=(which,)) for which in range(len(tokens))]
    for one in tablets:
        one.start()
    ready.wait()
    begin = time.perf_counter()
    for one in tablets:
        one.join()
    if failed:
        raise failed[0]
    return time.perf_counter() - begin


def _browser(address: str, token: str) -> httpx.Client:
    app = Flask("benchmark")
    app.secret_key = SECRET
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    cookies = httpx.Cookies()  # with its place, so that the app's answers replace it
    cookies.set("binstart", str(serializer.dumps({"token": token})), domain="127.0.0.1", path="/")
    return httpx.Client(base_url=address, timeout=60, cookies=cookies)


def _fields(browser: httpx.Client, path: str) -> dict[str, Any]:
    page = BeautifulSoup(browser.get(path).raise_for_status().text, "html.parser")
    form = page.select_one("form[data-door-form]")
    assert form is not None
    return {name: form.select_one(f"input[name={name}]")["value"] for name in ("csrf_token", "evening_id")}  # type: ignore[index]


def _send(browser: httpx.Client, path: str, sent: dict[str, Any]) -> float:
    begin = time.perf_counter()
    browser.post(path, data=sent, headers={"Accept": "application/json"}).raise_for_status()
    return time.perf_counter() - begin
