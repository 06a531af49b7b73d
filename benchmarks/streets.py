"""The real Flemish streets for benchmarks: read where they lie, and taken in by the product's own import."""

import csv
import os
from collections import defaultdict
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.authority import Authority
from models.database import writing
from models.operations.streets.importing_streets import ImportReport, import_streets

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "streets_flanders_crab2014.csv"
PLACES = 300  # municipalities, as Flanders has about


def street_file() -> Path:
    """The file: BINSTART_BENCH_STREETS, or where the tests look for it. Raises RuntimeError when it is not there."""
    file = Path(os.environ.get("BINSTART_BENCH_STREETS", DEFAULT))
    if not file.is_file():
        raise RuntimeError(f"the street list is not at {file}; set BINSTART_BENCH_STREETS")
    return file


def streets_by_postcode() -> dict[str, list[str]]:
    """Postcode to the names of its streets."""
    found: dict[str, list[str]] = defaultdict(list)
    with street_file().open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["postcode"]].append(row["street"] if "street" in row else row["name"])
    return dict(found)


def make_authority(session: Session, number: int) -> int:
    """A municipality with an invented name."""
    made = Authority(kind="municipality", slug=f"plaats-{number}", name=f"Plaats {number}", code=f"P{number:02d}",
                     settings={})  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


def take_in(session: Session, authority_id: int, file: Path, postcodes: frozenset[str]) -> ImportReport:
    """One import as the command does it."""
    return import_streets(session, authority_id, file, source="CRAB 2014", on=date(2026, 3, 2),
                          licence="Free Open Data License Flanders v1.0", postcodes=postcodes)  # fmt: skip


def fill_flanders(engine: Engine, folder: Path) -> dict[str, list[str]]:
    """All streets of Flanders in PLACES municipalities; the slug of each to the names of its streets."""
    with street_file().open(encoding="utf-8", newline="") as source:
        head, *lines = csv.reader(source)
    postcodes = sorted({line[0] for line in lines})
    place_of = {postcode: number * PLACES // len(postcodes) for number, postcode in enumerate(postcodes)}
    by_place: dict[int, list[list[str]]] = defaultdict(list)
    for line in lines:
        by_place[place_of[line[0]]].append(line)
    with writing(engine) as session:
        for place, own in by_place.items():
            file = folder / f"plaats-{place}.csv"
            with file.open("w", encoding="utf-8", newline="") as to:
                csv.writer(to).writerows([head, *own])
            take_in(session, make_authority(session, place), file, frozenset(line[0] for line in own))
    return {f"plaats-{place}": [line[1] for line in own] for place, own in by_place.items()}
