"""The forms of measures against members and coordinators."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from models.rules.measures import APPEAL_CHANNELS, LETTER_WAYS, RUNGS
from webapp.case.forms import ActionForm, a_body, a_choice, a_day, a_line, a_reason, a_text
from webapp.case.succession_forms import RevisedForm


class BeginMeasureForm(ActionForm):
    """Against whom, which rung, and why."""

    who = SelectField(_l("Tegen wie?"), validators=[InputRequired(_l("Kies tegen wie de maatregel is."))])
    rung = a_choice(_l("Welke maatregel?"), dict[str, Any](RUNGS), _l("Kies een maatregel."))
    motives = a_text(_l("Waarom?"), _l("Schrijf op waarom."),
                     _l("Wat gebeurde, wanneer, en wat zei deze persoon erover? Dit staat in de brief."))  # fmt: skip
    skipped_reason = a_text(
        _l("Waarom geen lichtere maatregel?"),
        hint=_l(
            "Alleen als u een stap overslaat: gesprek, berisping, tijdelijke uitsluiting, definitieve uitsluiting."
        ),
    )
    report_on = a_day(_l("Wanneer ging het proces-verbaal naar het parket?"),
                      hint=_l("Alleen bij een tijdelijke uitsluiting: die volgt op strafbare feiten."))  # fmt: skip
    until_on = a_day(_l("Tot en met wanneer uitgesloten?"), hint=_l("Alleen bij een tijdelijke uitsluiting."))
    at_once = BooleanField(_l("De uitsluiting geldt meteen, ook tijdens de beroepstermijn"),
                           description=_l("Alleen bij de definitieve uitsluiting van een coördinator."))  # fmt: skip
    at_once_reason = a_text(_l("Waarom meteen?"))

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Against whom a measure can be taken."""
        self.who.choices = [SelectChoice("", _l("Kies iemand")), *(SelectChoice(*one) for one in people)]


class GiveHandForm(RevisedForm):
    """Press the button; who decides can be printed otherwise."""

    body = a_body(_l("Wie beslist?"))


class WithdrawMeasureForm(RevisedForm):
    """Why it is not taken after all."""

    reason = a_reason(_l("Waarom trekt u de maatregel in?"))


class NotePostedForm(RevisedForm):
    """How and when the letter went out on paper."""

    way = a_choice(_l("Hoe is de brief bezorgd?"), dict[str, Any](LETTER_WAYS), _l("Kies hoe de brief bezorgd is."))
    posted_on = a_day(_l("Wanneer?"), _l("Vul een dag in."))


class NoteCopyForm(RevisedForm):
    """When the copy left."""

    sent_on = a_day(_l("Wanneer is de kopie verstuurd?"), _l("Vul een dag in."))


class NoteAppealForm(RevisedForm):
    """An appeal that came in."""

    channel = a_choice(_l("Hoe kwam het beroep?"), dict[str, Any](APPEAL_CHANNELS), _l("Kies hoe het beroep kwam."))
    sent_on = a_day(_l("Wanneer is het verstuurd?"), _l("Vul een dag in."),
                    _l("De datum van de poststempel of van de e-mail. Die telt voor de termijn."))  # fmt: skip
    text = a_text(_l("Wat staat erin?"), hint=_l("Kort. De brief of mail zelf bewaart u in uw eigen dossier."))


class DecideAppealForm(RevisedForm):
    """What was decided on the appeal."""

    outcome = a_choice(
        _l("Wat is er beslist?"),
        {
            "upheld": _l("De beslissing blijft"),
            "annulled": _l("De beslissing is vernietigd: deze persoon blijft coördinator"),
        },
        _l("Kies wat er beslist is."),
    )
    body = a_line(_l("Wie besliste over het beroep?"), _l("Vul in wie besliste."))
    decided_on = a_day(_l("Wanneer?"), _l("Vul een dag in."))
    reason = a_reason(_l("Waarom?"), _l("Dit komt in de mail aan de betrokkene."))
