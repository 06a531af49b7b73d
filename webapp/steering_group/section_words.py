"""The content of a section in words, field by field: for putting two texts beside each other and comparing them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from rapidfuzz.distance import Indel

from models.rules.charter_in_words import in_words
from models.rules.charter_sections import Section, asked

_WORD = re.compile(r"\s+|\S+\s*")  # a word with the space behind it


@dataclass(frozen=True)
class Piece:
    """Part of a comparison. `kind`: same, removed or added."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One field in which two texts differ."""

    label: str
    mine: str
    theirs: str


def differences(section: Section, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields in which what I wrote and what somebody else saved are not the same."""
    found = (Difference(one.label, in_words(one, mine), in_words(one, theirs)) for one in asked(section.fields))
    return tuple(one for one in found if one.mine != one.theirs)


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """What was taken away and added, word by word, in the order of reading."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    removed = added = ""
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            pieces += [*_changed(removed, added), Piece("same", "".join(old[step.src_start : step.src_end]))]
            removed = added = ""
            continue
        removed += "".join(old[step.src_start : step.src_end])
        added += "".join(new[step.dest_start : step.dest_end])
    return (*pieces, *_changed(removed, added))


@dataclass(frozen=True)
class Compared:
    """One field in which two texts differ, in pieces."""

    label: str
    pieces: tuple[Piece, ...]


def compare_contents(section: Section, older: Mapping[str, Any], newer: Mapping[str, Any]) -> tuple[Compared, ...]:
    """The fields in which two texts of a section differ, word by word."""
    found = [(one.label, in_words(one, older), in_words(one, newer)) for one in asked(section.fields)]
    return tuple(Compared(label, compare_words(before, after)) for label, before, after in found if before != after)


def _changed(removed: str, added: str) -> list[Piece]:
    """What stood there, and then what came in its place."""
    return [Piece(kind, text) for kind, text in (("removed", removed), ("added", added)) if text]


def others_said(names: Sequence[str]) -> str:
    """Who else has the section open, as the page says it; empty: nobody."""
    if not names:
        return ""
    return _("Ook hier bezig: %(names)s. Wat u tegelijk schrijft, wordt samengevoegd.", names=", ".join(names))
