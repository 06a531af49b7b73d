"""Keeping what is typed: twelve people write in six charters at once, over HTTP, the engine running beside them.

Two people share each charter and write in the same section, at different places, so that every save is merged. Each
stops typing every second and a half or so; what is measured is the answer to that pause.
"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.figures import Result, Target, p50, p95
from benchmarks.installation import mail_sink, running, until_prefect_answers
from benchmarks.visitors import Visitor, visitor
from models.charter import Charter, CharterSection
from models.database import connect, writing
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import advance_to, give_role, make_person, make_place

TITLE = "what is typed is kept, with twelve people writing in six charters at once"
PEOPLE, CHARTERS, SAVES, WARM_UP = 12, 6, 30, 3
PAUSE = 1.5  # seconds between two saves of one person, on average
PARAGRAPHS = tuple(f"Alinea {number}: de leden bellen eerst zelf de politie." for number in range(20))


def run() -> Result:
    """Measure; takes about two minutes."""
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        data = Path(folder) / "data"
        with mail_sink() as mail_server, running(data, "--no-demo", **mail_server) as (address, _, _):
            people, numbers = _fill(data)
            visitors = [visitor(address, data, person) for person in people]
            until_prefect_answers(data, patience=900)
            seconds = _all_at_once(visitors, numbers)
        texts = _texts(data)
    kept = sum(f"woord {SAVES - 1} van {place}" in text for text in texts for place in (0, 1))
    figures = {
        f"{PEOPLE} at once: autosave p50 ms": 1000 * p50(seconds),
        f"{PEOPLE} at once: autosave p95 ms": 1000 * p95(seconds),
        "last words that stand in the charters": float(kept),
    }
    note = f"two people per section of {len(PARAGRAPHS)} paragraphs; every save is merged with what the other wrote"
    targets = (
        Target(f"{PEOPLE} at once: autosave p95 ms", 80.0),
        Target("last words that stand in the charters", float(PEOPLE), at_least=True),
    )
    return Result("autosave", figures, targets, (note,))


def _fill(data: Path) -> tuple[list[Person], list[str]]:
    engine = connect(f"sqlite:///{data / 'binstart.sqlite'}")
    numbers = []
    with writing(engine) as session:
        place = make_place(session)
        people = [make_person(session, f"Balie Nummer{number}") for number in range(PEOPLE)]
        for person in people:
            give_role(session, person, Role.DESK_OFFICER, place.municipality)
    for _ in range(CHARTERS):
        with writing(engine) as session:
            numbers.append(advance_to(session, place, Stage.CHARTER).number)
    with Session(engine) as session:
        found = session.scalars(select(Person).where(Person.id.in_([person.id for person in people]))).all()
    return list(found), numbers


def _all_at_once(visitors: list[Visitor], numbers: list[str]) -> list[float]:
    together = threading.Barrier(len(visitors))

    def work(position: int) -> list[float]:
        one, number, place = visitors[position], numbers[position // 2], position % 2
        path = f"/dossier/{number}/charter/members"
        if place == 0:
            one.send(path, one.read(path), text="\n\n".join(PARAGRAPHS), revision="0")
        together.wait()
        page = one.read(path)
        together.wait()
        return _write(one, path, page, place, random.Random(position))

    with ThreadPoolExecutor(len(visitors)) as pool:
        return [second for own in pool.map(work, range(len(visitors))) for second in own[WARM_UP:]]


def _write(one: Visitor, path: str, page: str, place: int, uneven: random.Random) -> list[float]:
    """The seconds of each save. The first writes in the second paragraph, the other in the last but one."""
    text, revision, seconds = "\n\n".join(PARAGRAPHS), "1", []
    own = PARAGRAPHS[1 if place == 0 else -2]
    written = own
    for number in range(SAVES):
        time.sleep(PAUSE * uneven.uniform(0.5, 1.5))
        more = f"{own} Dit is woord {number} van {place}."
        text, written = text.replace(written, more), more
        begin = time.perf_counter()
        answer = one.send(f"{path}/bewaren", page, text=text, revision=revision)
        seconds.append(time.perf_counter() - begin)
        told = answer.json()
        if told["state"] != "saved":
            raise RuntimeError(f"{path}: {told}")
        text, revision = told["changed"].get("text", text), str(told["revision"])
    return seconds


def _texts(data: Path) -> list[str]:
    with Session(connect(f"sqlite:///{data / 'binstart.sqlite'}")) as session:
        rows = session.scalars(
            select(CharterSection)
            .join(Charter, Charter.id == CharterSection.charter_id)
            .where(CharterSection.code == "members")
        )
        return [str(row.content["text"]) for row in rows]
