"""What is asked of each field of a form, read from its validators, choices and filters."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wtforms import Field, FieldList, Form, FormField, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField
from wtforms.i18n import DummyTranslations
from wtforms.meta import DefaultMeta
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from models.rules.uploads import KINDS as FILE_KINDS
from models.rules.uploads import LARGEST_UPLOAD
from webapp.dates import EARLIEST_YEAR, LATEST_YEAR
from webapp.uploads import UploadField

MOST_CODES = 12  # more choices than this are counted instead of listed
_YEARS = f"between {EARLIEST_YEAR} and {LATEST_YEAR}"
_FILES = (
    f"{', '.join(kind.media_type for kind in FILE_KINDS)}, at most {LARGEST_UPLOAD // 1024**2} MB, told by its content"
)
# By the name of its class. A kind that is missing here stops the writing: say what it takes.
KINDS = {
    "BooleanField": "a box to tick",
    "DateTimeLocalField": "a day and an hour",
    "DayField": f"a day that exists, {_YEARS}",
    "EmailField": "one line, a mail address",
    "FieldList": "rows",
    "FileField": "a file",
    "FormField": "a group",
    "HiddenField": "hidden",
    "IntegerField": "a whole number",
    "MomentField": f"a day that exists, {_YEARS}, and an hour, in Belgian time",
    "PasswordField": "one line, not shown",
    "RadioField": "one choice",
    "Rows": "rows",
    "SelectField": "one choice",
    "SelectMultipleField": "several choices",
    "StringField": "one line",
    "SubmitField": "a button",
    "TelField": "one line, a phone number",
    "TextAreaField": "text",
    "UploadField": f"a file: {_FILES}",
    "WholeNumberField": "a whole number from 0, in digits",
}


@dataclass(frozen=True)
class FieldRules:
    """One line of the page. `name` as it is sent, with [] for a row: 'segments[].street'."""

    name: str
    kind: str
    is_needed: bool
    rules: tuple[str, ...]
    is_trimmed: bool


def rules_of(form: type[Form]) -> list[FieldRules]:
    """The fields of a form in their order, those of its groups and rows behind these."""
    return [line for name, unbound in _unbound(form) for line in _lines(form, _bound(unbound, name), name)]


def rules_of_whole(form: type[Form]) -> str:
    """What the form looks at beyond its fields; empty where it does not."""
    own = form.__dict__.get("validate")
    return first_sentence(own) if own else ""


def first_sentence(of: Any) -> str:
    """The first sentence of what the docstring of a function or class says."""
    return first_sentence_of(inspect.getdoc(of) or "")


def first_sentence_of(docstring: str) -> str:
    """The first sentence of a docstring, on one line."""
    text = " ".join(docstring.partition("\n\n")[0].split())
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def _unbound(form: type[Form]) -> list[tuple[str, UnboundField]]:
    # The token against forgery is no field of the class: every form has it.
    found = [(name, getattr(form, name)) for name in dir(form) if isinstance(getattr(form, name, None), UnboundField)]
    return sorted(found, key=lambda one: (one[1].creation_counter, one[0]))


def _bound(unbound: UnboundField, name: str) -> Field:
    return unbound.bind(form=None, name=name, prefix="", translations=DummyTranslations(), _meta=DefaultMeta())


def _lines(form: type[Form], field: Field, name: str) -> Iterator[FieldRules]:
    yield FieldRules(
        name, KINDS[type(field).__name__], _is_needed(field), tuple(_rules(form, field)), _is_trimmed(field)
    )
    if isinstance(field, FormField):
        yield from _parts(field, f"{name}-")
    elif isinstance(field, FieldList):
        row = _bound(field.unbound_field, name)
        if isinstance(row, FormField):
            yield from _parts(row, f"{name}[].")
        else:
            yield from _lines(form, row, f"{name}[]")


def _parts(group: FormField, prefix: str) -> Iterator[FieldRules]:
    part = group.form_class
    for name, unbound in _unbound(part):
        for line in _lines(part, _bound(unbound, name), name):
            yield FieldRules(prefix + line.name, line.kind, line.is_needed, line.rules, line.is_trimmed)
    if whole := rules_of_whole(part):
        yield FieldRules(prefix.rstrip("-."), "its parts together", False, (whole,), False)


def _is_needed(field: Field) -> bool:
    by_validator = any(isinstance(one, InputRequired | DataRequired) for one in field.validators)
    return by_validator or (isinstance(field, UploadField) and bool(field.needed))


def _is_trimmed(field: Field) -> bool:
    return any(one.__name__ == "trimmed" for one in field.filters)


def _rules(form: type[Form], field: Field) -> Iterator[str]:
    for one in field.validators:
        if told := _in_words(one):
            yield told
    if isinstance(field, SelectFieldBase):
        yield _choices(field)
    if isinstance(field, FieldList):
        yield f"at most {field.max_entries} rows" if field.max_entries else "any number of rows"
    own = getattr(form, f"validate_{field.short_name}", None)
    if own is not None:
        yield first_sentence(own)


def _in_words(validator: Any) -> str:
    if isinstance(validator, InputRequired | DataRequired | Optional):
        return ""
    if isinstance(validator, Length):
        return _between(validator.min, validator.max, "characters", none=-1)
    if isinstance(validator, NumberRange):
        return _between(validator.min, validator.max, "")
    if isinstance(validator, Regexp):
        return f"like `{validator.regex.pattern}`"
    return first_sentence(validator if inspect.isfunction(validator) else type(validator))


def _between(least: Any, most: Any, what: str, none: Any = None) -> str:
    if least == none:
        return f"at most {most} {what}".strip()
    return f"at least {least} {what}".strip() if most == none else f"{least} to {most} {what}".strip()


def _choices(field: Any) -> str:
    of = "any of" if isinstance(field, SelectMultipleField) else "one of"
    if not field.choices:
        return f"{of} what the page offers" + ("" if field.validate_choice else "; the operation looks whether it is")
    codes = [str(getattr(one, "value", one)) for one in field.choices]
    return of + " " + (f"{len(codes)} codes" if len(codes) > MOST_CODES else ", ".join(f"`{code}`" for code in codes))
