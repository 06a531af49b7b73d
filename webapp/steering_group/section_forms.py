"""The form of one section of the charter, made from the table of what that section asks (charter_sections)."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.core import UnboundField

from models.rules.charter_sections import SECTION, Section, asked
from models.rules.charter_sections import Field as Asked
from webapp.case.forms import ActionForm
from webapp.dates import DayField

FEWEST_ROWS = 1


class Needed:
    """Marks a field that must be filled before the text can be frozen. Saving with less is fine."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Nothing is wrong with an empty field: what is missing stands on the page of the charter."""


class Rows(FieldList):
    """Rows of a form, counted by plain digits only: other signs that count as digits are no row number."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Any:
        numbers = {name[len(prefix) + 1 :].split("-", 1)[0] for name in formdata if name.startswith(f"{prefix}-")}
        return [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) <= 4]


class SectionForm(ActionForm):
    """One section being written. `revision` is the one that the writer started from."""

    revision = HiddenField()

    def values(self, section: Section) -> dict[str, Any]:
        """What was filled in, as the rules read it."""
        return {one.code: _value(self._fields[one.code]) for one in asked(section.fields)}

    def seen_revision(self) -> int:
        """The revision that the writer started from; what is no number never matches one."""
        return revision_number(self.revision.data or "")

    def field_at(self, path: str) -> Field | None:
        """The field that the rules name by a path: 'lines-0-amount', 'messages-urgent-channel'."""
        found: Any = self
        for name in path.split("-"):
            found = _inside(found, name)
            if found is None:
                return None
        return found if isinstance(found, Field) else None

    def field_named(self, name: str) -> Field | None:
        """As `field_at`: refusals name a path too."""
        return self.field_at(name)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put every fault at its field; one without a field stands above the form."""
        for path, sentence in problems.items():
            field = self.field_at(path)
            if field is None:
                self.form_errors.append(sentence)
            elif sentence not in field.errors:
                field.errors = [*field.errors, sentence]

    def add_row(self, code: str) -> None:
        """One more empty row, as long as there may be more."""
        rows = self._fields.get(code)
        if isinstance(rows, Rows) and len(rows) < (rows.max_entries or 0) - 1:
            rows.append_entry()

    def remove_row(self, name: str) -> None:
        """Take away the row with this name ('lines-2')."""
        rows = self._fields.get(name.rpartition("-")[0])
        if isinstance(rows, Rows):
            rows.entries = [entry for entry in rows.entries if entry.name != name]


def posted_values(form: Form) -> dict[str, Any]:
    """What a browser would send for each control of the form: a text, or a list of texts for boxes to tick."""
    found: dict[str, Any] = {}
    for field in form:
        found |= _posted(field)
    return found


def _posted(field: Field) -> dict[str, Any]:
    if isinstance(field, FieldList):
        return {name: value for entry in field.entries for name, value in _posted(entry).items()}
    if isinstance(field, FormField):
        return posted_values(field.form)
    if isinstance(field, DayField):
        return {f"{field.name}-{part}": field.box(part) for part in field.parts}
    if isinstance(field, HiddenField):
        return {}
    if isinstance(field, SelectMultipleField):
        return {field.name: list(field.data or [])}
    return {field.name: str(field.data or "")}


def _value(field: Field) -> Any:
    if isinstance(field, FieldList):
        return [_value(entry) for entry in field.entries]
    if isinstance(field, FormField):
        return {inner.short_name: _value(inner) for inner in field.form}
    return field.data


def _inside(found: Any, name: str) -> Any:
    if isinstance(found, FieldList):
        return found.entries[int(name)] if name.isdigit() and int(name) < len(found.entries) else None
    form = found.form if isinstance(found, FormField) else found if isinstance(found, Form) else None
    return form._fields.get(name) if form is not None else None


