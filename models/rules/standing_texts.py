"""The own standing text of a municipality or zone: what the sections of its next charters begin with.

Layers per field: the municipality's own text, else the zone's, else ours (models.rules.charter_template).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from models.rules.charter_content import LONGEST_LINE, checked_content, section_named
from models.rules.charter_sections import SECTIONS, Field, Section
from models.rules.charter_template import Names, standing_contents
from models.rules.languages import SOURCE
from models.rules.own_texts import checked_text, filled_text
from models.rules.refusals import Invalid

KIND = "charter"  # of AuthorityText; the part is 'section.field', or 'section.field.row.column' in a table
FIELDS = {
    "netwerk": "de naam van het netwerk",
    "gemeente": "de naam van de gemeente",
    "zone": "de naam van de politiezone",
    "omzendbrief": "de omzendbrief die geldt",
}
# Filled in, a text must leave room in its section (5000) for what the case adds, such as the evening that approved.
LONGEST = 4500  # characters
LONGEST_NAME = 100  # characters; a field may become this long
# What a case knows by itself, or what only the partners of one network can agree on.
_OF_THE_CASE = ("parties", "area", "objectives")
_OF_THE_NETWORK = ("log_keeper", "list_keeper", "test")


def fields_of(section: Section) -> tuple[Field, ...]:
    """The fields of a section that can have a standing text; empty when it has none."""
    if section.code in _OF_THE_CASE:
        return ()
    asked = (one for one in section.fields if one.code not in _OF_THE_NETWORK)
    return tuple(part for one in asked for part in _parts(one))


def _parts(one: Field) -> tuple[Field, ...]:
    """The field itself, or each place of a table with fixed rows, as a field of its own."""
    if one.kind == "fixed_rows":
        return tuple(
            replace(column, code=f"{one.code}.{row}.{column.code}", label=f"{name}: {column.label}")
            for row, name in one.choices.items()
            for column in one.columns
        )
    return (one,) if one.kind in ("line", "text") else ()


def text_at(content: Mapping[str, Any], code: str) -> str:
    """What stands in a content at the code of a standing field; empty where nothing does."""
    value: Any = content
    for name in code.split("."):
        value = (value or {}).get(name)
    return value or ""


def with_texts(content: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """A content with these texts at the codes of their standing fields; the others stay."""
    changed: dict[str, Any] = dict(content)
    for code, text in texts.items():
        field, _, rest = code.partition(".")
        changed[field] = with_texts(changed.get(field) or {}, {rest: text}) if rest else text
    return changed


STANDING = {section.code: fields_of(section) for section in SECTIONS if fields_of(section)}


def standing_section(code: str) -> Section:
    """The section with this code. Raises Invalid when it can't have a standing text."""
    section = section_named(code)
    if code not in STANDING:
        raise Invalid("no_standing_text", "Dit onderdeel heeft geen standaardtekst.", "section")
    return section


def checked_standing(code: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Per field the text as it is kept: without markup, with fields that exist. Raises Invalid with the field."""
    standing_section(code)
    checked = {}
    for one in STANDING[code]:
        text = text_at(_checked(code, one, texts.get(one.code, "")), one.code)
        longest = LONGEST_LINE if one.kind == "line" else LONGEST
        text = checked_text(text, one.code, fields=FIELDS, longest=longest)
        filled = filled_text(text, dict.fromkeys(FIELDS, "x" * LONGEST_NAME))
        if "((" in text and len(filled) > longest:
            raise Invalid("too_long", f"Hoogstens {longest} tekens, ook met lange namen in de velden.", one.code)
        checked[one.code] = text
    return checked


def _checked(code: str, one: Field, text: str) -> dict[str, Any]:
    try:
        return checked_content(code, with_texts({}, {one.code: text}))
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.sentence, one.code) from refusal


def with_own_texts(
    names: Names, layers: Iterable[Mapping[str, str]], language: str = SOURCE
) -> dict[str, dict[str, Any]]:
    """The contents with which a charter begins. `layers`: own texts per 'section.field', the nearest first, in the
    words of their authority; an empty one leaves the word to the layer below. `language`: of ours."""
    contents = {code: dict(content) for code, content in standing_contents(names, language).items()}
    for layer in reversed(list(layers)):
        for part, text in layer.items():
            code, _, field = part.partition(".")
            if text:
                contents[code] = with_texts(contents.get(code, {}), {field: filled_text(text, _values(names))})
    return contents


def _values(names: Names) -> dict[str, str]:
    return {
        "netwerk": names.network,
        "gemeente": names.municipality,
        "zone": names.zone,
        "omzendbrief": names.circular,
    }
