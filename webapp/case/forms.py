"""What the forms about a case share, and the forms that municipality, police and stuurgroep all use."""

from typing import Any, TypeAlias

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import TextInput

from models.rules.charter_sections import SECTIONS
from models.rules.procedure_settings import LAUNCH_OWNERS
from models.rules.refusals import Invalid
from webapp.dates import DayField
from webapp.forms import LONGEST_LINE, LONGEST_TEXT, CaseForm, trimmed
from webapp.rule_words import lazily_said
from webapp.transaction import undo

Label: TypeAlias = str | LazyString
TOO_LONG = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_LINE)
TEXT_TOO_LONG = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_TEXT)
APPROVE_OR_REFUSE = {"yes": _l("Goedkeuren"), "no": _l("Weigeren")}
WHO_DECIDES = _l("Wie beslist?")
NOT_A_NUMBER = _l("Vul een getal in, 0 of meer.")


class ActionForm(CaseForm):
    """Base of every form that acts on a case. Fields have the names of the operation's arguments."""

    def show(self, refusal: Invalid) -> None:
        """Show a refusal of the rules at the field that it names, or above the form; nothing of the action stays."""
        undo()
        field = self.field_named(refusal.field)
        if field is None:
            self.form_errors.append(refusal.sentence)
        else:
            field.errors = [*field.errors, refusal.sentence]

    def field_named(self, name: str) -> Field | None:
        """The field that the rules mean by a name."""
        return self._fields.get(name)

    def typed(self) -> list[tuple[str, str]]:
        """What was filled in, under the names of the page, for who must see it again after a refusal."""
        fields = [field for top in self for field in _fields_in(top) if not isinstance(field, HiddenField)]
        return [(str(field.label.text), shown) for field in fields if (shown := _as_shown(field))]


def _fields_in(field: Field) -> list[Field]:
    """The field itself, or those inside it when it is a group or rows."""
    if isinstance(field, FormField):
        return [inner for one in field.form for inner in _fields_in(one)]
    if isinstance(field, FieldList):
        return [inner for one in field.entries for inner in _fields_in(one)]
    return [field]


def _as_shown(field: Field) -> str:
    """The content of a field as it stood on the page: the label of a choice, a day as it was typed."""
    if isinstance(field, DayField):
        return " ".join(field.box(part) for part in field.parts).strip()
    if isinstance(field, SelectField):  # radios too
        return next((str(option.label.text) for option in field if option.checked), "")
    return str(field.data or "") if field.data != 0 else "0"


class OneButtonForm(ActionForm):
    """Nothing to fill in: pressing the button is the action."""


def a_line(label: Label, missing: Label = "", hint: Label = "", **attributes: Any) -> StringField:
    """One line of text; `missing` is said when it is empty, without it the line may stay empty."""
    needed = InputRequired(missing) if missing else Optional()
    return StringField(label, filters=[trimmed], description=hint, render_kw=attributes or None,
                       validators=[needed, Length(max=LONGEST_LINE, message=TOO_LONG)])  # fmt: skip


def a_text(label: Label, missing: Label = "", hint: Label = "") -> TextAreaField:
    """A longer text; `missing` as for a line."""
    needed = InputRequired(missing) if missing else Optional()
    return TextAreaField(label, filters=[trimmed], description=hint,
                         validators=[needed, Length(max=LONGEST_TEXT, message=TEXT_TOO_LONG)])  # fmt: skip


def a_day(label: Label, missing: Label = "", hint: Label = "") -> DayField:
    """A day in three boxes."""
    return DayField(label, description=hint, validators=[InputRequired(missing) if missing else Optional()])


def a_count(label: Label, missing: Label = "", hint: Label = "", most: int = 1_000_000) -> IntegerField:
    """A number of things, from 0."""
    needed = InputRequired(missing) if missing else Optional()
    in_range = NumberRange(0, most, _l("Vul een getal in tussen 0 en %(most)s.", most=most))
    return WholeNumberField(
        label,
        description=hint,
        render_kw={"inputmode": "numeric", "class": "govuk-input--width-5"},
        validators=[needed, in_range],
    )


