"""The people of the country: each acts on pages over HTTP, presses again after a failure as people do, and remembers
what was answered with success."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
from sqlalchemy import Engine

from benchmarks.visitors import signed_in
from binstart.playing.browsing import Broken, Browser, Page
from binstart.playing.forms import CannotFill, Form
from drills.lives import NOBODY, Act, Life
from tests.factories import Place

PAUSE = 0.5  # seconds before somebody tries again
DONE, REFUSED, UNSURE = "done", "refused", "unsure"


@dataclass
class Ledger:
    """What people know: `done` was answered with success; of `unsure` no answer came, and later it turned out to be
    done already or the drill was over."""

    done: list[tuple[Life, Act]] = field(default_factory=list)
    unsure: list[tuple[Life, Act]] = field(default_factory=list)
    refused: list[tuple[Life, Act, str]] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, outcome: str, life: Life, act: Act, why: str = "") -> None:
        """Remember how it went."""
        with self._lock:
            if outcome == REFUSED:
                self.refused.append((life, act, why))
            else:
                (self.done if outcome == DONE else self.unsure).append((life, act))

    def count(self, failure: str) -> None:
        """One answer that was none."""
        with self._lock:
            self.failures[failure] += 1


class Queue:
    """The lives that nobody works on yet, and when they are over, notes without end."""

    def __init__(self, lives: list[Life], endless: Iterator[tuple[Life, Act]]) -> None:
        self._lives, self._endless, self._lock = list(lives), endless, threading.Lock()

    def next(self) -> list[tuple[Life, Act]]:
        """All acts of the next life; nothing when all is over."""
        with self._lock:
            if self._lives:
                life = self._lives.pop()
                return [(life, act) for act in life.acts]
            return [one for one in (next(self._endless, None),) if one is not None]


class People:
    """So many people at work at once. Everybody has the cookies of all staff: who acts is said by the act."""

    def __init__(self, address: str, engine: Engine, place: Place, queue: Queue, number: int) -> None:
        self.ledger = Ledger()
        self._address, self._queue = address, queue
        self._cookies = {role.value: signed_in(address, engine, person).client.cookies
                         for role, person in place.people.items()}  # fmt: skip
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(number)]

    def start(self) -> None:
        """Go to work."""
        for one in self._threads:
            one.start()

    def stop(self) -> None:
        """Finish what is begun; wait until all have."""
        self._over.set()
        self.join()

    def join(self) -> None:
        """Wait until nobody has anything to do."""
        for one in self._threads:
            one.join()

    def _work(self) -> None:
        browsers: dict[str, Browser] = {}
        while not self._over.is_set() and (acts := self._queue.next()):
            for life, act in acts:
                if self._over.is_set():
                    return
                browser = browsers.setdefault(act.role, self._browser(act.role))
                outcome, why = self._do(browser, life, act)
                self.ledger.note(outcome, life, act, why)
                if outcome == REFUSED:
                    break  # the rest of this life builds on it

    def _browser(self, role: str) -> Browser:
        cookies = None if role == NOBODY else self._cookies[role]
        return Browser(httpx.Client(base_url=self._address, timeout=30, cookies=cookies))

    def _do(self, browser: Browser, life: Life, act: Act) -> tuple[str, str]:
        """Open the page and press the button; when no answer comes, press that very button again, as people do."""
        page: Page | None = None
        was_sent = False
        while not self._over.is_set():
            try:
                if page is None:
                    opened = browser.open(act.address(life.number))
                    if opened.is_refused:
                        return REFUSED, f"{opened.status}: {opened.refusal}"
                    page = opened
                was_pressed, was_sent = was_sent, True
                answer = browser.submit(page, act.values, form=_form_of(page, act))
                if answer.is_refused and not was_pressed:
                    return REFUSED, f"{answer.status}: {answer.refusal}"
                return (UNSURE if answer.is_refused else DONE), ""
            except CannotFill as fault:  # the page does not offer it
                return REFUSED, str(fault)
            except Broken as failure:
                self.ledger.count(_kind(failure))
                time.sleep(PAUSE)
        return (UNSURE, "") if was_sent else (REFUSED, "the drill was over")


def _form_of(page: Page, act: Act) -> Form | None:
    """The form about the point of the act, where a page has one for each."""
    item = act.values.get("item")
    return next((form for form in page.forms if form.value("item") == item), None) if item else None


def _kind(failure: Broken) -> str:
    words = str(failure)
    return words.rpartition("answered ")[2] if "answered " in words else "no answer"
