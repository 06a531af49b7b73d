"""The forms with which staff enter, correct and erase the data of a participant who asked them to."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from models.operations.evenings.entering_participants import PaperForm
from webapp.case.forms import ActionForm, a_day
from webapp.forms import number_of, trimmed
from webapp.public.participant_forms import (
    NO_CONSENT,
    data_of,
    email_field,
    name_field,
    phone_field,
    reach_field,
    wishes_field,
)


class CorrectParticipantForm(ActionForm):
    """What somebody asks to change."""

    name = name_field(_l("Naam"), "off")
    wishes = wishes_field(_l("Wat wil deze persoon doen?"))
    reach = reach_field(_l("Hoe is deze persoon het best te bereiken?"))
    phone = phone_field(_l("Telefoonnummer"), "off")
    email = email_field(_l("E-mailadres"), "off")


class EnterParticipantForm(ActionForm):
    """A form as it stands on paper, with its signature."""

    street_id = SelectField(_l("Straat"), coerce=str, validate_choice=False,
                            validators=[InputRequired(_l("Kies de straat."))])  # fmt: skip
    number = StringField(_l("Huisnummer en bus"), filters=[trimmed], render_kw={"autocomplete": "off",
                         "class": "govuk-input--width-10"},
                         validators=[InputRequired(_l("Vul het huisnummer in.")),
                                     Length(max=20, message=_l("Dit is te lang."))])  # fmt: skip
    name = name_field(_l("Naam"), "off")
    wishes = wishes_field(_l("Wat wil deze persoon doen?"))
    reach = reach_field(_l("Hoe is deze persoon het best te bereiken?"))
    phone = phone_field(_l("Telefoonnummer"), "off")
    email = email_field(_l("E-mailadres"), "off")
    consented_on = a_day(_l("Wanneer is het formulier getekend?"), _l("Vul in wanneer het formulier getekend is."))
    has_consented = BooleanField(
        _l("Deze tekst staat op het papier en de persoon tekende ervoor"), validators=[InputRequired(NO_CONSENT)]
    )

    def offer(self, streets: list[tuple[int, str]]) -> None:
        """The streets of the area; a sector has none."""
        self.street_id.choices = [SelectChoice(str(street_id), name) for street_id, name in streets]
        if not streets:
            del self.street_id, self.number

    def on_paper(self) -> PaperForm:
        """What was filled in."""
        data = data_of(self, has_consented=bool(self.has_consented.data))
        if "number" not in self:
            return PaperForm(data, self.consented_on.data)
        return PaperForm(data, self.consented_on.data, number_of(self.street_id.data), self.number.data or "")


class EraseParticipantForm(ActionForm):
    """One button."""
