"""The fields of the charter: their forms are made from the table of sections and read by readers of their own."""

from collections.abc import Iterator

from binstart.form_rules.fields import MOST_CODES, FieldRules
from models.rules import charter_content
from models.rules.charter_sections import Field, Section, asked

# Which function of charter_content reads each kind; what it refuses stands with the rules.
_OF_SEVERAL = {"money": "_money", "rows": "_rows", "fixed_rows": "_fixed_rows"}


def rules_of_section(section: Section) -> list[FieldRules]:
    """The fields of one section, as `fields.rules_of` tells those of other forms. Needed: before the text is frozen."""
    return list(_lines(asked(section.fields), ""))


def _lines(fields: tuple[Field, ...], prefix: str) -> Iterator[FieldRules]:
    for one in fields:
        yield FieldRules(prefix + one.code, one.kind, one.is_required, tuple(_rules(one)), one.kind not in _OF_SEVERAL)
        if one.columns:
            row = f"{prefix}{one.code}[]." if one.kind == "rows" else f"{prefix}{one.code}-*-"
            yield from _lines(asked(one.columns), row)


def _rules(one: Field) -> Iterator[str]:
    if one.kind == "rows":
        yield f"at most {one.most_rows} rows"
    if one.choices:
        codes = ", ".join(f"`{code}`" for code in one.choices)
        of = "any of" if one.kind == "choices" else "one row for each of" if one.kind == "fixed_rows" else "one of"
        yield f"{of} {codes if len(one.choices) <= MOST_CODES else f'{len(one.choices)} codes'}"
    reader = _OF_SEVERAL.get(one.kind) or charter_content._READERS[one.kind].__name__
    yield f"`charter_content.{reader}`"
