"""The forms with which an initiator completes or withdraws a request that was sent."""

from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.validators import InputRequired, NumberRange

from webapp.case.forms import ActionForm, WholeNumberField, a_reason, a_text
from webapp.resident.request_forms import ExpectationsPart


class CompleteRequestForm(ActionForm):
    """The answer to what was asked; the rest stands there as it was sent."""

    addition = a_text(_l("Uw antwoord op de vraag"), _l("Schrijf uw antwoord."),
                      _l("Uw antwoord komt bij uw aanvraag. De gemeente en de politie lezen het."))  # fmt: skip
    motives = a_text(_l("Waarom u een netwerk wilt oprichten"), _l("Schrijf waarom u een netwerk wilt oprichten."))
    households = WholeNumberField(
        _l("Hoeveel woningen er ongeveer in het gebied zijn"),
        render_kw={"inputmode": "numeric", "class": "govuk-input--width-5"},
        validators=[InputRequired(_l("Vul het aantal woningen in.")),
                    NumberRange(1, 50_000, _l("Vul een getal in tussen 1 en 50.000."))],
    )  # fmt: skip
    expectations = FormField(ExpectationsPart, _l("Wat u van elke partner verwacht"))


class WithdrawRequestForm(ActionForm):
    """Why one stops."""

    reason = a_reason(_l("Waarom trekt u de aanvraag in?"),
                      _l("De gemeente, de politie en de stuurgroep lezen uw reden."))  # fmt: skip
