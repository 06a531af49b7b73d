"""What all forms share. Each audience has its own forms beside its views; nothing else belongs here."""

from typing import Any

from flask import Flask, g, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.i18n import translations
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FieldList, FileField, Form, FormField, HiddenField, SelectField
from wtforms.fields.choices import Choice
from wtforms.widgets import Select

from models.rules.refusals import Invalid
from webapp.bypass_log import note_choices
from webapp.pressing import TokenField
from webapp.rule_words import said
from webapp.transaction import undo

LONGEST_LINE = 200  # characters of a one-line field
LONGEST_TEXT = 5000  # characters of a text; as in models.operations.cases.acting


def init_forms(app: Flask) -> None:
    """Make what the macros need known to the templates."""
    app.jinja_env.globals.update(own_errors=own_errors, select_box=select_box)


def trimmed(value: Any) -> Any:
    """Filter for text fields: without spaces around it."""
    return value.strip() if isinstance(value, str) else value


class _Protection(FlaskForm.Meta.csrf_class):
    """Against forgery, as Flask-WTF does it, with the key by which a form that is sent twice is known."""

    field_class = TokenField


class BinstartForm(FlaskForm):
    """Base of every form: protected against forgery and against being sent twice (webapp.pressing), and its faults are
    listed in the order of the page."""

    class Meta:
        """WTForms looks here."""

        csrf_class = _Protection

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """What was sent as a form and nothing else: Flask-WTF would read a body in JSON too, which brings
            numbers and lists where a text is asked, and a file into any field."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
                return None
            asked = {name for name, field in form._fields.items() if isinstance(field, FileField)}
            files = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in asked)
            return CombinedMultiDict((files, request.form)) if files else request.form or None

    @property
    def has_upload(self) -> bool:
        """Whether a file goes along: the form then needs another way of sending."""
        return any(isinstance(field, FileField) for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        """As WTForms does it; a choice that was not offered leaves a line."""
        is_fine = bool(super().validate(extra_validators))
        if not is_fine:
            note_choices(self)
        return is_fine

    def faults(self) -> list[tuple[Field | None, str]]:
        """Every fault with its field (None: the form as a whole), for the summary above the form."""
        found: list[tuple[Field | None, str]] = [(None, str(error)) for error in self.form_errors]
        return found + [fault for field in self for fault in _faults_of(field)]


class _Select(Select):
    """Words of the rules in the language of the page: what a widget writes does not pass by the templates."""

    @classmethod
    def render_option(cls, choice: Choice, **attributes: Any) -> Markup:
        """One line of the list."""
        return super().render_option(choice._replace(label=said(choice.label)), **attributes)


_SELECT = _Select()


def select_box(field: SelectField, **attributes: Any) -> Markup:
    """A list to choose one from, as the macros write it."""
    field.widget = _SELECT
    return field(**attributes)


class PartForm(Form):
    """Base of the parts inside a form (FormField, FieldList): no token of their own."""

    class Meta:
        """WTForms looks here."""

        def get_translations(self, form: Form) -> Any:
            """What WTForms itself says, in the language of the page."""
            return translations


class CaseForm(BinstartForm):
    """Base of a form about a case. It carries the position of the case, so that a stale page is noticed:
    pass `seen=form.seen.data` to the operation."""

    seen = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        if not self.is_submitted():
            self.seen.data = g.case.position


def refusal_to_form(form: BinstartForm, refusal: Invalid) -> None:
    """Show a refusal of the rules at the field that it names, and undo what the refused action changed."""
    undo()
    field = form._fields.get(refusal.field)
    if field is None:
        form.form_errors.append(refusal.sentence)
    else:
        field.errors = [*field.errors, refusal.sentence]


def render_form(template: str, form: BinstartForm, **values: Any) -> tuple[str, int]:
    """The page with the form: status 422 when it has faults, else 200."""
    return render_template(template, form=form, **values), 422 if form.faults() else 200


def own_errors(field: Field) -> list[Any]:
    """The faults of a field itself; those of the fields inside it are shown there."""
    return [] if isinstance(field.errors, dict) else [e for e in field.errors if not isinstance(e, list | tuple | dict)]


def _faults_of(field: Field) -> list[tuple[Field | None, str]]:
    """The faults of a field, and of the fields inside it, so that a link can lead to the right one."""
    own: list[tuple[Field | None, str]] = [(field, str(error)) for error in own_errors(field)]
    inner = field.form if isinstance(field, FormField) else field if isinstance(field, FieldList) else ()
    return own + [fault for part in inner for fault in _faults_of(part)]


def number_of(typed: object) -> int:
    """The id that a hidden or chosen field holds; 0, which no row has, for anything else."""
    typed = str(typed or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
