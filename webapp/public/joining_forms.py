"""The forms with which somebody becomes a member, changes what is known of them, pauses or stops."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectChoice, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length

from models.operations.accounts.signing_in import LONGEST_ADDRESS
from models.operations.networks.joining import JoinAnswer
from models.rules.enrolments import BY_PHONE, CHANNELS, CONNECTIONS
from models.rules.records.enrolments import TypedEnrolment
from models.rules.streets import normalise_street_name, plain_name
from webapp.dates import DayField
from webapp.forms import LONGEST_LINE, BinstartForm, trimmed
from webapp.languages import read_in

TOO_LONG = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_LINE)
SHORT = Length(max=LONGEST_LINE, message=TOO_LONG)


def _radio(label: Any, options: dict[str, str], missing: Any) -> RadioField:
    return RadioField(label, choices=[SelectChoice(value, text) for value, text in options.items()],
                      validators=[InputRequired(missing)])  # fmt: skip


def _ticked(form: BinstartForm, name: str) -> bool:
    return name in form and bool(form[name].data)


class MemberForm(BinstartForm):
    """What one can change later: where one lives or works, and how one is reached."""

    name = StringField(_l("Uw naam"), filters=[trimmed], render_kw={"autocomplete": "name", "spellcheck": "false"},
                       validators=[InputRequired(_l("Vul uw naam in.")), SHORT])  # fmt: skip
    connection = _radio(_l("Woont of werkt u hier?"), CONNECTIONS, _l("Kies of u er woont of werkt."))
    street_id = SelectField(_l("Straat"), coerce=str, validate_choice=False,
                            validators=[InputRequired(_l("Kies uw straat."))])  # fmt: skip
    number = StringField(
        _l("Huisnummer"),
        filters=[trimmed],
        description=_l("Met de bus erbij, als die er is. Voorbeeld: 12, 12A of 12 bus 3."),
        validators=[InputRequired(_l("Vul uw huisnummer in.")), Length(max=20, message=_l("Dit is te lang."))],
        render_kw={"class": "govuk-input--width-10", "autocomplete": "off"},
    )
    channel = _radio(_l("Hoe krijgt u het liefst berichten?"), CHANNELS, _l("Kies hoe u berichten wilt krijgen."))
    phone = TelField(_l("Uw telefoonnummer"), filters=[trimmed], validators=[SHORT],
                     description=_l("Nodig voor een sms of een telefoontje."),
                     render_kw={"autocomplete": "tel"})  # fmt: skip
    second_phone = TelField(_l("Een tweede nummer"), filters=[trimmed], validators=[SHORT],
                            description=_l("Als het eerste niet antwoordt."))  # fmt: skip
    may_call = BooleanField(BY_PHONE["call"])
    may_sms = BooleanField(BY_PHONE["sms"])
    wants_street_contact = BooleanField(_l("Ik wil contactpersoon zijn voor mijn straat"))

    def offer(self, streets: Iterable[tuple[int, str]]) -> None:
        """The streets to choose from; without any (a sector) no address is asked."""
        self._streets = known = [(street_id, plain_name(name)) for street_id, name in streets]
        if not known:
            del self.street_id, self.number
            return
        empty = [SelectChoice("", str(_l("Kies uw straat")))] if len(known) > 1 else []
        self.street_id.choices = empty + [SelectChoice(str(street_id), name) for street_id, name in known]

    def ask_contribution(self, cents: int) -> None:
        """Where a second member of a dwelling pays nothing, nothing is asked about it."""
        for name in ("accepts_contribution", "exemption_reason"):
            if not cents and name in self:
                del self[name]

    def street_names(self) -> Iterable[tuple[int, str]]:
        """The streets that were offered, by id."""
        return self._streets

    def chosen_street(self) -> int:
        """The id of the street; 0, which no street has, for anything else."""
        typed = self.street_id.data or "" if "street_id" in self else ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def answer(self, **declared: Any) -> JoinAnswer:
        """What was filled in."""
        return JoinAnswer(
            name=self.name.data or "",
            street_id=self.chosen_street(),
            number=(self.number.data or "") if "number" in self else "",
            phone=self.phone.data or "",
            second_phone=self.second_phone.data or "",
            channel=self.channel.data or "",
            may_call=bool(self.may_call.data),
            may_sms=bool(self.may_sms.data),
            connection=self.connection.data or "",
            wants_street_contact=bool(self.wants_street_contact.data),
            language=read_in(),
            **{"email": "", **declared},
        )


class TypedStreet:
    """The same in a network of a whole municipality: too many streets for a list, so one types."""

    street_id = StringField(
        _l("Straat"),
        filters=[trimmed],
        description=_l("Heet nog een straat van de gemeente zo, typ dan de postcode erbij: Kerkstraat (9870)."),
        validators=[InputRequired(_l("Vul uw straat in.")), SHORT],
        render_kw={"autocomplete": "off", "data-street-box": ""},
    )

    def offer(self, streets: Iterable[tuple[int, str]]) -> None:
        """The streets that can be typed."""
        self._streets = list(streets)
        self._known = {normalise_street_name(name): street_id for street_id, name in self._streets}

    def street_names(self) -> Iterable[tuple[int, str]]:
        """The streets that were offered, by id."""
        return self._streets

    def chosen_street(self) -> int:
        """The id of the street; 0, which no street has, for any other name."""
        return self._known.get(normalise_street_name(self.street_id.data or ""), 0)


class MemberInMunicipalityForm(TypedStreet, MemberForm):
    """What one can change later, in a network of a whole municipality."""


class JoinForm(MemberForm):
    """Becoming a member."""

    email = EmailField(
        _l("Uw e-mailadres"),
        description=_l("U krijgt een mail om uw aanvraag te bevestigen."),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul uw e-mailadres in.")),
                    Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang."))],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )  # fmt: skip
    is_adult = BooleanField(_l("Ik ben 18 jaar of ouder"))
    accepts_rules = BooleanField(_l("Ik heb het huishoudelijk reglement gelezen en ga akkoord"))
    agrees = BooleanField(_l("Ik ga akkoord met wat er met mijn gegevens gebeurt"))
    accepts_contribution = BooleanField(_l("Is er van mijn woning al een lid? Dan betaal ik die bijdrage."))

    def is_printable(self) -> bool:
        """Whether what was typed fits on paper; what is missing is for the pen."""
        self.validate()
        for field in self:
            if not field.data and field.name != "csrf_token":
                field.errors = []
        return not self.faults()

    def typed(self) -> TypedEnrolment:
        """What was filled in, as it is printed."""
        streets = dict(self.street_names())
        street = streets.get(self.chosen_street(), "") if "street_id" in self else ""
        number = (self.number.data or "") if "number" in self else ""
        return TypedEnrolment(
            name=self.name.data or "", address=f"{street} {number}".strip(), phone=self.phone.data or "",
            second_phone=self.second_phone.data or "", email=self.email.data or "",
            connection=self.connection.data or "", channel=self.channel.data or "",
            may_call=bool(self.may_call.data), may_sms=bool(self.may_sms.data),
            wants_street_contact=bool(self.wants_street_contact.data),
            accepts_contribution=_ticked(self, "accepts_contribution"),
        )  # fmt: skip

    def asked(self) -> JoinAnswer:
        """What was filled in, with what was declared."""
        return self.answer(email=self.email.data or "", is_adult=self.is_adult.data,
                           accepts_rules=self.accepts_rules.data, agrees=self.agrees.data,
                           accepts_contribution=_ticked(self, "accepts_contribution"))  # fmt: skip


class EnterMemberForm(MemberForm):
    """A form on paper, as a coordinator enters it."""

    email = EmailField(_l("E-mailadres"), filters=[trimmed], render_kw={"autocomplete": "off", "spellcheck": "false"},
                       validators=[Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang."))])  # fmt: skip
    signed_on = DayField(_l("Getekend op"), validators=[InputRequired(_l("Vul in wanneer het formulier getekend is."))])
    accepts_contribution = BooleanField(_l("Gaat akkoord met de bijdrage van een tweede lid"))
    exemption_reason = StringField(
        _l("Vrijstelling van de bijdrage: waarom?"), filters=[trimmed], validators=[SHORT],
        description=_l("Alleen als een tweede lid niet kan betalen. Alleen u, uw vervanger en de politie lezen dit."),
    )  # fmt: skip
    agrees = BooleanField(_l("Het formulier is volledig en getekend"))

    def entered(self) -> JoinAnswer:
        """What stands on the paper; its signature declares the rest."""
        is_signed = bool(self.agrees.data)
        return self.answer(email=self.email.data or "", is_adult=True, accepts_rules=True, agrees=is_signed,
                           accepts_contribution=_ticked(self, "accepts_contribution"))  # fmt: skip

    def exempted(self) -> str:
        """Why a second member does not pay; empty where they do."""
        return (self.exemption_reason.data or "") if "exemption_reason" in self else ""


class EnterMemberInMunicipalityForm(TypedStreet, EnterMemberForm):
    """The same in a network of a whole municipality."""


class JoinInMunicipalityForm(TypedStreet, JoinForm):
    """Becoming a member of a network of a whole municipality."""


class OneButtonForm(BinstartForm):
    """Pressing the button is all."""
