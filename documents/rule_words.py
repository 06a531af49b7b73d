"""What the rules say to people (refusals, conditions, titles, lines of a journal) in another language than Dutch.

The rules are plain Python with Dutch sentences, which letters and journals keep. Who reads in another language gets the
translation of the whole sentence, found again by its words; `{1}` or `{reason}` in the catalogue stands for what was
filled in. What is not in the catalogue is left as it is: what somebody typed stays in their own words.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from models.rules.languages import SOURCE

FOLDER = Path(__file__).parent / "words"
LONGEST = 600  # characters; no sentence of the rules is longer, and what people write may well be
FEWEST_OWN = 8  # signs of a sentence that are ours; with fewer, what somebody typed could look like it
_HOLE = re.compile(r"\{(\w+)\}")
_OURS = "\0"  # stands before what was filled in from the catalogue, until all is filled in
_TO_CONTRACT = re.compile(r"\b(de|à) \0(les?)(?= )")
_CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
_START = 4  # by so many signs sentences with holes are looked up


@dataclass(frozen=True)
class _Pattern:
    """A sentence with holes: how it is recognised, and what it becomes."""

    shape: re.Pattern[str]
    holes: tuple[str, ...]
    translated: str


@dataclass(frozen=True)
class _Words:
    """The sentences of one language. `filled`: those with holes, by how they start; empty: with a hole. `single`: words
    that the rules fill in themselves (a function, an answer)."""

    whole: dict[str, str] = field(default_factory=dict)
    single: dict[str, str] = field(default_factory=dict)
    filled: dict[str, list[_Pattern]] = field(default_factory=lambda: defaultdict(list))


def in_words(text: str, language: str) -> str:
    """The sentence of the rules in this language; any other text as it is."""
    if language == SOURCE or not text or len(text) > LONGEST:
        return text
    return _translated(text, language)


@lru_cache(maxsize=4096)
def _translated(text: str, language: str) -> str:
    words = _words(language)
    found = _whole(text, words)
    if found is not None:
        return found
    for sign in (";", ":"):  # a list of sentences of ours; a row of a table and its column
        each = [(one, _translated(one, language)) for one in text.split(f"{sign} ")] if f"{sign} " in text else []
        if each and all(one != translated for one, translated in each):
            return f"\u00a0{sign} ".join(translated for _one, translated in each)
    for pattern in (*words.filled.get(text[:_START], ()), *words.filled.get("", ())):
        match = pattern.shape.fullmatch(text)
        if match is not None:
            return _filled(pattern, [_of_ours(part, words, language) for part in match.groups()])
    return text


def _filled(pattern: _Pattern, parts: list[str]) -> str:
    """The translation, with in each hole what stood there."""
    found = dict(zip(pattern.holes, parts, strict=True))
    text = _HOLE.sub(lambda hole: found[hole[1]], pattern.translated)
    return _TO_CONTRACT.sub(lambda two: _CONTRACTED[two[1], two[2]], text).replace(_OURS, "")


def _of_ours(part: str, words: _Words, language: str) -> str:
    """What was filled in, marked where it is ours: 'de' and 'le président' become 'du président', but what somebody
    typed after 'de' ('de le faire') stays. A sentence can be filled into another one, and a list of them."""
    found = words.single.get(part) or _whole(part, words) or _translated(part, language)
    return part if found == part else _OURS + found


def _whole(text: str, words: _Words) -> str | None:
    """A sentence without holes, also where it goes on in another one and so begins without its capital, or where what
    stands in the middle of another begins a line of its own."""
    found = words.whole.get(text)
    if found is None and text[:1].islower():
        found = words.whole.get(text[:1].upper() + text[1:])
        found = found and found[:1].lower() + found[1:]
    elif found is None and " " in text:  # of one word with a capital nobody knows whether it is a name
        found = words.whole.get(text[:1].lower() + text[1:])
        found = found and found[:1].upper() + found[1:]
    return found


@lru_cache
def _words(language: str) -> _Words:
    words, file = _Words(), FOLDER / language / "LC_MESSAGES" / "rules.po"
    if not file.is_file():
        return words
    for text, translated in _read(file, language):
        _take(words, text, translated)
    from documents.short_words import WORDS  # imports this module by the way that documents say them

    short = Path(__file__).parent / "translations" / language / "LC_MESSAGES" / "documents.po"
    words.single.update((text, translated) for text, translated in _read(short, language) if text in WORDS)
    return words


def _read(file: Path, language: str) -> list[tuple[str, str]]:
    with file.open("rb") as stream:
        found = [(one.id, one.string) for one in read_po(stream, locale=language)]
    return [(str(text), str(translated)) for text, translated in found if isinstance(text, str) and text and translated]


def _take(words: _Words, text: str, translated: str) -> None:
    own = _HOLE.split(text)[::2]
    if len(own) == 1:
        words.whole[text] = translated
    elif sum(map(len, own)) >= FEWEST_OWN:
        shape = re.compile("(.+?)".join(map(re.escape, own)), re.DOTALL)
        start = own[0][:_START] if len(own[0]) >= _START else ""
        words.filled[start].append(_Pattern(shape, tuple(_HOLE.findall(text)), translated))
