"""The form with which an adviser from outside answers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from models.operations.consultation.advising_by_link import AdviserAnswer
from models.rules.advice import MORE_INFORMATION, MORE_TIME
from webapp.dates import DayField
from webapp.forms import LONGEST_TEXT, BinstartForm, trimmed
from webapp.uploads import UploadField

ANSWERS: dict[str, Any] = {
    "favourable": _l("Gunstig"),
    "conditional": _l("Gunstig, onder voorwaarden"),
    "unfavourable": _l("Ongunstig"),
    "no_competence": _l("Wij zijn hiervoor niet bevoegd"),
    MORE_TIME: _l("Ik heb meer tijd nodig"),
    MORE_INFORMATION: _l("Ik heb meer informatie nodig"),
}
HINTS: dict[str, Any] = {
    "conditional": _l("Schrijf hieronder welke voorwaarden."),
    "unfavourable": _l("Schrijf hieronder waarom."),
    MORE_TIME: _l("Schrijf hieronder waarom, en tot wanneer. U geeft uw advies later."),
    MORE_INFORMATION: _l("Schrijf hieronder uw vraag. U geeft uw advies later."),
}


class GiveAdviceForm(BinstartForm):
    """A final answer, or a question back."""

    answer = RadioField(_l("Uw antwoord"), choices=[SelectChoice(value, text) for value, text in ANSWERS.items()],
                        validators=[InputRequired(_l("Kies een antwoord."))])  # fmt: skip
    text = TextAreaField(
        _l("Toelichting"),
        filters=[trimmed],
        description=_l("Uw voorwaarden, uw redenen of uw vraag."),
        validators=[Optional(), Length(max=LONGEST_TEXT, message=_l("Dit is te lang."))],
    )
    wished_on = DayField(_l("Meer tijd: tot wanneer?"), validators=[Optional()])
    file = UploadField(_l("Bijlage bij uw advies"), description=_l("Een PDF of een foto, hoogstens 10 MB."))

    def filled(self) -> AdviserAnswer:
        """What was filled in, as the operation wants it."""
        return AdviserAnswer(self.answer.data, self.text.data or "", self.wished_on.data, self.file.upload)
