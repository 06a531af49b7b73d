"""The launch kit: its pieces, the facts that stand in them, and what an edited text must keep.

Every piece is a text in which facts stand as `{{datum}}`: people change the words around them, never the facts. The
first line is the title. Source: domain.md 2.13 (what real announcements hold), seed 000; no promise of fewer burglaries
(UGent 2020, models.rules.promises).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.rules.languages import SOURCE
from models.rules.launch_kit_texts import standard_texts
from models.rules.promises import PROMISED, promise_in
from models.rules.refusals import Invalid

LONGEST_QUOTE = 400  # characters
QUOTE_WAYS = {"mail": "per mail", "phone": "per telefoon", "meeting": "in een gesprek"}  # besides an own link
PARTIES = {"municipality": "de gemeente", "police": "de politie"}  # each approves the whole kit once

# Every fact by the name under which it stands in a text, with what it is. All of them come from the case.
FACTS = {
    "netwerk": "de naam van het netwerk",
    "gebeurtenis": "wat er gebeurt: een nieuw netwerk, of een nieuw charter",
    "gemeente": "de gemeente",
    "politiezone": "de politiezone",
    "datum": "vanaf welke dag het netwerk actief is",
    "gebied": "het gebied, kort",
    "straten": "alle straten van het gebied",
    "initiatief": "wie het initiatief nam, en hoe de infoavond verliep",
    "ondertekend": "waar en wanneer het charter ondertekend werd",
    "geschiedenis": "de andere netwerken in de gemeente",
    "grootte": "hoeveel woningen meedoen",
    "middelen": "hoe de berichten bij de leden komen",
    "wat_is": "wat een BIN is",
    "wat_kort": "wat een BIN is, in één zin",
    "wat_niet": "wat een BIN niet is",
    "niet_kort": "wat een BIN niet is, in één zin",
    "wie": "wie lid kan worden",
    "prijs": "wat het kost",
    "lid_worden": "hoe iemand lid wordt",
    "link": "het adres van de bladzijde van het netwerk",
    "link_kort": "dat adres, om over te typen",
    "alarm": "101 en 112, en waarom u niet wacht",
    "alarm_kort": "101, in één zin",
    "wettelijk": "de omzendbrief",
    "contact": "waar men terecht kan met vragen",
    "citaat": "het citaat, met wie het zei",
}
OPTIONAL = frozenset({"citaat", "geschiedenis", "politiezone", "grootte"})  # may be empty; their paragraph then goes
# Facts that change what was approved: when one of them changes afterwards, nothing is sent.
HARD_FACTS = ("netwerk", "datum", "straten", "prijs", "link", "citaat")

_NOT = ("wat_niet", "niet_kort")
_ALARM = ("alarm", "alarm_kort")
_LINK = ("link", "link_kort")
_AREA = ("gebied", "straten")
_IS = ("wat_is", "wat_kort")


@dataclass(frozen=True)
class Piece:
    """One text of the kit. `room`: at most so many of `unit` (words, characters or lines), the facts counted in.
    `needed`: facts of which one of each group must stand in it."""

    code: str
    name: str
    unit: str
    room: int
    needed: tuple[tuple[str, ...], ...]


UNITS = {"words": "woorden", "characters": "tekens", "lines": "regels"}
_ALL = (("netwerk",), ("datum",), _IS, _NOT, ("prijs",), _LINK, _ALARM)

PIECES = {
    piece.code: piece
    for piece in (
        Piece("paper_long", "Infoblad, lang", "words", 380, (*_ALL, ("gemeente",))),
        Piece("paper_medium", "Infoblad, middellang", "words", 170, (*_ALL, ("gemeente",))),
        Piece("paper_short", "Infoblad, kort", "words", 70,
              (("netwerk",), ("datum",), ("gemeente",), _NOT, ("prijs",), _LINK, _ALARM)),
        Piece("press_release", "Persbericht", "words", 600,
              (*_ALL, ("gemeente",), ("initiatief",), ("ondertekend",), ("contact",))),
        Piece("leaflet", "Folder voor elke woning", "words", 330, (*_ALL, _AREA, ("contact",))),
        Piece("poster", "Affiche", "characters", 240, (("netwerk",), ("datum",))),
        Piece("web_article", "Artikel voor de website", "words", 600, (*_ALL, ("gemeente",), _AREA)),
        Piece("post_1", "Bericht 1 voor sociale media", "characters", 280, (("netwerk",), _LINK)),
        Piece("post_2", "Bericht 2 voor sociale media", "characters", 280, (("netwerk",), _LINK)),
        Piece("post_3", "Bericht 3 voor sociale media", "characters", 280, (("netwerk",), _LINK)),
        Piece("mail", "Mail aan wie het voorstel steunde", "words", 300,
              (("netwerk",), ("datum",), ("prijs",), _LINK, _ALARM)),
        Piece("screen", "Gemeentelijk scherm", "lines", 5, (("netwerk",), ("datum",), _LINK)),
    )
}  # fmt: skip

_TOKEN = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def tokens_in(text: str) -> tuple[str, ...]:
    """The facts that a text names, each once, as they come."""
    return tuple(dict.fromkeys(found.lower() for found in _TOKEN.findall(text)))


@dataclass(frozen=True)
class Run:
    """Some words of a filled text. `fact`: the fact that they are; empty: words that people can change."""

    words: str
    fact: str = ""


def runs_of(text: str, facts: Mapping[str, str]) -> list[list[Run]]:
    """The text per paragraph, with its facts filled in and told apart. A paragraph in which nothing is left goes."""
    return [runs for part in _PARAGRAPHS.split(text.strip()) if _says_something(runs := _runs(part, facts))]


def _runs(paragraph: str, facts: Mapping[str, str]) -> list[Run]:
    runs: list[Run] = []
    for position, part in enumerate(_TOKEN.split(paragraph)):
        name = part.lower() if position % 2 else ""
        words = facts.get(name, "") if name else part
        if not words and name and name not in OPTIONAL:
            words = f"[nog niet bekend: {FACTS.get(name, name)}]"
        after_nothing = not runs or runs[-1].words.endswith((" ", "\n"))
        if not name and after_nothing and words.startswith(" "):
            words = words.lstrip(" ")  # an empty fact leaves no double space
        if words:
            runs.append(Run(words, name))
    return runs


def _says_something(runs: Iterable[Run]) -> bool:
    return bool("".join(run.words for run in runs).strip())


def filled(text: str, facts: Mapping[str, str]) -> list[str]:
    """The text per paragraph, with its facts filled in; the first one begins with the title."""
    return ["".join(run.words for run in runs).strip() for runs in runs_of(text, facts)]


def size_of(piece: Piece, text: str, facts: Mapping[str, str]) -> int:
    """How long the filled text is, in the unit of the piece."""
    said = "\n\n".join(filled(text, facts))
    if piece.unit == "words":
        return sum(1 for word in said.split() if any(sign.isalnum() for sign in word))
    return len(said) if piece.unit == "characters" else len([line for line in said.split("\n") if line.strip()])


def missing_facts(texts: Mapping[str, str], facts: Mapping[str, str]) -> list[str]:
    """Facts that the texts need and that are not known yet, in words."""
    needed = dict.fromkeys(name for text in texts.values() for name in tokens_in(text))
    return [FACTS[name] for name in needed if name in FACTS and name not in OPTIONAL and not facts.get(name)]


def changed_facts(approved: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Which facts that matter are no longer what was approved, in words."""
    return [FACTS[name] for name in HARD_FACTS if approved.get(name, "") != now.get(name, "")]


