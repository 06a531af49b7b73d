"""Many people at once, each with the plainest browser, in a process of their own: `python -m benchmarks.crowd` < JSON.

Pages are read for two things only, what a form holds already and where to go next, so that the browsers take little of
the machine that they share with what is measured. How much is told with the figures.
"""

import gzip
import html
import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

_INPUT = re.compile(r"<input\b[^>]*>")
_NAME, _VALUE, _TYPE = (re.compile(rf'\b{name}="([^"]*)"') for name in ("name", "value", "type"))
_CHOSEN_ONLY = ("checkbox", "radio")


@dataclass(frozen=True)
class Step:
    """One page of one person: `who` names their cookies. With `fields` its form is filled in and sent, which is timed
    as `sends`, and the page that it leads to is opened (`then`). `path` may hold '{0}': what `find` finds in the page
    before."""

    who: str
    kind: str
    path: str
    find: str = ""
    fields: dict[str, str] | None = None
    sends: str = ""
    then: str = ""


@dataclass(frozen=True)
class Crowd:
    """What a crowd does: each one takes the next life until none is left. `pause`: seconds that somebody looks at a
    page, on average; `cookies`: of each person that steps name."""

    address: str
    people: int
    lives: list[list[Step]]
    cookies: dict[str, str]
    pause: float = 0.0


@dataclass
class Seen:
    """What a crowd saw: seconds by kind of request, of lives that came to their end, of all, and of the processor."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    lives: int = 0
    whole: float = 0.0
    processor: float = 0.0

    @property
    def requests(self) -> int:
        """How many answers came."""
        return sum(map(len, self.seconds.values()))


def let_loose(crowd: Crowd) -> Seen:
    """The crowd in a process of its own. Raises RuntimeError with the first answer that was none."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.crowd"], input=json.dumps(asdict(crowd)), text=True,
                          capture_output=True, check=False)  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "the crowd broke down")
    return Seen(**json.loads(done.stdout))


class _Browser:
    """One connection; the cookies of everybody who uses it, apart."""

    def __init__(self, address: str, cookies: dict[str, str], number: int) -> None:
        self._line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
        self._cookies = {who: dict([one.split("=", 1)]) for who, one in cookies.items()}
        self._own = f"10.{number // 250}.{number % 250}.7"  # one address alone has a limit

    def ask(self, who: str, path: str, sent: str | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        jar = self._cookies.setdefault(who, {})
        headers = {"X-Forwarded-For": self._own, "Accept-Encoding": "gzip",
                   "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}  # fmt: skip
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request("GET" if sent is None else "POST", path, sent, headers)
        answer = self._line.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            jar[name] = rest.partition(";")[0]
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return answer.status, answer.headers.get("Location") or "", content.decode()


class _Person:
    """One of the crowd, who carries one life after the other to its end."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self._crowd, self._browser = crowd, _Browser(crowd.address, crowd.cookies, number)
        self._uneven = random.Random(number)
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def live(self, life: Sequence[Step]) -> None:
        """Every step, with a look at each page."""
        page = ""
        for step in life:
            found = re.search(step.find, page) if step.find else None
            if step.find and found is None:
                raise RuntimeError(f"{step.kind} {step.path}: nothing like {step.find} on the page before")
            path = step.path.format(*found.groups()) if found else step.path
            page = self._timed(step, step.kind, path)
            if step.fields is not None:
                sent = urlencode(_held(page) | step.fields)
                where = self._timed(step, step.sends, path, sent)
                page = self._timed(step, step.then, urlsplit(where)._replace(scheme="", netloc="").geturl())

    def _timed(self, step: Step, kind: str, path: str, sent: str | None = None) -> str:
        """The page; of what was sent, where it leads."""
        if self._crowd.pause and kind != step.then:
            time.sleep(self._crowd.pause * self._uneven.uniform(0.5, 1.5))
        begin = time.perf_counter()
        status, where, page = self._browser.ask(step.who, path, sent)
        self.seconds[kind].append(time.perf_counter() - begin)
        if status != (200 if sent is None else 302):
            told = " ".join(re.sub(r"<[^>]*>", " ", page).split())[:600]
            raise RuntimeError(f"{kind} {path} answered {status} {where}: {told}")
        return where if sent is not None else page


def _held(page: str) -> dict[str, str]:
    """What the inputs of a page hold before anybody types."""
    held = {}
    for one in _INPUT.findall(page):
        name, value, kind = _NAME.search(one), _VALUE.search(one), _TYPE.search(one)
        if name and value and (kind is None or kind[1] not in _CHOSEN_ONLY or " checked" in one):
            held[name[1]] = html.unescape(value[1])
    return held


def _run(crowd: Crowd) -> Seen:
    lives, lock, faults, seen = iter(crowd.lives), threading.Lock(), list[BaseException](), Seen()
    people = [_Person(crowd, number) for number in range(crowd.people)]
    begin = time.perf_counter()

    def work(person: _Person) -> None:
        try:
            while not faults:
                with lock:
                    life = next(lives, None)
                if life is None:
                    return
                person.live(life)
                with lock:
                    seen.lives += 1
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if faults:
        raise faults[0]
    seen.whole, seen.processor = time.perf_counter() - begin, time.process_time()
    for person in people:
        for kind, seconds in person.seconds.items():
            seen.seconds.setdefault(kind, []).extend(seconds)
    return seen


if __name__ == "__main__":
    asked: dict[str, Any] = json.load(sys.stdin)
    asked["lives"] = [[Step(**step) for step in life] for life in asked["lives"]]
    json.dump(asdict(_run(Crowd(**asked))), sys.stdout)
