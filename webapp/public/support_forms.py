"""The forms with which a dwelling gives its voice, changes it or takes it back."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectChoice, SelectField, SelectMultipleField, StringField, TelField
from wtforms.validators import InputRequired, Length

from models.operations.accounts.signing_in import LONGEST_ADDRESS
from models.rules.streets import normalise_street_name
from models.rules.support import CHOICES, WISHES
from webapp.forms import LONGEST_LINE, BinstartForm, trimmed

TOO_LONG = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_LINE)


def _choice() -> RadioField:
    return RadioField(_l("Wat vindt u?"), choices=[SelectChoice(value, text) for value, text in CHOICES.items()],
                      validators=[InputRequired(_l("Kies voor, tegen of meer weten."))])  # fmt: skip


def _wishes() -> SelectMultipleField:
    return SelectMultipleField(_l("Wilt u meewerken?"), description=_l("U mag ook niets aanvinken."),
                               choices=[SelectChoice(value, text) for value, text in WISHES.items()])  # fmt: skip


def _line(label: Any, missing: Any = "", **attributes: Any) -> StringField:
    needed = [InputRequired(missing)] if missing else []
    return StringField(label, filters=[trimmed], render_kw=attributes,
                       validators=[*needed, Length(max=LONGEST_LINE, message=TOO_LONG)])  # fmt: skip


class GiveVoiceForm(BinstartForm):
    """One voice of one dwelling. The streets are those of the area."""

    street_id = SelectField(_l("Uw straat"), coerce=str, validate_choice=False,
                            validators=[InputRequired(_l("Kies uw straat."))])  # fmt: skip
    number = StringField(
        _l("Uw huisnummer"),
        filters=[trimmed],
        description=_l("Met de bus erbij, als die er is. Voorbeeld: 12, 12A of 12 bus 3."),
        validators=[InputRequired(_l("Vul uw huisnummer in.")), Length(max=20, message=_l("Dit is te lang."))],
        render_kw={"class": "govuk-input--width-10", "autocomplete": "off"},
    )
    choice = _choice()
    wishes = _wishes()
    name = _line(_l("Uw naam"), _l("Vul uw naam in."), autocomplete="name", spellcheck="false")
    email = EmailField(
        _l("Uw e-mailadres"),
        description=_l("U krijgt een mail om uw stem te bevestigen."),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Vul uw e-mailadres in.")),
            Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang.")),
        ],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )
    phone = TelField(_l("Uw telefoonnummer"), filters=[trimmed], render_kw={"autocomplete": "tel"},
                     validators=[Length(max=LONGEST_LINE, message=TOO_LONG)])  # fmt: skip

    def offer(self, streets: Iterable[tuple[int, str]]) -> None:
        """The streets to choose from; where there is one only, it is chosen."""
        choices = [SelectChoice(str(street_id), name) for street_id, name in streets]
        empty = [SelectChoice("", str(_l("Kies uw straat")))] if len(choices) > 1 else []
        self.street_id.choices = empty + choices

    def chosen_street(self) -> int:
        """The id of the street; 0, which no street has, for anything else."""
        typed = self.street_id.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class GiveVoiceInMunicipalityForm(GiveVoiceForm):
    """The same where the network is one of a whole municipality: too many streets for a list, so one types."""

    street_id = StringField(
        _l("Uw straat"),
        filters=[trimmed],
        description=_l("Heet nog een straat van de gemeente zo, typ dan de postcode erbij: Kerkstraat (9870)."),
        validators=[InputRequired(_l("Vul uw straat in.")), Length(max=LONGEST_LINE, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "data-street-box": ""},
    )

    def offer(self, streets: Iterable[tuple[int, str]]) -> None:
        """The streets that can be typed."""
        self._known = {normalise_street_name(name): street_id for street_id, name in streets}

    def chosen_street(self) -> int:
        """The id of the street; 0, which no street has, for any other name."""
        return self._known.get(normalise_street_name(self.street_id.data or ""), 0)


class ConfirmVoiceForm(BinstartForm):
    """One button."""


class WithdrawVoiceForm(BinstartForm):
    """One button."""


class ChangeVoiceForm(BinstartForm):
    """Think again."""

    choice = _choice()
    wishes = _wishes()
