"""The printed page while one writes: the whole charter laid out and one page of it drawn, by a warm press."""

import time

from benchmarks.figures import Result, Target, p50, p95
from documents.kinds import example
from documents.picturing import printed_page
from documents.press import Press

TITLE = "the printed page of a charter, drawn while one writes"
ROUNDS, WARM_UP = 30, 3


def run() -> Result:
    """Measure; takes about half a minute."""
    charter, press, seconds = example("charter"), Press(size=1), []
    try:
        for _ in range(WARM_UP + ROUNDS):
            begin = time.perf_counter()
            picture = printed_page("charter", charter, "Communicatieplan", press=press)
            seconds.append(time.perf_counter() - begin)
    finally:
        press.close()
    figures = {
        "page p50 s": p50(seconds[WARM_UP:]),
        "page p95 s": p95(seconds[WARM_UP:]),
        "pages of the charter": float(picture.pages),
    }
    return Result("preview", figures, (Target("page p95 s", 1.0),), ("one writer; each pause lays out all pages anew",))
