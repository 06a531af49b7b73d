"""The pages of the founding request, one form per page. Fields are named as in `request_answers.RequestAnswers`."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, StopValidation

from models.rules.objectives import OBJECTIVES
from models.rules.scope import SCOPES, Scope, scope_of
from webapp.case.forms import TEXT_TOO_LONG, TOO_LONG, WholeNumberField, a_line, a_text
from webapp.forms import LONGEST_LINE, LONGEST_TEXT, BinstartForm, PartForm, trimmed
from webapp.words import KIND_NAMES

MOST_STREETS = 100
MOST_CANDIDATES = 10
LARGEST_NUMBER = 99_999

ORIGIN_NAMES = {
    "resident": _l("Als bewoner van de buurt"),
    "trader": _l("Als zelfstandige of handelaar"),
    "association": _l("Voor een vereniging of wijkcomité"),
}
SCOPE_NAMES = {
    Scope.STREETS.value: _l("Bepaalde straten, of delen van straten"),
    Scope.MUNICIPALITY.value: _l("De hele gemeente"),
}
OBJECTIVE_NAMES = {code: text[:1].upper() + text[1:] for code, text in OBJECTIVES.items()}
SIDES = {"all": _l("Alle nummers"), "odd": _l("Oneven nummers"), "even": _l("Even nummers")}

_EMAIL = Regexp(
    r"[^@\s,<>]{1,64}@[^@\s.,<>][^@\s,<>]*\.[^@\s.,<>]{2,}\Z",
    message=_l("Vul een e-mailadres in, zoals naam@voorbeeld.be."),
)


NAME_LENGTH = Length(min=2, max=LONGEST_LINE, message=_l("Een naam heeft 2 tot 200 tekens."))


_MEMBERS_LENGTH = (
    Length(min=10, message=_l("Schrijf minstens één zin.")),
    Length(max=LONGEST_TEXT, message=TEXT_TOO_LONG),
)
# How many: in other words for businesses and for a sector.
HOW_MANY = {
    "bin_z": _l("Hoeveel zaken zijn er ongeveer in het gebied?"),
    "sector": _l("Hoeveel leden zijn er ongeveer?"),
}


def options(names: Mapping[str, Any]) -> list[SelectChoice]:
    """The options of a choice: value and label."""
    return [SelectChoice(value, label) for value, label in names.items()]


def email_field(label: Any, hint: Any = "") -> EmailField:
    return EmailField(label, filters=[trimmed], description=hint, validators=[Optional(), Length(max=254), _EMAIL],
                      render_kw={"autocomplete": "off", "spellcheck": "false"})  # fmt: skip


def phone_field(label: Any, hint: Any = "", autocomplete: str = "off") -> TelField:
    return TelField(label, filters=[trimmed], description=hint,
                    render_kw={"class": "govuk-input--width-20", "autocomplete": autocomplete},
                    validators=[Optional(), Length(max=40, message=_l("Hoogstens 40 tekens."))])  # fmt: skip


class KindForm(BinstartForm):
    """Which kind of network."""

    kind = RadioField(_l("Wat wilt u oprichten?"), choices=options(KIND_NAMES),
                      validators=[InputRequired(_l("Kies wat u wilt oprichten."))])  # fmt: skip


class NameForm(BinstartForm):
    """How it will be called."""

    name = StringField(
        _l("Hoe noemt u het netwerk?"),
        filters=[trimmed],
        description=_l(
            "Vaak is dat BIN met de naam van de wijk of straat, bijvoorbeeld ‘BIN Korenveld’. "
            "U kunt de naam later nog bespreken."
        ),
        validators=[InputRequired(_l("Vul een naam in.")), NAME_LENGTH],
    )


class MunicipalityForm(BinstartForm):
    """In which municipality."""

    municipality_id = RadioField(_l("In welke gemeente ligt uw buurt?"),
                                 validators=[InputRequired(_l("Kies een gemeente."))])  # fmt: skip


def _house_number(label: Any) -> WholeNumberField:
    return WholeNumberField(
        label,
        render_kw={"inputmode": "numeric", "class": "govuk-input--width-4", "autocomplete": "off"},
        validators=[Optional(), NumberRange(1, LARGEST_NUMBER, _l("Een huisnummer ligt tussen 1 en 99.999."))],
    )


class SegmentForm(PartForm):
    """One street, or a part of it."""

    street = StringField(_l("Straat"), filters=[trimmed], render_kw={"autocomplete": "off", "data-street-box": ""},
                         validators=[Optional(), Length(max=LONGEST_LINE, message=TOO_LONG)])  # fmt: skip
    side = SelectField(_l("Welke kant?"), choices=options(SIDES), default="all")
    from_number = _house_number(_l("Van nummer"))
    to_number = _house_number(_l("Tot en met nummer"))


class AreaForm(BinstartForm):
    """Which streets, or parts of them; for businesses also a whole municipality, for a sector who its members are."""

    scope = RadioField(_l("Hoe groot is het gebied?"), choices=options(SCOPE_NAMES), default=Scope.STREETS.value,
                       validators=[InputRequired(_l("Kies hoe groot het gebied is."))])  # fmt: skip
    segments = FieldList(FormField(SegmentForm), _l("Straten"), min_entries=1, max_entries=MOST_STREETS)
    boundary_text = TextAreaField(
        _l("Beschrijf het gebied in uw eigen woorden"),
        filters=[trimmed],
        description=_l("Bijvoorbeeld: tussen de spoorweg en de beek."),
        validators=[Optional(), Length(max=LONGEST_TEXT, message=TEXT_TOO_LONG)],
    )
    overlap_explanation = TextAreaField(
        _l("Waarom kiest u toch dit gebied?"),
        filters=[trimmed],
        description=_l(
            "Bijvoorbeeld: het netwerk bestaat nog maar werkt niet meer. De gemeente en de politie lezen dit."
        ),
        validators=[Optional(), Length(max=LONGEST_TEXT, message=TEXT_TOO_LONG)],
    )


def fit_area(form: AreaForm, kind: str) -> None:
    """Ask of the area what fits this kind of network: a sector has no streets, only businesses have a whole town."""
    if len(SCOPES[kind]) == 1:
        del form.scope
    if scope_of(kind, None) == Scope.MEMBERS:
        del form.segments
        form.boundary_text.label.text = _("Wie zijn de leden, en waar zijn ze?")
        form.boundary_text.description = _("Bijvoorbeeld: de land- en tuinbouwers van heel de gemeente.")
        form.boundary_text.validators = [InputRequired(_("Schrijf wie de leden zijn.")), *_MEMBERS_LENGTH]
        form.boundary_text.flags.required = True


class MotivesForm(BinstartForm):
    """Why."""

    motives = TextAreaField(
        _l("Waarom wilt u een netwerk oprichten?"),
        filters=[trimmed],
        description=_l(
            "Vertel kort wat er in uw buurt speelt en wat u wilt bereiken. Noem geen namen van verdachten of van buren."
        ),
        validators=[
            InputRequired(_l("Schrijf waarom u een netwerk wilt oprichten.")),
            Length(min=10, message=_l("Schrijf minstens één zin.")),
            Length(max=LONGEST_TEXT, message=TEXT_TOO_LONG),
        ],
    )


class ExpectationsPart(PartForm):
    """What is expected of each partner."""

    residents = a_text(_l("Van de bewoners"))
    police = a_text(_l("Van de politie"))
    municipality = a_text(_l("Van de gemeente"))


class ExpectationsForm(BinstartForm):
    """What is expected of each partner."""

    expectations = FormField(ExpectationsPart, _l("Wat verwacht u van elke partner?"))


class ObjectivesForm(BinstartForm):
    """What the network is for."""

    objectives = SelectMultipleField(
        _l("Wat wilt u met het netwerk bereiken?"),
        choices=options(OBJECTIVE_NAMES),
        description=_l("Kies alles wat past. Op de infoavond keuren de bewoners de doelstellingen goed."),
        validators=[InputRequired(_l("Kies minstens één doelstelling."))],
    )


class HouseholdsForm(BinstartForm):
    """How many dwellings."""

    households = WholeNumberField(
        _l("Hoeveel woningen zijn er ongeveer in het gebied?"),
        render_kw={"inputmode": "numeric", "class": "govuk-input--width-5", "autocomplete": "off"},
        validators=[InputRequired(_l("Vul een getal in.")),
                    NumberRange(1, 50_000, _l("Vul een getal in tussen 1 en 50.000."))],
    )  # fmt: skip


class CandidateForm(PartForm):
    """Somebody who might become coordinator."""

    name = a_line(_l("Naam"), autocomplete="off")
    email = email_field(_l("E-mailadres"))
    phone = phone_field(_l("Telefoon"))

    def validate_name(self, field: StringField) -> None:
        """An address or a number without a name is of no use."""
        if not field.data and (self.email.data or self.phone.data):
            raise StopValidation(_("Vul ook de naam in."))


class CandidatesForm(BinstartForm):
    """Who might become coordinator."""

    candidate_coordinators = FieldList(
        FormField(CandidateForm), _l("Kandidaten"), min_entries=1, max_entries=MOST_CANDIDATES
    )


class AttemptsForm(BinstartForm):
    """What was tried before."""

    earlier_attempts = TextAreaField(
        _l("Is er in uw buurt al eens een netwerk gevraagd of opgericht?"),
        filters=[trimmed],
        description=_l(
            "Schrijf wat u ervan weet, bijvoorbeeld wanneer en waarom het niet doorging. "
            "Weet u niets? Ga dan gewoon verder."
        ),
        validators=[Optional(), Length(max=LONGEST_TEXT, message=TEXT_TOO_LONG)],
    )  # fmt: skip


class ApplicantForm(BinstartForm):
    """Who asks."""

    applicant_name = StringField(_l("Voornaam en naam"), filters=[trimmed], render_kw={"autocomplete": "name"},
                                 validators=[InputRequired(_l("Vul de naam in.")),
                                             NAME_LENGTH])  # fmt: skip
    applicant_address = StringField(
        _l("Adres"),
        filters=[trimmed],
        description=_l("Straat, nummer en bus, postcode en gemeente."),
        render_kw={"autocomplete": "street-address"},
        validators=[InputRequired(_l("Vul het adres in.")), Length(min=2, max=LONGEST_LINE, message=TOO_LONG)],
    )  # fmt: skip
    applicant_phone = phone_field(_l("Telefoon"), _l("Handig als de gemeente of de politie een vraag heeft."), "tel")
    origin = RadioField(_l("Hoe doet u deze aanvraag?"), choices=options(ORIGIN_NAMES), default="resident",
                        validators=[InputRequired(_l("Kies een van de mogelijkheden."))])  # fmt: skip


class DeclarationForm(BinstartForm):
    """That one understands what a BIN is not."""

    declaration = BooleanField(
        _l("Ik begrijp wat een BIN niet is, en de andere bewoners zullen het ook weten."),
        validators=[InputRequired(_l("Vink aan dat u begrijpt wat een BIN niet is."))],
    )


class SubmitForm(BinstartForm):
    """Send the request. `website` is a trap for programs: people don't see it and leave it empty."""

    website = StringField(_l("Laat dit veld leeg"))
