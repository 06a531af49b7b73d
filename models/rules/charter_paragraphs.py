"""The pieces of a section that people talk about: a paragraph, a list, a row. A comment stays with its piece while the
text around it changes, and is told apart where the piece itself became another one."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from models.rules.charter_in_words import in_words, rows_in_words
from models.rules.charter_merging import try_to_merge
from models.rules.charter_sections import Field, Section, asked

Content = Mapping[str, Any]
_BREAK = re.compile(r"(\n[ \t]*\n\s*)")  # between two paragraphs
_WORD = re.compile(r"\w+")
ALIKE = 0.5  # of the words of two pieces that must be the same, in the same order, for it to be the same piece


@dataclass(frozen=True)
class Paragraph:
    """One piece as it is read. `field`: code of its field; empty: the whole section. `text` empty: there is nothing.

    `is_text`: people typed it as one text, so that somebody can suggest another one in its place.
    """

    field: str
    label: str
    text: str
    is_text: bool = False


@dataclass(frozen=True)
class Place:
    """Where a piece stands now. `index` None: nowhere any more; `is_changed`: in other words."""

    index: int | None
    is_changed: bool


def paragraphs_of(section: Section, content: Content) -> tuple[Paragraph, ...]:
    """The pieces of a section in the order of reading, and before them the section as a whole."""
    whole = Paragraph("", section.title, "")
    return (whole, *(piece for one in asked(section.fields) for piece in _pieces(one, content)))


def _pieces(one: Field, content: Content) -> list[Paragraph]:
    if one.kind == "text":
        texts = [part for part in _BREAK.split(content.get(one.code) or "")[::2] if part.strip()]
    elif one.kind in ("rows", "fixed_rows"):
        texts = rows_in_words(one, content)
    else:
        texts = [in_words(one, content)]
    return [Paragraph(one.code, one.label, text, one.kind in ("text", "line")) for text in texts or [""]]


def place_of(paragraphs: Sequence[Paragraph], field: str, quote: str) -> Place:
    """The piece that somebody meant: the same words, else the most alike of its field."""
    here = [(index, one) for index, one in enumerate(paragraphs) if one.field == field]
    for index, one in here:
        if one.text == quote:
            return Place(index, is_changed=False)
    if len(here) == 1 and not (quote and here[0][1].text):
        return Place(here[0][0], is_changed=True)  # it was empty, or is now
    found = [(_alike(quote, one.text), index) for index, one in here]
    best = max(found, default=(0.0, 0), key=lambda pair: (pair[0], -pair[1]))
    return Place(best[1], is_changed=True) if best[0] >= ALIKE else Place(None, is_changed=True)


def _alike(one: str, other: str) -> float:
    words = SequenceMatcher(None, _WORD.findall(one.lower()), _WORD.findall(other.lower()), autojunk=False)
    return words.ratio() if words.quick_ratio() >= ALIKE else 0.0


def fingerprint_of_piece(section: Section, content: Content, field: str, quote: str) -> str:
    """Of the piece as it stands now, for who looked at it: sha256 in hex. Empty: it is nowhere any more."""
    paragraphs = paragraphs_of(section, content)
    place = place_of(paragraphs, field, quote)
    return "" if place.index is None else hashlib.sha256(paragraphs[place.index].text.encode()).hexdigest()


def taken_over(section: Section, content: Content, field: str, quote: str, suggestion: str) -> dict[str, Any] | None:
    """The content with a suggestion in the place of its piece, merged by words where that changed meanwhile. None: the
    piece is gone, or both changed the same words."""
    paragraphs = paragraphs_of(section, content)
    place = place_of(paragraphs, field, quote)
    if place.index is None or not paragraphs[place.index].is_text:
        return None
    present = paragraphs[place.index].text
    merged = try_to_merge(quote, suggestion, present)
    if merged is None:
        return None
    before = [one for one in paragraphs[: place.index] if one.field == field]
    return {**content, field: _replaced(content.get(field) or "", len(before), merged)}


def _replaced(text: str, number: int, piece: str) -> str:
    parts = _BREAK.split(text)
    filled = [index for index in range(0, len(parts), 2) if parts[index].strip()] or [0]
    parts[filled[number]] = piece
    return "".join(parts)