def a_choice(label: Label, options: dict[str, Any], missing: Label, hint: Label = "",
             default: str | None = None) -> RadioField:  # fmt: skip
    """One of several."""
    shown = [SelectChoice(value, name) for value, name in options.items()]
    return RadioField(label, choices=shown, default=default, description=hint, validators=[InputRequired(missing)])


def yes_or_no(label: Label, hint: Label = "", default: str | None = None) -> RadioField:
    """Yes or no: in the form as 'yes' and 'no'."""
    return a_choice(label, {"yes": _l("Ja"), "no": _l("Nee")}, _l("Kies ja of nee."), hint, default)


def a_reason(label: Label, hint: Label = "") -> TextAreaField:
    """The written reason that every decision needs."""
    return a_text(label, _l("Schrijf de reden op."), hint)


def a_body(label: Label = WHO_DECIDES) -> StringField:
    """The deciding body as it is printed; empty: the function of who acts."""
    return a_line(label, hint=_l("Zoals het in de brief komt, bijvoorbeeld ‘de gemeentelijke dienst’."))


def some_conditions() -> TextAreaField:
    """The conditions of an approval, each on a line of its own."""
    return a_text(
        _l("Onder welke voorwaarden?"), hint=_l("Alleen bij een goedkeuring. Eén voorwaarde per regel; leeg: geen.")
    )


class CorrectDecisionForm(ActionForm):
    """A decision on the founding, corrected."""

    is_approved = a_choice(_l("Wat is de beslissing?"), APPROVE_OR_REFUSE, _l("Kies goedkeuren of weigeren."))
    reason = a_reason(_l("Waarom?"), _l("Leg ook uit wat u corrigeert. Iedereen op het dossier leest dit."))
    conditions = some_conditions()
    body = a_line(_l("Wie beslist?"), _l("Vul in wie beslist."))
    decided_on = a_day(_l("Beslist op"), _l("Vul de datum van de beslissing in."))
    may_come_again = yes_or_no(_l("Mag er later een nieuwe aanvraag komen?"), _l("Telt alleen bij een weigering."))


class WholeNumberField(IntegerField):
    """A whole number from 0 that says in Dutch what is wrong, once, and shows again what was typed."""

    raw_data: list[str]
    widget = TextInput()  # a browser throws away what is no number before we can say so, and a wheel changes it

    def pre_validate(self, form: BaseForm) -> None:
        """What is no number needs no second fault about its size."""
        if self.process_errors:
            raise StopValidation

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            self.raw_data, self.data = [], None
            return
        if not (typed.isascii() and typed.isdigit()) or len(typed) > 12:
            self.data = None
            raise ValueError(NOT_A_NUMBER)
        self.data = int(typed)


class SendBackForm(ActionForm):
    """Why the request goes back to who made it."""

    reason = a_reason(_l("Wat moet er veranderen?"), _l("De initiatiefnemer en de partners lezen dit."))
    body = a_body(_l("Wie stuurt het terug?"))


class CheckLaunchItemForm(ActionForm):
    """One point of the launch checklist, ticked off or not any more."""

    item = HiddenField(validators=[InputRequired(), Length(max=LONGEST_LINE)])
    is_done = HiddenField(validators=[InputRequired()])


class PlanLaunchItemForm(ActionForm):
    """Who sees to one point of the launch checklist, and by when."""

    owner = a_choice(_l("Wie zorgt hiervoor?"), dict(LAUNCH_OWNERS), _l("Kies wie hiervoor zorgt."))
    due_on = a_day(_l("Tegen wanneer?"), hint=_l("Leeg: geen vaste dag."))


class AmendCharterForm(ActionForm):
    """Which sections of a charter that is in force change, and why."""

    sections = SelectMultipleField(
        _l("Welke onderdelen veranderen?"),
        choices=[SelectChoice(one.code, lazily_said(one.title, f"{one.number}. ")) for one in SECTIONS],
        default=["parties"],
        description=_l("Alleen deze staan open. De andere houden hun tekst."),
        validators=[InputRequired(_l("Kies welke onderdelen veranderen."))],
    )
    reason = a_reason(_l("Wat verandert er, en waarom?"), _l("Alle partners krijgen dit te lezen."))
    body = a_body(_l("Wie vraagt de wijziging?"))
