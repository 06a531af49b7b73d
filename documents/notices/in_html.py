"""A mail as a page for a phone: the same words as its text, in one column, with what can be pressed as a button.

The text stays the source: whoever reads the mail as plain text reads exactly the same.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2

from documents.language import said, speaking
from documents.limits import clean

FOLDER = Path(__file__).parent
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")


@dataclass(frozen=True)
class Piece:
    """A run of words, or an address that can be followed."""

    text: str
    is_address: bool = False


@dataclass(frozen=True)
class Block:
    """One part of a mail. kind: address (alone on its line), list, said (indented: what somebody wrote, a code) or
    paragraph; `lines` hold the pieces of each line."""

    kind: str
    lines: tuple[tuple[Piece, ...], ...]


def mail_html(subject: str, text: str, language: str = "nl") -> str:
    """The page of a mail. Same text, same page."""
    with speaking(language):
        open_page = said("Open deze bladzijde")
    return _page().render(subject=clean(subject), blocks=blocks_of(clean(text)), language=language, open_page=open_page)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The text in blocks: empty lines part them, and so does a change of what a line is."""
    found: list[tuple[str, list[str]]] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\n")):
        before = ""
        for one in paragraph.split("\n"):
            kind = _kind_of(one)
            if kind != before or kind == "address":
                found.append((kind, []))
            found[-1][1].append(one.strip().removeprefix("- ") if kind == "list" else one.strip())
            before = kind
    return tuple(Block(kind, tuple(_pieces(one) for one in lines)) for kind, lines in found)


def _kind_of(one: str) -> str:
    if _ADDRESS.fullmatch(one.strip()):
        return "address"
    if one.startswith("- "):
        return "list"
    return "said" if one.startswith("  ") else "paragraph"


def _pieces(one: str) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for address in _ADDRESS.finditer(one):
        pieces += [Piece(one[at : address.start()]), Piece(address.group(), True)]
        at = address.end()
    return tuple(piece for piece in (*pieces, Piece(one[at:])) if piece.text)


@lru_cache
def _page() -> jinja2.Template:
    surroundings = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return surroundings.get_template("mail.html")
