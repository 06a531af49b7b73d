"""Comparing two versions of a whole charter word by word, as the page of a section does for one of the eighteen."""

import random
import time

from benchmarks.figures import Result, Target, p50, p95
from models.rules.charter_in_words import in_words
from models.rules.charter_sections import SECTIONS, asked
from models.rules.charter_template import Names, standing_contents
from webapp.steering_group.section_words import compare_words

TITLE = "two versions of a whole charter compared word by word"
ROUNDS = 40
EVERY = 9  # of so many words one is another in the second version
LONGEST = 5000  # characters: as long as a field may be


def run() -> Result:
    """Measure; takes some seconds."""
    names = Names("BIN Kerkkwartier", "Oosterbeke", "Politiezone Terbeke", "omzendbrief van 12 februari 2019")
    contents = standing_contents(names)
    texts = [in_words(one, contents.get(section.code, {})) for section in SECTIONS for one in asked(section.fields)]
    full = ("De leden bellen eerst zelf de politie en laten daarna weten hoe het afliep. " * 70)[:LONGEST]
    figures = {
        "a charter as it begins p50 ms": 1000 * p50(_timed(texts)),
        "a charter as it begins p95 ms": 1000 * p95(_timed(texts)),
        "one field as long as may be p95 ms": 1000 * p95(_timed([full])),
    }
    words = sum(len(text.split()) for text in texts)
    note = f"{words} words, one of {EVERY} changed; the longest field has {LONGEST} characters"
    targets = (
        Target("a charter as it begins p95 ms", 200.0),
        Target("one field as long as may be p95 ms", 200.0),
    )
    return Result("compare", figures, targets, (note,))


def _timed(texts: list[str]) -> list[float]:
    seconds = []
    for number in range(ROUNDS):
        uneven = random.Random(number)
        pairs = [(text, _changed(text, uneven)) for text in texts]
        begin = time.perf_counter()
        for before, after in pairs:
            if before != after:
                compare_words(before, after)
        seconds.append(time.perf_counter() - begin)
    return seconds


def _changed(text: str, uneven: random.Random) -> str:
    return " ".join(word if uneven.randrange(EVERY) else f"{word}n" for word in text.split(" "))