def revision_number(text: str) -> int:
    """The number of a revision as a form sends it; what is no number never matches one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@lru_cache
def form_for(code: str) -> type[SectionForm]:
    """The form class of the section with this code."""
    return type(f"{code.title()}Form", (SectionForm,), _fields(SECTION[code].fields))


def data_for(section: Section, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as it is kept, as the form shows it: amounts in euro, and at least one row to fill in."""
    data = _shown(section.fields, content)
    for one in section.fields:
        if one.kind == "rows" and len(data[one.code]) < FEWEST_ROWS and one.is_required:
            data[one.code] = [{}]
    return data


def _shown(fields: Iterable[Asked], content: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for one in fields:
        value = content.get(one.code)
        if one.kind == "money":
            cents = content.get(f"{one.code}_cents")
            shown[one.code] = "" if cents is None else f"{cents // 100},{cents % 100:02d}"
        elif one.kind == "rows":
            shown[one.code] = [_shown(one.columns, row) for row in value or []]
        elif one.kind == "fixed_rows":
            shown[one.code] = {name: _shown(one.columns, (value or {}).get(name) or {}) for name in one.choices}
        elif one.kind == "day":
            shown[one.code] = date.fromisoformat(value) if value else None
        else:
            shown[one.code] = value
    return shown


def _fields(fields: tuple[Asked, ...], *, in_row: bool = False) -> dict[str, UnboundField]:
    return {one.code: _field(one, in_row=in_row) for one in asked(fields)}


def _field(one: Asked, *, in_row: bool) -> UnboundField:
    if one.kind == "rows":
        row = type("RowForm", (Form,), _fields(one.columns, in_row=True))
        # One row more than allowed is read, so that it is refused instead of silently left out.
        return Rows(FormField(row), label=one.label, description=one.help, max_entries=one.most_rows + 1)
    if one.kind == "fixed_rows":
        row = type("RowForm", (Form,), _fields(one.columns, in_row=True))
        kinds = {name: FormField(row, label=label) for name, label in one.choices.items()}
        return FormField(type("KindsForm", (Form,), kinds), label=one.label, description=one.help)
    common: dict[str, Any] = {
        "label": one.label,
        "description": _hint(one),
        "validators": [Needed()] if one.is_required else [],
    }
    return _single(one, common, in_row=in_row)


def _single(one: Asked, common: dict[str, Any], *, in_row: bool) -> UnboundField:
    # The rules check what was chosen: a choice that nobody made yet is no fault.
    options = [SelectChoice(value, label) for value, label in one.choices.items()]
    if one.kind == "choices":
        return SelectMultipleField(choices=options, validate_choice=False, **common)
    if one.kind == "choice" and in_row:
        options.insert(0, SelectChoice("", _l("Kies…")))
        return SelectField(choices=options, default="", validate_choice=False, **common)
    if one.kind == "choice":
        return RadioField(choices=options, validate_choice=False, **common)
    if one.kind == "day":
        return DayField(**common)
    if one.kind == "text":
        return TextAreaField(**common)
    return StringField(render_kw=_ATTRIBUTES.get(one.kind, {}) | _list_of(one), **common)


_ATTRIBUTES: dict[str, dict[str, Any]] = {
    "money": {"inputmode": "decimal", "class": "govuk-input--width-10"},
    "number": {"inputmode": "numeric", "class": "govuk-input--width-5"},
    "email": {"type": "email", "inputmode": "email", "spellcheck": "false"},
}


def _list_of(one: Asked) -> dict[str, Any]:
    """Where the field finds words to choose from while typing (a datalist on the page)."""
    attributes: dict[str, Any] = {"autocomplete": "off"}
    if one.code == "street":
        return {**attributes, "list": "streets"}
    return {**attributes, "list": "channels"} if one.suggestions else attributes


def _hint(one: Asked) -> str | LazyString:
    if one.help and one.example:
        return _l("%(help)s Bijvoorbeeld: %(example)s", help=one.help, example=one.example)
    return _l("Bijvoorbeeld: %(example)s", example=one.example) if one.example else one.help