def check_piece(piece: Piece, text: str, facts: Mapping[str, str], language: str = SOURCE) -> None:
    """Refuse a text that names an unknown fact, lost one that it needs, promises something, or is too long. `language`:
    that of the kit, whose own standard words are never too long."""
    names = tokens_in(text)
    unknown = next((name for name in names if name not in FACTS), None)
    if unknown is not None:
        raise Invalid("unknown_fact", f"‘{{{{{unknown}}}}}’ is geen feit. Kies er een uit de lijst hieronder.", "text")
    if "{" in (bare := _TOKEN.sub("", text)) or "}" in bare:
        raise Invalid("broken_fact", "Hier staat een losse accolade. Een feit schrijft u als {{datum}}.", "text")
    for group in piece.needed:
        if not set(group) & set(names):
            wanted = f"{{{{{group[0]}}}}}"
            raise Invalid("lost_fact", f"{wanted} moet in deze tekst blijven: {FACTS[group[0]]}.", "text")
    if promise := promise_in(_TOKEN.sub("§", text)):
        raise Invalid("promise", PROMISED.format(promise=promise), "text")
    size = size_of(piece, text, facts)
    if size > piece.room and text.strip() != standard_texts(language)[piece.code]:
        said = f"Deze tekst telt {size} {UNITS[piece.unit]}, met de feiten erbij. Hoogstens {piece.room} passen."
        raise Invalid("too_long", said, "text")
