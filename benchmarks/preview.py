"""The printed page while one writes: the whole charter laid out and one page of it drawn, by a warm press."""

import time
from dataclasses import replace

from benchmarks.figures import Result, Target, p50, p95
from documents.contexts.charter import CharterContext, Signatory
from documents.kinds import example
from documents.press.picturing import printed_page
from documents.press.pool import Press

TITLE = "the printed page of a charter, drawn while one writes"
ROUNDS, WARM_UP = 30, 3
EIGHT_PAGES = 5  # sections of the example that give a draft of eight pages, with its annexes


def run() -> Result:
    """Measure; takes about a minute."""
    press, figures = Press(size=1), {}
    whole = _draft()
    try:
        for name, charter in (("eight pages", replace(whole, sections=whole.sections[:EIGHT_PAGES])), ("whole", whole)):
            seconds, pages = _seconds(charter, press)
            figures[f"{name}: page p50 s"] = p50(seconds)
            figures[f"{name}: page p95 s"] = p95(seconds)
            figures[f"{name}: pages"] = float(pages)
    finally:
        press.close()
    targets = (Target("eight pages: page p95 s", 1.0),)
    return Result("preview", figures, targets, ("one writer; each pause lays out all pages anew",))


def _draft() -> CharterContext:
    """The example as it is while one writes: nobody signed."""
    charter = example("charter")
    assert isinstance(charter, CharterContext)
    signatories = tuple(Signatory(organisation=one.organisation, capacity=one.capacity, name=one.name)
                        for one in charter.signatories)  # fmt: skip
    return replace(charter, state="draft", sealed_on=None, content_sha256="", verify_url="", signatories=signatories)


def _seconds(charter: CharterContext, press: Press) -> tuple[list[float], int]:
    seconds = []
    for _ in range(WARM_UP + ROUNDS):
        begin = time.perf_counter()
        picture = printed_page("charter", charter, "Communicatieplan", press=press)
        seconds.append(time.perf_counter() - begin)
    return seconds[WARM_UP:], picture.pages
