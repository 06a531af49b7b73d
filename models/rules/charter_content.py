"""Checks what somebody filled in for one section of the charter, field by field, and gives it back as it is kept."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.rules.charter_sections import SECTION, Field, Section
from models.rules.pasted_text import without_markup
from models.rules.refusals import Invalid

LONGEST_LINE = 200  # characters; a longer line doesn't fit in a table on paper
LONGEST_TEXT = 5000  # characters
LONGEST_PASTED = 100_000  # characters, markup and all: a longer one is not even read
HIGHEST_AMOUNT = 100_000_000  # cents: a million euro
HIGHEST_HOUSE_NUMBER = 99_999

_MONEY = re.compile(r"(?P<euro>\d{1,3}(?:[. ]\d{3})+|\d+)(?:[.,](?P<cents>\d{1,2}))?")
_BELGIAN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")

Problems = dict[str, str]  # path of the field ('lines-0-amount') to the sentence that says what is wrong


def checked_content(code: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a section as it is kept: texts trimmed, amounts in cents, days as 'YYYY-MM-DD', no empty rows.

    `values` is what a form or a scenario gives; content that was kept already passes unchanged. What is still missing
    is no fault here (see `charter_completeness`). Raises Invalid with the path of the first wrong field.
    """
    content, problems = read_content(code, values)
    for path, sentence in problems.items():
        raise Invalid("wrong_content", sentence, path)
    return content


def read_content(code: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], Problems]:
    """The content, and everything that is wrong with it: for a page that shows all faults at once."""
    section = section_named(code)
    problems: Problems = {}
    content = _read_fields(section.fields, values, "", problems)
    for name in values.keys() - _names_of(section.fields):
        problems[str(name)] = f"Het onderdeel ‘{section.title}’ vraagt geen ‘{name}’."
    return content, problems


def section_named(code: str) -> Section:
    """The section with this code. Raises Invalid."""
    if code not in SECTION:
        raise Invalid("unknown_section", "Dit onderdeel van het charter bestaat niet.", "section")
    return SECTION[code]


def _names_of(fields: Sequence[Field]) -> set[str]:
    return {one.code for one in fields} | {f"{one.code}_cents" for one in fields if one.kind == "money"}


def _read_fields(fields: Sequence[Field], values: Mapping[str, Any], prefix: str, problems: Problems) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for one in fields:
        path = prefix + one.code
        try:
            if one.kind == "money":
                content[f"{one.code}_cents"] = _money(values, one.code)
            elif one.kind == "rows":
                content[one.code] = _rows(one, values.get(one.code) or [], path, problems)
            elif one.kind == "fixed_rows":
                content[one.code] = _fixed_rows(one, values.get(one.code) or {}, path, problems)
            else:
                content[one.code] = _READERS[one.kind](one, values.get(one.code))
        except ValueError as wrong:
            problems[path] = str(wrong)
    return content


def _rows(one: Field, rows: Any, path: str, problems: Problems) -> list[dict[str, Any]]:
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError("Vul dit in als een lijst van rijen.")
    if len(rows) > one.most_rows:
        raise ValueError(f"Hoogstens {one.most_rows} rijen.")
    kept = []
    for index, row in enumerate(rows):
        if not _says_something(one.columns, row):
            continue
        kept.append(_read_row(one, row, f"{path}-{index}-", problems))
    return kept


def _read_row(one: Field, row: Mapping[str, Any], prefix: str, problems: Problems) -> dict[str, Any]:
    for name in row.keys() - _names_of(one.columns):
        problems[f"{prefix}{name}"] = f"Een rij van ‘{one.label}’ heeft geen ‘{name}’."
    return _read_fields(one.columns, row, prefix, problems)


def _says_something(columns: Sequence[Field], row: Mapping[str, Any]) -> bool:
    """A row in which only a choice stands is an empty row: choices always have a value on a form."""
    typed = {
        name for one in columns if one.kind not in ("choice", "row_id") for name in (one.code, f"{one.code}_cents")
    }
    unknown = row.keys() - _names_of(columns)
    return bool(unknown) or any(str(row[name]).strip() for name in typed & row.keys() if row[name] is not None)


