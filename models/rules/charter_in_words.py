"""The content of a section as a person reads it, field by field: for comparing texts and for talking about a piece."""

from collections.abc import Mapping
from typing import Any

from models.rules.charter_completeness import is_filled
from models.rules.charter_sections import Field, asked


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
    if one.kind in ("rows", "fixed_rows"):
        return "\n".join(rows_in_words(one, content))
    return str(value)


def rows_in_words(one: Field, content: Mapping[str, Any]) -> list[str]:
    """Each row of a field on one line; a fixed one begins with its name."""
    value: Any = content.get(one.code)
    if one.kind == "rows":
        return [_row(one, row) for row in value or []]
    return [f"{label}: {_row(one, value[code])}" for code, label in one.choices.items() if (value or {}).get(code)]


def _row(one: Field, row: Mapping[str, Any]) -> str:
    return " · ".join(words for column in asked(one.columns) if (words := in_words(column, row)))
