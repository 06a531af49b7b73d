"""Text that was pasted from Word or from a web page: kept as plain words and simple lists, and said.

A charter is signed, so nothing may stand in it that a reader does not see: no markup, no picture that is fetched from
elsewhere, no sign that turns the direction of reading.
"""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

# Only what a copied page has; 'kleiner dan <12' and '<naam>' stay as they were typed.
_TAG = re.compile(
    r"<(?:!--|!\[|/?(?:a|b|blockquote|body|br|div|em|font|form|h[1-6]|head|html|i|iframe|img|input|li|link|meta|o:p|object"
    r"|ol|p|script|span|strong|style|svg|table|tbody|td|th|tr|u|ul|xml)(?=[\s>/]))",
    re.IGNORECASE,
)
# How Word and its kin write the point of a list when only the text is taken along.
_BULLET = re.compile(r"^[ \t]*(?:[•·▪◦‣●○■□–—]|o(?=\t)|\uf0b7|\uf0a7|§(?=[ \t]))[ \t]+", re.MULTILINE)
_OF_BLOCKS = {"p", "div", "tr", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li"}
_NOT_READ = {"script", "style", "head", "xml", "svg", "object", "iframe"}
_PICTURES = {"img", "svg", "object", "iframe"}
_TURNING = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

TOLD = {
    "markup": "Opmaak uit Word of van een webpagina is weggehaald. De woorden en de lijsten staan er nog.",
    "pictures": "Beelden kunnen niet in de tekst van een charter. Ze zijn weggehaald.",
    "scripts": "Er stond een stukje programma in de geplakte tekst. Dat is weggehaald.",
    "turning": "Onzichtbare tekens die de leesrichting omdraaien, zijn weggehaald.",
    "hidden": "Onzichtbare tekens zijn weggehaald.",
}


def without_markup(text: str) -> str:
    """The words of a text, with lists as lines that begin with a dash; a text without markup only loses its bullets.

    Takes time in proportion to its length, however deep its tags lie in each other.
    """
    if _TAG.search(text):
        reader = _Words()
        reader.feed(text)
        reader.close()
        text = _laid_out("".join(reader.words))
    return _BULLET.sub("- ", text)


def _laid_out(text: str) -> str:
    """At most one empty line between paragraphs, none inside a list, and no point without words."""
    lines = [line for line in map(str.strip, text.split("\n")) if line != "-"]
    kept: list[str] = []
    for line in lines:
        if line.startswith("- ") and kept and not kept[-1] and len(kept) > 1 and kept[-2].startswith("- "):
            kept.pop()
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


class _Words(HTMLParser):
    """Reads the words and leaves the rest; it keeps no tree, so that depth costs nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.unread = 0  # how many tags that are not read are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line, a point of a list begins it with a dash."""
        if tag in _NOT_READ:
            self.unread += 1
        elif tag == "li":
            self.words.append("\n- ")
        elif tag in _OF_BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A paragraph ends with an empty line."""
        if tag in _NOT_READ:
            self.unread = max(0, self.unread - 1)
        elif tag in _OF_BLOCKS - {"li", "br"}:
            self.words.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        """Words; a line that only ended because the file was narrow goes on."""
        if not self.unread:
            self.words.append(re.sub(r"\s+", " ", data))


def told_of(values: Any) -> tuple[str, ...]:
    """What was taken away from what somebody typed or pasted: the sentences, each once, for the page."""
    codes = {code for text in _texts(values) for code in _taken_away(text)}
    if "turning" in codes:
        codes.discard("hidden")
    return tuple(sentence for code, sentence in TOLD.items() if code in codes)


def _taken_away(text: str) -> set[str]:
    codes = set()
    if any(sign in _TURNING for sign in text):
        codes.add("turning")
    if any(unicodedata.category(sign)[0] == "C" and sign not in "\n\r\t" for sign in text):
        codes.add("hidden")
    if _TAG.search(text):
        codes.add("markup")
        tags = {found.lower() for found in re.findall(r"<([a-zA-Z]+)", text)}
        codes |= {"pictures"} if tags & _PICTURES else set()
        codes |= {"scripts"} if "script" in tags else set()
    return codes


def _texts(value: Any) -> list[str]:
    found: list[str] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
    return found
