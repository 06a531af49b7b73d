"""Two people wrote in one section: what each changed since the text that both began with is put together by words.

Nothing is guessed. Where both changed the same words, or added something at the same place, people decide.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from models.rules.charter_sections import Field, Section

Content = Mapping[str, Any]
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Merged:
    """The content that holds both, and the labels of the fields in which people must choose (then it holds theirs)."""

    content: dict[str, Any]
    conflicts: tuple[str, ...]


class _Conflict(Exception):
    """Both changed the same place."""


def merge(section: Section, base: Content, mine: Content, theirs: Content) -> Merged:
    """What I wrote (`mine`) and what somebody saved meanwhile (`theirs`), both from `base`."""
    content, conflicts = dict(theirs), []
    for one in section.fields:
        key = _key(one)
        try:
            content[key] = _value(one, base.get(key), mine.get(key), theirs.get(key))
        except _Conflict:
            conflicts.append(one.label)
    return Merged(content, tuple(conflicts))


def _key(one: Field) -> str:
    return f"{one.code}_cents" if one.kind == "money" else one.code


def _value(one: Field, base: Any, mine: Any, theirs: Any) -> Any:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    if one.kind == "text":
        return merge_texts(base or "", mine or "", theirs or "")
    if one.kind == "choices":
        return _choices(one, base or (), mine or (), theirs or ())
    if one.kind == "fixed_rows":
        return {name: _row(one, *(_part(rows, name) for rows in (base, mine, theirs))) for name in one.choices}
    if one.kind == "rows" and base is not None and len(base) == len(mine) == len(theirs):
        return [_row(one, *rows) for rows in zip(base, mine, theirs, strict=True)]
    raise _Conflict


def _part(rows: Any, name: str) -> Content:
    found: Content = (rows or {}).get(name) or {}
    return found


def _row(one: Field, base: Content, mine: Content, theirs: Content) -> dict[str, Any]:
    keys = [_key(column) for column in one.columns]
    return {**theirs, **{key: _value(column, base.get(key), mine.get(key), theirs.get(key))
                         for key, column in zip(keys, one.columns, strict=True)}}  # fmt: skip


def _choices(one: Field, base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """What either added is in, what either took away is out."""
    added = (set(mine) | set(theirs)) - set(base)
    taken = set(base) - (set(mine) & set(theirs))
    return [code for code in one.choices if code in (set(base) | added) - taken]


def merge_texts(base: str, mine: str, theirs: str) -> str:
    """A text with the changes of both. Raises when both changed the same words, or added at the same place."""
    words = _words(base)
    changes = sorted([*_changes(words, _words(mine)), *_changes(words, _words(theirs))])
    merged: list[str] = []
    at, last = 0, None
    for change in changes:
        start, end, new = change
        if change == last:
            continue  # both made the very same change
        if last is not None and start <= last[1] and not (start == last[1] and start > last[0] and end > start):
            raise _Conflict
        merged += [*words[at:start], *new]
        at, last = end, change
    return "".join([*merged, *words[at:]])


def try_to_merge(base: str, mine: str, theirs: str) -> str | None:
    """The same; None where people must decide."""
    try:
        return merge_texts(base, mine, theirs)
    except _Conflict:
        return None


def _changes(words: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    # What is the same at both ends is left out first: one writes at one place of a long text.
    front = next((at for at, pair in enumerate(zip(words, other, strict=False)) if pair[0] != pair[1]), None)
    if front is None:
        front = min(len(words), len(other))
    rest, changed = words[front:], other[front:]
    back = next(
        (at for at, pair in enumerate(zip(reversed(rest), reversed(changed), strict=False)) if pair[0] != pair[1]),
        min(len(rest), len(changed)),
    )
    rest, changed = rest[: len(rest) - back], changed[: len(changed) - back]
    for kind, start, end, first, last in SequenceMatcher(None, rest, changed, autojunk=False).get_opcodes():
        if kind != "equal":
            yield front + start, front + end, tuple(changed[first:last])


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
