"""The charter as PDF, warm: the example of `documents/charter`, through the press as the worker uses it."""

import time

from benchmarks.figures import Result, Target, p50, p95
from documents.kinds import example
from documents.press.rendering import render

TITLE = "the charter as PDF, cold and warm"
RUNS = 12


def run() -> Result:
    """Measure; takes about fifteen seconds."""
    context = example("charter")
    begin = time.perf_counter()
    first = render("charter", context)
    cold = time.perf_counter() - begin
    warm = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        again = render("charter", context)
        warm.append(time.perf_counter() - begin)
        assert again.sha256 == first.sha256
    figures = {"cold s": cold, "warm p50 s": p50(warm), "warm p95 s": p95(warm), "pages": float(first.pages)}
    return Result("charter", figures, (Target("warm p50 s", 1.0),), (f"{RUNS} warm runs, all the same bytes",))
