"""Street lookup as one types, with typing errors, over HTTP at a fixed pace, among all streets of Flanders.

Requests leave at their moment, however long the ones before them take, and their time counts from that moment: a slow
answer can't hide the wait of those behind it.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

import httpx

from benchmarks.databases import KINDS, database
from benchmarks.figures import Result, Target, p50, p95
from benchmarks.served import served
from benchmarks.streets import PLACES, fill_flanders
from models.database import connect
from models.rules.streets import plain_name
from tests.mistyping import mistype

TITLE = "street lookup while one types, with errors, at 20 requests/s among 78 thousand streets, p95"
PACE, SECONDS, WARM_UP = 20, 25, 3
SHORTEST, STEP = 2, 3  # letters when the box first asks; then it asks again every so many letters
HITS = 5  # the street that is meant should be among the first so many
WHERE = {"one municipality": True, "all municipalities": False}


@dataclass(frozen=True)
class Asked:
    """One request. `meant`: the name of the street; `is_whole`: all letters are there; `has_error`: not all right."""

    text: str
    place: str
    meant: str
    caller: str
    is_whole: bool
    has_error: bool


@dataclass(frozen=True)
class Answered:
    """How long it took from its moment, and whether the street that was meant was among the first."""

    asked: Asked
    seconds: float
    is_found: bool


def run() -> Result:
    """Measure; takes about five minutes, half of it the filling."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        with database(kind) as (data, url):
            _measure(kind, url, data, figures)
    targets = tuple(Target(f"{kind}, {where}: p95 ms", 50.0) for kind in KINDS for where in WHERE)
    notes = (f"{PLACES} municipalities; half of the visitors make one or two typing errors; two web processes",)
    return Result("search", figures, targets, notes)


def _measure(kind: str, url: str, data: Path, figures: dict[str, float]) -> None:
    engine = connect(url)
    streets = fill_flanders(engine, data)
    engine.dispose()
    with served(data, url) as address:
        for where, is_chosen in WHERE.items():
            answers = _at_pace(address, _typed(Random(2026), streets, is_chosen))[PACE * WARM_UP :]
            timed = [one.seconds for one in answers]
            name = f"{kind}, {where}"
            figures[f"{name}: p50 ms"] = 1000 * p50(timed)
            figures[f"{name}: p95 ms"] = 1000 * p95(timed)
            figures[f"{name}: slowest ms"] = 1000 * max(timed)
            figures[f"{name}: whole name among first {HITS}"] = _share(answers, is_whole=True, has_error=False)
            figures[f"{name}: with errors among first {HITS}"] = _share(answers, is_whole=True, has_error=True)


def _typed(random: Random, streets: dict[str, list[str]], is_chosen: bool) -> list[Asked]:
    """What people ask while they type, one after the other, each from an address of their own."""
    asked: list[Asked] = []
    while len(asked) < PACE * SECONDS:
        place = random.choice(list(streets))
        name = plain_name(random.choice(streets[place]))
        has_error = random.random() < 0.5
        text = mistype(random, name) if has_error else name
        caller = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"
        for length in [*range(SHORTEST, len(text), STEP), len(text)]:
            asked.append(Asked(text[:length], place if is_chosen else "", name, caller, length == len(text), has_error))
    return asked[: PACE * SECONDS]


def _at_pace(address: str, asked: list[Asked]) -> list[Answered]:
    client = httpx.Client(base_url=address, timeout=30)

    def ask(one: Asked, moment: float) -> Answered:
        answer = client.get("/straten.json", params={"q": one.text, "gemeente": one.place},
                            headers={"X-Forwarded-For": one.caller})  # fmt: skip
        answer.raise_for_status()  # a visitor who is turned away is no answer
        found = [street["name"] for street in answer.json()[:HITS]]
        return Answered(one, time.perf_counter() - moment, one.meant in found)

    begin = time.perf_counter()
    answers: list[Future[Answered]] = []
    with client, ThreadPoolExecutor(PACE) as pool:
        for number, one in enumerate(asked):
            moment = begin + number / PACE
            time.sleep(max(0.0, moment - time.perf_counter()))
            answers.append(pool.submit(ask, one, moment))
    return [answer.result() for answer in answers]


def _share(answers: list[Answered], *, is_whole: bool, has_error: bool) -> float:
    those = [one for one in answers if one.asked.is_whole is is_whole and one.asked.has_error is has_error]
    return sum(one.is_found for one in those) / len(those)
