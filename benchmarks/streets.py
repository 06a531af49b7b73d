"""The real Flemish streets for benchmarks: read where they lie, and taken in by the product's own import."""

import csv
import os
from collections import defaultdict
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from models.authority import Authority
from models.operations.importing_streets import ImportReport, import_streets

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "streets_flanders_crab2014.csv"


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
