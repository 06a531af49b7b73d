"""The forms with which somebody who takes part gives their data, changes them or has them erased."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Field, SelectChoice, SelectMultipleField, StringField, TelField
from wtforms.validators import InputRequired, Length, ValidationError

from models.operations.accounts.signing_in import LONGEST_ADDRESS
from models.operations.evenings.participating import ParticipantData, PersonalLink
from models.rules.participants import BY_PHONE, REACH, WISHES
from webapp.forms import LONGEST_LINE, BinstartForm, trimmed
from webapp.languages import read_in

TOO_LONG = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_LINE)
NO_PHONE = _l("Vul een telefoonnummer in: nodig voor een sms, een telefoontje of een app.")
NO_MAIL = _l("Vul een e-mailadres in: nodig voor een e-mail.")
NO_CONSENT = _l("Zonder akkoord bewaren wij niets. Vink het vakje aan.")
SEVERAL = _l("U mag er meer dan één kiezen.")


def name_field(label: Any, autocomplete: str) -> StringField:
    """Who it is."""
    return StringField(label, filters=[trimmed], render_kw={"autocomplete": autocomplete, "spellcheck": "false"},
                       validators=[InputRequired(_l("Vul de naam in.")), Length(max=LONGEST_LINE, message=TOO_LONG)]
                       )  # fmt: skip


class NeededFor:
    """Validator: filled in where somebody wants to be reached by it; said together with all other faults."""

    def __init__(self, ways: Collection[str], missing: Any) -> None:
        self.ways, self.missing = ways, missing

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data and not set(self.ways).isdisjoint(form.reach.data or ()):
            raise ValidationError(str(self.missing))


def wishes_field(label: Any) -> SelectMultipleField:
    """What somebody wants to do."""
    return SelectMultipleField(label, description=SEVERAL,
                               validators=[InputRequired(_l("Kies minstens één ding om te doen."))],
                               choices=[SelectChoice(code, text) for code, text in WISHES.items()])  # fmt: skip


def reach_field(label: Any) -> SelectMultipleField:
    """How somebody is reached best."""
    return SelectMultipleField(label, description=SEVERAL,
                               validators=[InputRequired(_l("Kies minstens één manier om iemand te bereiken."))],
                               choices=[SelectChoice(code, text) for code, text in REACH.items()])  # fmt: skip


def phone_field(label: Any, autocomplete: str) -> TelField:
    """Needed for some of the ways."""
    return TelField(label, filters=[trimmed], description=_l("Nodig voor een sms, een telefoontje of een app."),
                    validators=[NeededFor(BY_PHONE, NO_PHONE), Length(max=LONGEST_LINE, message=TOO_LONG)],
                    render_kw={"autocomplete": autocomplete, "class": "govuk-input--width-20"})  # fmt: skip


def email_field(label: Any, autocomplete: str) -> EmailField:
    """Needed for one of the ways."""
    return EmailField(label, filters=[trimmed], description=_l("Nodig voor een e-mail."),
                      validators=[NeededFor(["mail"], NO_MAIL),
                                  Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang."))],
                      render_kw={"autocomplete": autocomplete, "spellcheck": "false"})  # fmt: skip


def data_of(form: Any, *, has_consented: bool) -> ParticipantData:
    """What was filled in."""
    return ParticipantData(form.name.data or "", form.phone.data or "", form.email.data or "", form.reach.data or [],
                           form.wishes.data or [], has_consented, read_in())  # fmt: skip


class GiveDataForm(BinstartForm):
    """The data with the consent. Whoever consented to the present text already is not asked again."""

    wishes = wishes_field(_l("Wat wilt u doen?"))
    name = name_field(_l("Uw naam"), "name")
    reach = reach_field(_l("Hoe bereiken wij u het best?"))
    phone = phone_field(_l("Uw telefoonnummer"), "tel")
    email = email_field(_l("Uw e-mailadres"), "email")
    has_consented = BooleanField(_l("Ik ga akkoord"), validators=[InputRequired(NO_CONSENT)])

    def ask_no_consent(self) -> None:
        """Leave the box away."""
        del self.has_consented

    def data_given(self) -> ParticipantData:
        """What was filled in."""
        return data_of(self, has_consented="has_consented" in self and bool(self.has_consented.data))


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
