"""The forms with which somebody who takes part gives their data, changes them or has them erased."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, SelectChoice, SelectMultipleField, StringField, TelField
from wtforms.validators import InputRequired, Length

from models.operations.participating import ParticipantData, PersonalLink
from models.operations.signing_in import LONGEST_ADDRESS
from models.rules.participants import REACH, WISHES
from webapp.forms import LONGEST_LINE, BinstartForm, trimmed

TOO_LONG = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_LINE)
SEVERAL = _l("U mag er meer dan één kiezen.")


def name_field(label: Any, autocomplete: str) -> StringField:
    """Who it is."""
    return StringField(label, filters=[trimmed], render_kw={"autocomplete": autocomplete, "spellcheck": "false"},
                       validators=[InputRequired(_l("Vul de naam in.")), Length(max=LONGEST_LINE, message=TOO_LONG)]
                       )  # fmt: skip


def wishes_field(label: Any) -> SelectMultipleField:
    """What somebody wants to do."""
    return SelectMultipleField(label, description=SEVERAL,
                               choices=[SelectChoice(code, text) for code, text in WISHES.items()])  # fmt: skip


def reach_field(label: Any) -> SelectMultipleField:
    """How somebody is reached best."""
    return SelectMultipleField(label, description=SEVERAL,
                               choices=[SelectChoice(code, text) for code, text in REACH.items()])  # fmt: skip


def phone_field(label: Any, autocomplete: str) -> TelField:
    """Needed for some of the ways."""
    return TelField(label, filters=[trimmed], description=_l("Nodig voor een sms, een telefoontje of een app."),
                    validators=[Length(max=LONGEST_LINE, message=TOO_LONG)],
                    render_kw={"autocomplete": autocomplete, "class": "govuk-input--width-20"})  # fmt: skip


def email_field(label: Any, autocomplete: str) -> EmailField:
    """Needed for one of the ways."""
    return EmailField(label, filters=[trimmed], description=_l("Nodig voor een e-mail."),
                      validators=[Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang."))],
                      render_kw={"autocomplete": autocomplete, "spellcheck": "false"})  # fmt: skip


def data_of(form: Any, *, has_consented: bool) -> ParticipantData:
    """What was filled in."""
    return ParticipantData(form.name.data or "", form.phone.data or "", form.email.data or "", form.reach.data or [],
                           form.wishes.data or [], has_consented)  # fmt: skip


class GiveDataForm(BinstartForm):
    """The data with the consent. Whoever consented to the present text already is not asked again."""

    wishes = wishes_field(_l("Wat wilt u doen?"))
    name = name_field(_l("Uw naam"), "name")
    reach = reach_field(_l("Hoe bereiken wij u het best?"))
    phone = phone_field(_l("Uw telefoonnummer"), "tel")
    email = email_field(_l("Uw e-mailadres"), "email")
    has_consented = BooleanField(_l("Ik ga akkoord"))

    def data_given(self) -> ParticipantData:
        """What was filled in."""
        return data_of(self, has_consented=bool(self.has_consented.data))


class WithdrawDataForm(BinstartForm):
    """One button."""


class LetterCodeForm(BinstartForm):
    """The code of the letter."""

    code = StringField(
        _l("Code van uw brief"),
        description=_l("Ze staat op de uitnodiging, onder de QR-code. Bijvoorbeeld: CDFGH-JKMNP."),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul de code van uw brief in.")), Length(max=40, message=_l("Dit is te lang."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                   "class": "govuk-input--width-20"},
    )  # fmt: skip


def as_given(link: PersonalLink) -> dict[str, Any]:
    """What was given before, to be changed; the first time what a voice said already."""
    known = link.participant or link.proposal
    if known is None:
        return {}
    return {name: getattr(known, name) for name in ("name", "phone", "email", "reach", "wishes")}