def _fixed_rows(one: Field, rows: Any, path: str, problems: Problems) -> dict[str, dict[str, Any]]:
    if not isinstance(rows, Mapping):
        raise ValueError("Vul dit in per soort.")
    for name in rows.keys() - one.choices.keys():
        problems[f"{path}-{name}"] = f"‘{name}’ bestaat niet."
    if not all(isinstance(row, Mapping) for row in rows.values()):
        raise ValueError("Vul dit in als rijen met velden.")
    return {name: _read_row(one, rows.get(name, {}), f"{path}-{name}-", problems) for name in one.choices}


def _plain(value: Any) -> str:
    """Composed letters, one kind of line end, and no signs that can't be seen: they make a page read otherwise than
    the text that was signed."""
    if value is None:
        return ""
    if isinstance(value, bool | dict | list | tuple):
        raise ValueError("Vul hier tekst in.")
    given = str(value)
    if len(given) > LONGEST_PASTED:
        length = f"{len(given):,}".replace(",", ".")
        raise ValueError(f"Dit is veel te lang: {length} tekens. Er kunnen er hoogstens 5.000 staan.")
    text = unicodedata.normalize("NFC", without_markup(given).replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign)[0] != "C").strip()


def plain_text(value: str) -> str:
    """A longer text that somebody typed or pasted beside the charter, as one in the charter is kept. Raises Invalid."""
    try:
        return _plain(value)
    except ValueError as wrong:
        raise Invalid("too_long", str(wrong), "text") from None


def _line(one: Field, value: Any) -> str:
    text = " ".join(_plain(value).split())
    if len(text) > LONGEST_LINE:
        raise ValueError(f"Hoogstens {LONGEST_LINE} tekens.")
    return text


def _text(one: Field, value: Any) -> str:
    text = _plain(value)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"Hoogstens {LONGEST_TEXT} tekens.")
    return text


def _email(one: Field, value: Any) -> str:
    text = _line(one, value)
    if text and not _EMAIL.fullmatch(text):
        raise ValueError("Vul een volledig e-mailadres in, zoals naam@voorbeeld.be.")
    return text


def _choice(one: Field, value: Any) -> str:
    text = _plain(value)
    if text and text not in one.choices:
        raise ValueError("Kies een van de mogelijkheden.")
    return text


def _choices(one: Field, value: Any) -> list[str]:
    given = value if isinstance(value, list | tuple) else [] if value in (None, "") else [value]
    if any(not isinstance(code, str) or code not in one.choices for code in given):
        raise ValueError("Kies uit de lijst.")
    return [code for code in one.choices if code in given]


def _number(one: Field, value: Any) -> int | None:
    text = _plain(value)
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= HIGHEST_HOUSE_NUMBER:
        raise ValueError(f"Vul een getal in tussen 1 en {HIGHEST_HOUSE_NUMBER}.")
    return int(text)


def _row_id(one: Field, value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError("Dit nummer geeft het systeem zelf.")
    return value


def _day(one: Field, value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else _plain(value)
    if not text:
        return ""
    belgian = _BELGIAN_DAY.fullmatch(text)
    if belgian:
        text = f"{belgian[3]}-{int(belgian[2]):02d}-{int(belgian[1]):02d}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("Vul een datum in, zoals 15/04/2027.") from None


def _money(values: Mapping[str, Any], code: str) -> int | None:
    kept = values.get(f"{code}_cents")
    if kept is not None:
        if isinstance(kept, bool) or not isinstance(kept, int):
            raise ValueError("Een bedrag in cent is een geheel getal.")
        cents = kept
    else:
        text = _plain(values.get(code)).replace("€", "").replace("\u00a0", " ").strip()
        if not text:
            return None
        found = _MONEY.fullmatch(text)
        if not found:
            raise ValueError("Vul een bedrag in euro in, zoals 150 of 12,50.")
        cents = int(re.sub(r"[. ]", "", found["euro"])) * 100 + int((found["cents"] or "0").ljust(2, "0"))
    if not 0 <= cents <= HIGHEST_AMOUNT:
        raise ValueError("Een bedrag ligt tussen 0 en 1.000.000 euro.")
    return cents


_READERS = {
    "line": _line,
    "text": _text,
    "email": _email,
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "day": _day,
    "row_id": _row_id,
}
