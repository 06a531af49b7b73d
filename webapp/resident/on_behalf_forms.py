"""The page on which staff note for whom they take in a request, who gave it, and how and when it came in."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from models.authority import Authority
from models.rules.languages import BRUSSELS, OWN_NAMES, document_languages
from webapp.case.forms import TEXT_TOO_LONG, a_line
from webapp.clock import today
from webapp.dates import DayField
from webapp.forms import LONGEST_TEXT, BinstartForm, trimmed
from webapp.resident.request_forms import NAME_LENGTH, email_field, options, phone_field

STAFF_ORIGIN_NAMES = {
    "resident": _l("Van een bewoner"),
    "trader": _l("Van een zelfstandige of handelaar"),
    "association": _l("Van een vereniging of wijkcomité"),
    "municipality": _l("Van de gemeente zelf"),
    "police": _l("Van de politie zelf"),
}
CHANNEL_NAMES = {
    "paper": _l("Op papier"),
    "phone": _l("Per telefoon"),
    "counter": _l("Aan de balie"),
    "online": _l("Niemand diende iets in: het is ons eigen initiatief"),
}


class OnBehalfForm(BinstartForm):
    """For whom staff take in a request, who gave it, and how and when it came in."""

    channel = RadioField(_l("Hoe kwam de aanvraag binnen?"), choices=options(CHANNEL_NAMES),
                         validators=[InputRequired(_l("Kies hoe de aanvraag binnenkwam."))])  # fmt: skip
    received_on = DayField(
        _l("Wanneer kwam ze binnen?"),
        description=_l("Vanaf deze dag lopen de termijnen. Laat leeg als het vandaag is."),
        validators=[Optional()],
    )
    language = RadioField(
        _l("In welke taal werd ze gesteld?"),
        choices=[SelectChoice(code, OWN_NAMES[code]) for code in document_languages(BRUSSELS)],
        description=_l("In deze taal krijgt de aanvrager de brieven en formulieren."),
        validators=[InputRequired(_l("Kies een taal."))],
    )
    origin = RadioField(_l("Van wie komt het idee?"), choices=options(STAFF_ORIGIN_NAMES), default="resident",
                        validators=[InputRequired(_l("Kies van wie het idee komt."))])  # fmt: skip
    applicant_name = StringField(_l("Naam van de aanvrager"), filters=[trimmed], render_kw={"autocomplete": "off"},
                                 validators=[InputRequired(_l("Vul de naam in.")),
                                             NAME_LENGTH])  # fmt: skip
    applicant_email = email_field(
        _l("E-mailadres van de aanvrager"),
        _l("Met dit adres kan de aanvrager het dossier online volgen. Zonder adres gaat alles met de post."),
    )
    applicant_phone = phone_field(_l("Telefoon van de aanvrager"))
    handed_in_by = a_line(_l("Wie gaf de aanvraag af, als dat iemand anders was?"), autocomplete="off")
    handed_in_relation = a_line(
        _l("Wat is die persoon van de aanvrager?"), autocomplete="off",
        hint=_l("Bijvoorbeeld: dochter, buurman, lid van het wijkcomité."),
    )  # fmt: skip
    handed_in_note = TextAreaField(
        _l("Nota voor het dossier"),
        filters=[trimmed],
        validators=[Optional(), Length(max=LONGEST_TEXT, message=TEXT_TOO_LONG)],
    )

    def fit(self, municipalities: Iterable[Authority]) -> None:
        """The language is asked only where it decides (models.rules.languages.document_language)."""
        if BRUSSELS not in {one.language_regime for one in municipalities}:
            del self.language

    def validate_channel(self, field: RadioField) -> None:
        """What a resident asks came in somehow; only an idea of the service itself did not."""
        if field.data == "online" and self.origin.data not in ("municipality", "police"):
            raise StopValidation(_("Kies hoe de aanvraag binnenkwam. Alleen een eigen idee komt niet binnen."))

    def validate_received_on(self, field: DayField) -> None:
        """A day that must still come is a slip of the pen."""
        if field.data is not None and field.data > today():
            raise StopValidation(_("Deze dag moet nog komen."))

    def validate_handed_in_relation(self, field: StringField) -> None:
        """A relation of nobody is of no use."""
        if field.data and not self.handed_in_by.data:
            raise StopValidation(_("Vul ook in wie de aanvraag afgaf."))
