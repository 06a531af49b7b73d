"""The public register of a country over HTTP at a fixed pace: 1,505 networks among the 78 thousand streets of Flanders.

Requests leave at their moment, however long the ones before them take, and their time counts from that moment.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from random import Random

import httpx
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from benchmarks.databases import KINDS, database
from benchmarks.figures import Result, Target, p50, p95
from benchmarks.served import served
from benchmarks.streets import PLACES, fill_flanders
from models.address import Dwelling, Street
from models.area import Area, StreetSegment
from models.authority import Authority
from models.database import connect, writing
from models.network import NeighbourhoodNetwork
from models.operations.networks.outlining import keep_outlines
from models.rules.streets import plain_name
from tests.mistyping import mistype

TITLE = "the public register with 1,505 networks: search, pages and the map at 50 requests/s, p95"
NETWORKS, STREETS_EACH, HOUSES = 1505, 6, 10
PACE, SECONDS, WARM_UP = 50, 12, 3
SEARCH, PAGE, MAP = "search", "a network's page", "the map's data"
LIMITS = {SEARCH: 50.0, PAGE: 100.0, MAP: 100.0}  # ms


def run() -> Result:
    """Measure; takes about eight minutes, most of it the filling."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        with database(kind) as (data, url):
            _measure(kind, url, data, figures)
    targets = tuple(Target(f"{kind}, {what}: p95 ms", most) for kind in KINDS for what, most in LIMITS.items())
    note = f"{NETWORKS} networks of {STREETS_EACH} streets in {PLACES} places; half of the searches have an error"
    return Result("register", figures, targets, (note, f"{PACE} requests/s, one kind at a time; two web processes"))


def _measure(kind: str, url: str, data: Path, figures: dict[str, float]) -> None:
    engine = connect(url)
    streets = fill_flanders(engine, data)
    slugs = fill_networks(engine)
    engine.dispose()
    random = Random(2026)
    asked: dict[str, Iterator[str]] = {
        SEARCH: _searches(random, streets), PAGE: (f"/netwerken/{random.choice(slugs)}" for _ in iter(int, 1)),
        MAP: ("/netwerken.geojson" for _ in iter(int, 1)),
    }  # fmt: skip
    with served(data, url) as address:
        for what, paths in asked.items():
            timed, size = _at_pace(address, [next(paths) for _ in range(PACE * SECONDS)])
            figures[f"{kind}, {what}: p50 ms"] = 1000 * p50(timed[PACE * WARM_UP :])
            figures[f"{kind}, {what}: p95 ms"] = 1000 * p95(timed[PACE * WARM_UP :])
            figures[f"{kind}, {what}: slowest ms"] = 1000 * max(timed[PACE * WARM_UP :])
            figures[f"{kind}, {what}: kB"] = size / 1000


def fill_networks(engine: Engine) -> list[str]:
    """Networks of some streets each, whose houses stand in rows; returns their slugs."""
    random, slugs = Random(1505), []
    with Session(engine) as session:
        rows = session.execute(select(Street.authority_id, Street.id).order_by(Street.id)).all()
    by_place: dict[int, list[int]] = {}
    for row in rows:
        by_place.setdefault(row.authority_id, []).append(row.id)
    enough = STREETS_EACH * (NETWORKS // len(by_place) + 2)
    places = sorted(place for place, streets in by_place.items() if len(streets) >= enough)
    for left in by_place.values():
        random.shuffle(left)
    with writing(engine) as session:
        for number in range(NETWORKS):
            place = places[number % len(places)]
            chosen = [by_place[place].pop() for _ in range(min(STREETS_EACH, len(by_place[place])))]
            area = Area(segments=[StreetSegment(street_id=street) for street in chosen])
            session.add(area)
            session.flush()
            slugs.append(f"bin-{number}")
            session.add(NeighbourhoodNetwork(municipality_id=place, slug=slugs[-1], name=f"BIN Buurt {number}",
                                             area_id=area.id, active_since=date(2019, 5, 1)))  # fmt: skip
            latitude, longitude = 50.7 + place % 20 * 0.03, 3.0 + place // 20 * 0.15
            corner = (latitude + random.random() * 0.02, longitude + random.random() * 0.1)
            session.execute(insert(Dwelling), [
                {"street_id": street, "number": house + 1, "suffix": "", "latitude": corner[0] + row_ * 0.0005,
                 "longitude": corner[1] + house * 0.0003}
                for row_, street in enumerate(chosen) for house in range(HOUSES)
            ])  # fmt: skip
    for place in places:
        with writing(engine) as session:
            keep_outlines(session, session.get_one(Authority, place).id)
    return slugs


def _searches(random: Random, streets: dict[str, list[str]]) -> Iterator[str]:
    while True:
        place = random.choice(list(streets))
        name = plain_name(random.choice(streets[place]))
        typed = mistype(random, name) if random.random() < 0.5 else f"{name} {random.randint(1, 60)}"
        yield str(httpx.URL("/zoek", params={"straat": typed, "gemeente": place}))


def _at_pace(address: str, paths: list[str]) -> tuple[list[float], int]:
    client, size = httpx.Client(base_url=address, timeout=60), 0

    def ask(path: str, moment: float) -> tuple[float, int]:
        answer = client.get(path)
        answer.raise_for_status()
        return time.perf_counter() - moment, len(answer.content)

    begin = time.perf_counter()
    waiting: list[Future[tuple[float, int]]] = []
    with client, ThreadPoolExecutor(PACE) as pool:
        for number, path in enumerate(paths):
            moment = begin + number / PACE
            time.sleep(max(0.0, moment - time.perf_counter()))
            waiting.append(pool.submit(ask, path, moment))
    answered = [one.result() for one in waiting]
    size = max(one[1] for one in answered)
    return [one[0] for one in answered], size
