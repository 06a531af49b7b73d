"""The forms about what is agreed in the consultation."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from models.operations.consultation.agreeing import CHANGED
from models.rules.objectives import OBJECTIVES
from webapp.case.forms import TEXT_TOO_LONG, ActionForm, a_choice, a_text
from webapp.forms import LONGEST_TEXT, trimmed


class AgreementForm(ActionForm):
    """Base of a form about the version of the agreement that stands on the page."""

    agreement = HiddenField()

    def has_read(self, present: int) -> bool:
        """Whether this is the present version. If not, the form says so, and goes on with the present one."""
        read = str(self.agreement.data or "")
        self.agreement.data = str(present)
        if self.is_submitted() and read != str(present):
            self.form_errors.append(CHANGED.format(version=present))
            return False
        return True

    @property
    def version(self) -> int:
        """The version that stands on the page, once `has_read` was asked."""
        return int(self.agreement.data or 0)


class EditAgreementForm(AgreementForm):
    """The next version."""

    motives = TextAreaField(
        _l("Waarom dit netwerk er komt"),
        filters=[trimmed],
        description=_l("Deze tekst komt in de uitnodiging en in het charter. Noem geen namen van bewoners."),
        validators=[
            InputRequired(_l("Schrijf waarom dit netwerk er komt.")),
            Length(min=10, message=_l("Schrijf minstens één zin.")),
            Length(max=LONGEST_TEXT, message=TEXT_TOO_LONG),
        ],
    )
    residents = a_text(_l("Wat verwachten we van de bewoners?"))
    police = a_text(_l("Wat verwachten we van de politie?"))
    municipality = a_text(_l("Wat verwachten we van de gemeente?"))
    objectives = SelectMultipleField(
        _l("Wat willen we bereiken?"),
        choices=[SelectChoice(code, text[:1].upper() + text[1:]) for code, text in OBJECTIVES.items()],
        description=_l("De bewoners keuren deze doelstellingen goed op de infoavond."),
        validators=[InputRequired(_l("Kies minstens één doelstelling."))],
    )

    @property
    def expectations(self) -> dict[str, Any]:
        """What is expected, per party."""
        return {"residents": self.residents.data or "", "police": self.police.data or "",
                "municipality": self.municipality.data or ""}  # fmt: skip


class AnswerAgreementForm(AgreementForm):
    """Whether the initiator agrees."""

    agrees = a_choice(
        _l("Gaat u akkoord met deze afspraken?"),
        {"yes": _l("Akkoord"), "no": _l("Niet akkoord")},
        _l("Kies akkoord of niet akkoord."),
    )
    word = a_text(_l("Wilt u er iets bij zeggen?"),
                  hint=_l("Gaat u niet akkoord, schrijf dan waarom. De gemeente en de politie lezen het."))  # fmt: skip
