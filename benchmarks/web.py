"""Decisions through the forms over HTTP: eight people at once against the real server, the engine running beside it.

People read before they decide, if only for a second; the same without any pause shows where the machine is full.
Each person decides on cases of their own, so that what is measured is the answer to a decision (the POST until its
redirect), not who was first.
"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.figures import Result, Target, p50, p95
from benchmarks.installation import mail_sink, running, until_prefect_answers
from benchmarks.visitors import Visitor, visitor
from models.database import connect, writing
from models.person import Person
from models.rules.access import Role
from tests.factories import Place, give_role, make_person, make_place, submitted

TITLE = "a decision answered over HTTP, with eight people working at once"
PEOPLE, CASES_EACH, WARM_UP = 8, 25, 3
READING = 1.0  # seconds, on average, that somebody quick looks at a page before pressing the button

Timed = tuple[list[float], list[float], float]  # seconds of each decision, of each page, and of all together


def run() -> Result:
    """Measure; takes about two minutes."""
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        data = Path(folder) / "data"
        with mail_sink() as mail_server, running(data, "--no-demo", **mail_server) as (address, _, _):
            desks, numbers = _fill(data)
            visitors = [visitor(address, data, person) for person in desks]
            until_prefect_answers(data, patience=900)
            alone = [_decide(visitors[0], number) for number in numbers.pop()]
            posts, pages, seconds = _all_at_once(visitors, numbers[:PEOPLE], pause=READING)
            robots, _, robot_seconds = _all_at_once(visitors, numbers[PEOPLE:], pause=0)
    figures = {
        "alone: decision p50 ms": 1000 * p50([post for _, post in alone]),
        "alone: decision p95 ms": 1000 * p95([post for _, post in alone]),
        f"{PEOPLE} at once: decision p50 ms": 1000 * p50(posts),
        f"{PEOPLE} at once: decision p95 ms": 1000 * p95(posts),
        f"{PEOPLE} at once: page of the decision p95 ms": 1000 * p95(pages),
        f"{PEOPLE} at once: decisions/s": len(posts) / seconds,
        f"{PEOPLE} without any pause: decision p50 ms": 1000 * p50(robots),
        f"{PEOPLE} without any pause: decision p95 ms": 1000 * p95(robots),
        f"{PEOPLE} without any pause: decisions/s": len(robots) / robot_seconds,
    }
    notes = (
        "a decision: the request is accepted by the desk; the engine makes documents and mails meanwhile",
        f"people read a page for {READING / 2:.1f} to {1.5 * READING:.1f} s before they decide; robots don't",
    )
    return Result("web", figures, (Target(f"{PEOPLE} at once: decision p95 ms", 100.0),), notes)


def _fill(data: Path) -> tuple[list[Person], list[list[str]]]:
    engine = connect(f"sqlite:///{data / 'binstart.sqlite'}")
    with writing(engine) as session:
        place = make_place(session)
        desks = [_desk(session, place, number) for number in range(PEOPLE)]
    numbers = []
    for _ in range(2 * PEOPLE + 1):
        with writing(engine) as session:
            numbers.append([submitted(session, place).number for _ in range(CASES_EACH)])
    with Session(engine) as session:
        people = session.scalars(select(Person).where(Person.id.in_([desk.id for desk in desks]))).all()
    return list(people), numbers


def _desk(session: Session, place: Place, number: int) -> Person:
    person = make_person(session, f"Balie Nummer{number}")
    give_role(session, person, Role.DESK_OFFICER, place.municipality)
    return person


def _decide(one: Visitor, number: str, pause: float = 0) -> tuple[float, float]:
    """Seconds for the page with the form, and for the answer to the decision; `pause`: seconds between them."""
    path = f"/dossier/{number}/accept-request"
    begin = time.perf_counter()
    page = one.read(path)
    middle = time.perf_counter()
    time.sleep(pause)
    pressed = time.perf_counter()
    answer: httpx.Response = one.send(path, page)
    end = time.perf_counter()
    if answer.status_code != 302:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return middle - begin, end - pressed


def _all_at_once(visitors: list[Visitor], numbers: list[list[str]], pause: float) -> Timed:
    together = threading.Barrier(len(visitors))

    def work(one: Visitor, own: list[str]) -> list[tuple[float, float]]:
        uneven = random.Random(own[0])
        together.wait()
        return [_decide(one, number, pause * uneven.uniform(0.5, 1.5)) for number in own]

    begin = time.perf_counter()
    with ThreadPoolExecutor(len(visitors)) as pool:
        timed = [pair for pairs in pool.map(work, visitors, numbers) for pair in pairs[WARM_UP:]]
    return [post for _, post in timed], [page for page, _ in timed], time.perf_counter() - begin
