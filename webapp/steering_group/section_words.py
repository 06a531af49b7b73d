"""The content of a section in words, field by field: for putting two texts beside each other and comparing them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from rapidfuzz.distance import Indel

from models.rules.charter_completeness import is_filled
from models.rules.charter_sections import Field, Section, asked

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


def in_words(one: Field, content: Mapping[str, Any]) -> str:
    """The value of a field as text; rows one below the other. Empty when nothing was filled in."""
    value: Any = content.get(f"{one.code}_cents" if one.kind == "money" else one.code)
    if not is_filled(value):
        return ""
    if one.kind == "money":
        return f"€ {value // 100},{value % 100:02d}"
    if one.kind == "choice":
        return one.choices.get(value, value)
    if one.kind == "choices":
        return "\n".join(one.choices[code] for code in value)
    if one.kind == "rows":
        return "\n".join(_row(one, row) for row in value)
    if one.kind == "fixed_rows":
        return "\n".join(f"{label}: {_row(one, value[code])}" for code, label in one.choices.items() if value.get(code))
    return str(value)


def _row(one: Field, row: Mapping[str, Any]) -> str:
    return " · ".join(words for column in asked(one.columns) if (words := in_words(column, row)))


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
