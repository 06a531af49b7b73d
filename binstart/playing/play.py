"""A play that is going on: who has which browser open, which cases there are, and what time it is on the clock."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx
from bs4 import Tag

from binstart.playing.browsing import Broken, Browser, Page
from binstart.playing.moments import Moment
from binstart.playing.scenario import PersonPlan, Scenario, Step
from binstart.playing.signing_in import sign_in
from binstart.playing.waiting import Patience

CLOCK = "/dev/clock"
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_SHOWN = re.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}}) om (\d{{1,2}})[.:](\d{{2}})")


class Refused(Exception):
    """What somebody wanted was refused; the page says why."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.refusal)
        self.page = page


class Failed(Exception):
    """The play can't go on: what was expected, and what was found instead."""


@dataclass(frozen=True)
class Paper:
    """One file of a case, as it was downloaded. `kind` as in documents.kinds."""

    kind: str
    suffix: str
    content: bytes

    @property
    def name(self) -> str:
        """How it is called in a folder: launch-announcement.pdf."""
        return f"{self.kind.replace('_', '-')}.{self.suffix}"


@dataclass
class Play:
    """A scenario with its moments as they fit the clock; `connect` opens a new browser."""

    scenario: Scenario
    connect: Callable[[], httpx.Client]
    patience: Patience
    numbers: dict[str, str] = field(default_factory=dict)  # of cases, by their name in the scenario
    opened: dict[tuple[str, str], Page] = field(default_factory=dict)  # pages left open: person and action
    seated: dict[str, list[str]] = field(default_factory=dict)  # coordinators and deputies, per case
    papers: dict[str, Paper] = field(default_factory=dict)  # by their address: a document never changes
    _browsers: dict[str, Browser] = field(default_factory=dict)

    def person(self, key: str) -> PersonPlan:
        """Somebody of the scenario."""
        return self.scenario.people[key]

    def browser_of(self, key: str) -> Browser:
        """The browser of a person, who signs in with the first use."""
        if key not in self._browsers:
            browser = Browser(self.connect())
            person = self.person(key)
            sign_in(browser, person.email, person.name, self.patience)
            self._browsers[key] = browser
        return self._browsers[key]

    def visitor(self) -> Browser:
        """The browser of somebody who is not signed in."""
        if "" not in self._browsers:
            self._browsers[""] = Browser(self.connect())
        return self._browsers[""]

    def case_address(self, step: Step, tail: str = "") -> str:
        """The address of the step's case, or of a page under it. Raises Failed while the case has no number."""
        number = self.numbers.get(step.case)
        if number is None:
            raise Failed(f"the case '{step.case}' was never submitted")
        return f"/dossier/{number}{f'/{tail}' if tail else ''}"

    def move_clock_to(self, moment: Moment) -> None:
        """Move the clock forward to a moment of the scenario; when it is there already, nothing happens."""
        visitor = self.visitor()
        if moment.local <= clock_shown(visitor):
            return
        page = visitor.submit(visitor.open(CLOCK), {"moment": moment})
        if page.is_refused:
            raise Broken(f"the clock does not move: {page.refusal}")


def clock_shown(browser: Browser) -> datetime:
    """What time it is on the demonstration clock (Belgian time). Raises Broken when there is none."""
    page = browser.open(CLOCK)
    found = _SHOWN.search(page.says)
    if page.status != 200 or found is None:
        raise Broken(f"{CLOCK} shows no clock: a scenario can be played in demonstration mode only")
    day, month, year, hour, minute = found.groups()
    return datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute))  # noqa: DTZ001


def fine(page: Page) -> Page:
    """The page, when what was asked was done. Raises Refused."""
    if page.is_refused:
        raise Refused(page)
    return page


def links_near(page: Page, start: str, words: str = "") -> list[str]:
    """The addresses beginning with `start` of the links that stand with these words, each once."""
    links = [link for link in page.soup.select("main a[href]") if _path(link).startswith(start)]
    return list(dict.fromkeys(_path(link) for link in links if not words or _stands_with(link, start, words)))


def _path(link: Tag) -> str:
    return re.sub(r"^https?://[^/]+", "", str(link["href"]))


def _stands_with(link: Tag, start: str, words: str) -> bool:
    """Climb from the link until its surroundings hold the words, or another link of the kind."""
    block: Tag | None = link
    while block is not None and block.name != "main":
        others = {_path(other) for other in block.select("a[href]") if _path(other).startswith(start)}
        if len(others) > 1:
            return False
        if words in " ".join(block.get_text(" ", strip=True).split()):
            return True
        block = block.parent
    return False
