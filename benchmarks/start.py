"""From `binstart run` to the first page, the first and the second time, and the memory of all processes together."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Result, Target, p50
from benchmarks.installation import memory_of, running, until_prefect_answers

TITLE = "start to the first page, first and second time, and memory of all processes"
SECOND_STARTS = 3


def run() -> Result:
    """Measure; takes some minutes, because the demonstration's documents and mails are made first."""
    with TemporaryDirectory(prefix="binstart-bench-") as folder:
        data = Path(folder) / "data"
        with running(data) as (_, process, first):
            until_prefect_answers(data, patience=600)
            resident, shared = memory_of(process.pid)
        second = []
        for _ in range(SECOND_STARTS):
            with running(data) as (_, process, seconds):
                second.append(seconds)
    figures = {
        "first start, with filling, s": first,
        "second start p50 s": p50(second),
        "memory after the work, sum of resident sets MB": resident,
        "memory after the work, sum of fair shares MB": shared,
    }
    targets = (Target("second start p50 s", 15.0), Target("memory after the work, sum of fair shares MB", 900.0))
    return Result("start", figures, targets, (f"median of {SECOND_STARTS} second starts",))
