"""Reads a document in French, and finds the Dutch that was left in it."""

import re

from bs4 import BeautifulSoup

from documents.kinds import HTML
from documents.limits import Printed
from documents.press.rendering import render

# Words of which a Dutch sentence has at least one, and words of ours; none of them is French.
_DUTCH = re.compile(
    r"\b(?:het|een|van|wordt|voor|geen|niet|uw|wij|gemeente|politie|straat|straten|nummers?|tot|met|wie|wat|waarom|vragen|"
    r"op|aan|bus|uur|als|bij|naar|naam|elk|jaar|ja|nee|leden|lid|bewoners|stuurgroep|netwerk|infoavond|bin|burgemeester|"
    r"korpschef|beslist|stem|handtekening|getekend|genoteerd|zegel|ondertekening|versie|bijlage|deel|inhoud|charter|"
    r"dringend|terugkoppeling|woorden|tekens|regels|woning(?:en)?|persbericht|procent)\b",
    re.IGNORECASE,
)
_SET_AS_DUTCH = re.compile(r"\S+[^\s][:;?!](?=\s|$)")
# What programs read, and addresses.
_FOR_PROGRAMS = re.compile(r"controlegetal:\w*|https?://\S+|\S+\.example\S*")
_SAID_ALOUD = ("content", "alt", "title", "data-draft", "data-network", "data-reference", "data-sender", "data-subject")


def read_french(kind: str, context: Printed) -> str:
    """All that a document tells, also to who reads with the ears, on one line."""
    page = BeautifulSoup(render(kind, context, media_type=HTML).content, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "fr-BE"
    for style in page.find_all("style"):
        style.decompose()
    heard = [str(tag[name]) for tag in page.find_all(True) for name in _SAID_ALOUD if tag.has_attr(name)]
    return on_one_line(" ".join([page.get_text(" "), *heard]))


def on_one_line(text: str) -> str:
    """The text with plain spaces only."""
    return " ".join(text.replace("\u00a0", " ").split())


def dutch_in(text: str) -> list[str]:
    """Dutch words, with what stands around them, and signs that are set as in Dutch: French has a space before them."""
    text = _FOR_PROGRAMS.sub("", text)
    words = [text[max(0, found.start() - 30) : found.end() + 30] for found in _DUTCH.finditer(text)]
    return [*words, *_SET_AS_DUTCH.findall(text)]
