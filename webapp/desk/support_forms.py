"""The forms for paper support sheets: their lines as they were entered, and as a second person reads them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length

from models.operations.support.giving_voices import VoiceAnswer
from models.operations.support.support_sheets import MOST_LINES
from webapp.case.forms import ActionForm, a_choice, a_line, a_reason, a_text
from webapp.desk.evening_forms import Rows
from webapp.forms import PartForm, number_of, trimmed
from webapp.uploads import UploadField

FEWEST_LINES = 6
SHORT_CHOICES = {"for": _l("voor"), "against": _l("tegen"), "more": _l("meer weten")}
SHORT_WISHES = {
    "member": _l("lid"),
    "coordinator": _l("coördinator"),
    "steering_group": _l("stuurgroep"),
}


def _street() -> SelectField:
    return SelectField(_l("Straat"), coerce=str, validate_choice=False)


def _number() -> StringField:
    return StringField(
        _l("Huisnummer en bus"),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul het huisnummer in.")), Length(max=20, message=_l("Dit is te lang."))],
        render_kw={"autocomplete": "off", "class": "govuk-input--width-5"},
    )


def _voted() -> SelectField:
    options = [SelectChoice(value, text) for value, text in SHORT_CHOICES.items()]
    return SelectField(_l("Stem"), choices=options, default="for")


class SheetLineForm(PartForm):
    """One line of the sheet. A line without number and name is empty, and in order."""

    street_id = _street()
    number = _number()
    name = a_line(_l("Naam"), _l("Vul de naam in."), autocomplete="off")
    choice = _voted()
    wishes = SelectMultipleField(_l("Wil meewerken als"), choices=[SelectChoice(v, t) for v, t in SHORT_WISHES.items()])
    contact = a_line(_l("E-mail of telefoon"), autocomplete="off")

    def is_empty(self) -> bool:
        """Whether nothing was filled in here."""
        return not (self.number.data or self.name.data or self.contact.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty line is in order."""
        return self.is_empty() or super().validate(extra_validators)

    def answer(self) -> VoiceAnswer:
        """The line as the operation wants it."""
        contact = self.contact.data or ""
        email, phone = (contact, "") if "@" in contact else ("", contact)
        return VoiceAnswer(number_of(self.street_id.data), self.number.data, self.choice.data, self.name.data,
                           email, phone, self.wishes.data or [])  # fmt: skip


class EnterSupportSheetForm(ActionForm):
    """A sheet with its scan and its lines."""

    scan = UploadField(
        _l("Scan of foto van de lijst"),
        description=_l("Een PDF of een foto (JPEG, PNG, WebP of HEIC), hoogstens 10 MB. Kies het als laatste."),
    )
    lines = Rows(FormField(SheetLineForm), label=_l("De lijnen"), max_entries=MOST_LINES + 1)

    def add_lines(self, count: int = 1) -> None:
        """Empty lines to fill in."""
        for _line in range(min(count, MOST_LINES - len(self.lines))):
            self.lines.append_entry()

    def offer(self, streets: list[tuple[int, str]]) -> None:
        """The streets to choose from."""
        for entry in self.lines:
            entry.form.street_id.choices = [SelectChoice(str(street_id), name) for street_id, name in streets]

    def filled(self) -> list[tuple[int, SheetLineForm]]:
        """The lines that were filled in, with their place on the page."""
        return [(index, entry.form) for index, entry in enumerate(self.lines) if not entry.form.is_empty()]

    def answers(self) -> list[VoiceAnswer]:
        """What was filled in; empty lines fall away."""
        return [form.answer() for _index, form in self.filled()]

    def field_named(self, name: str) -> Field | None:
        """The rules count the filled lines: 'lines-2-number' is the third of them."""
        return _field_of_line(name, [form for _index, form in self.filled()] or [e.form for e in self.lines]) or (
            super().field_named(name)
        )


class StrikeVoiceForm(ActionForm):
    """Of which dwelling the voice no longer counts, and why."""

    street_id = _street()
    number = _number()
    reason = a_reason(_l("Waarom?"), _l("Bijvoorbeeld: de bewoner vraagt het. Schrijf geen namen van bewoners."))

    def offer(self, streets: list[tuple[int, str]]) -> None:
        """The streets to choose from."""
        self.street_id.choices = [SelectChoice(str(street_id), name) for street_id, name in streets]


class CheckLineForm(PartForm):
    """One line of the sample, as it stands on the paper."""

    line = HiddenField()
    street_id = _street()
    number = _number()
    choice = _voted()

    def answer(self) -> VoiceAnswer:
        """The line as the operation wants it; the name is not compared and stays."""
        return VoiceAnswer(number_of(self.street_id.data), self.number.data, self.choice.data, "-")


class CheckSupportSheetForm(ActionForm):
    """The lines of the sample, and whether the sheet counts or goes back."""

    sheet_id = HiddenField()
    lines = Rows(FormField(CheckLineForm), label=_l("De lijnen"), max_entries=MOST_LINES + 1)
    outcome: RadioField = a_choice(
        _l("Wat is het besluit?"),
        {"counts": _l("De lijnen hierboven staan zo op de lijst: laat meetellen"), "back": _l("Terugsturen")},
        _l("Kies of de lijst meetelt of teruggaat."),
    )
    reason = a_text(_l("Waarom gaat ze terug?"), hint=_l("Alleen als u terugstuurt. Schrijf geen namen van bewoners."))

    def offer(self, streets: list[tuple[int, str]]) -> None:
        """The streets to choose from."""
        for entry in self.lines:
            entry.form.street_id.choices = [SelectChoice(str(street_id), name) for street_id, name in streets]

    def answers(self) -> dict[int, VoiceAnswer]:
        """The lines by their number on the sheet."""
        typed = [(entry.form.line.data or "", entry.form) for entry in self.lines]
        return {int(line): form.answer() for line, form in typed if line.isascii() and line.isdigit() and len(line) < 4}

    def field_named(self, name: str) -> Field | None:
        """The rules count the lines of the sample from 0."""
        return _field_of_line(name, [entry.form for entry in self.lines]) or super().field_named(name)


def _field_of_line(name: str, lines: list[Any]) -> Field | None:
    parts = name.split("-", 2)
    if len(parts) != 3 or parts[0] != "lines" or int(parts[1]) >= len(lines):
        return None
    form = lines[int(parts[1])]
    field: Field | None = form._fields.get(parts[2]) or form._fields.get("contact" if parts[2] == "email" else "number")
    return field
