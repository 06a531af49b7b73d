"""The register's import: the whole Flemish list of streets, three times over, with its time and its peak memory."""

import csv
import multiprocessing
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Result
from benchmarks.streets import make_authority, street_file, streets_by_postcode, take_in
from models.database import connect, writing
from models.tables import metadata

TITLE = "the Flemish street list taken in, again, and after changes: seconds, peak memory, what it says it did"
LEFT_OUT = 100  # every so many lines one is missing from the changed file, and one has another name


def run() -> Result:
    """Measure; takes about half a minute. Each import in a process of its own, so that peaks don't mix."""
    figures: dict[str, float] = {}
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        url, changed = f"sqlite:///{folder}/streets.sqlite", Path(folder) / "changed.csv"
        engine = connect(url)
        metadata.create_all(engine)
        with writing(engine) as session:
            authority_id = make_authority(session, 1)
        engine.dispose()
        _write_changed(changed)
        for name, file in (("first", street_file()), ("again", street_file()), ("changed file", changed)):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                for what, value in pool.apply(_import, (url, authority_id, file)).items():
                    figures[f"{name}: {what}"] = value
    return Result("import", figures, notes=("SQLite; peak memory is of the whole process that imports",))


def _import(url: str, authority_id: int, file: Path) -> dict[str, float]:
    postcodes = frozenset(streets_by_postcode())
    engine = connect(url)
    begin = time.perf_counter()
    with writing(engine) as session:
        report = take_in(session, authority_id, file, postcodes)
    return {
        "seconds": time.perf_counter() - begin,
        "rows/s": report.rows_read / (time.perf_counter() - begin),
        "peak memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "added": report.streets.new,
        "changed": report.streets.changed,
        "closed": report.streets.gone,
        "same": report.streets.same,
    }


def _write_changed(file: Path) -> None:
    """The list with some streets gone and some new ones."""
    with street_file().open(encoding="utf-8", newline="") as source, file.open("w", encoding="utf-8", newline="") as to:
        lines = csv.reader(source)
        writer = csv.writer(to)
        head = next(lines)
        writer.writerow(head)
        name = next(place for place, word in enumerate(head) if "street" in word.lower() or "name" in word.lower())
        for number, line in enumerate(lines):
            if number % LEFT_OUT == 0:
                continue
            if number % LEFT_OUT == 1:
                line[name] = f"Nieuwe {line[name]}"
            writer.writerow(line)
