"""Rows in a form, such as streets or candidates: read from what was sent, and given back numbered anew."""

import re
from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

Row = dict[str, str]


def rows_in(values: MultiDict[str, str], name: str) -> list[Row]:
    """The rows `name-0-part`, `name-1-part` …, in the order of their numbers; empty rows too."""
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-(\w+)", re.ASCII)
    found: dict[int, Row] = {}
    for key, value in values.items():
        match = pattern.fullmatch(key)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = value
    return [found[number] for number in sorted(found)]


def with_rows(values: MultiDict[str, str], name: str, rows: Sequence[Row]) -> MultiDict[str, str]:
    """The same values with these rows in place of those that were there, numbered from 0."""
    kept = MultiDict((key, value) for key, value in values.items(multi=True) if not key.startswith(f"{name}-"))
    for number, row in enumerate(rows):
        for part, value in row.items():
            kept.add(f"{name}-{number}-{part}", value)
    return kept


def is_empty(row: Row, *parts: str) -> bool:
    """Whether nothing was typed in these parts of the row."""
    return not any(row.get(part, "").strip() for part in parts)
