"""The forms of the succession of a coordinator."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from models.rules.succession import CONDITIONS, NOTED_REASONS, OWN_REASONS, WHY
from webapp.case.forms import ActionForm, a_body, a_choice, a_day, a_line, a_reason, a_text
from webapp.forms import LONGEST_LINE, BinstartForm, trimmed
from webapp.steering_group.forms import RecordScreeningForm

ONLY_STAFF = _l("Alleen de gemeente en de politie lezen dit.")


class RevisedForm(ActionForm):
    """Base: what changed meanwhile is noticed by the revision that stood on the page."""

    def __init__(self, *args: Any, revision: int = 0, **values: Any) -> None:
        super().__init__(*args, **values)
        if not self.is_submitted():
            self.seen.data = str(revision)


class BeginSuccessionForm(ActionForm):
    """Whose seat, why, and from when."""

    mandate_id = RadioField(_l("Wie stopt?"), coerce=int, validators=[InputRequired(_l("Kies wie stopt."))])
    why = a_choice(_l("Waarom komt de plaats vrij?"), {code: WHY[code] for code in NOTED_REASONS},
                   _l("Kies waarom de plaats vrijkomt."), ONLY_STAFF)  # fmt: skip
    vacant_on = a_day(_l("Vanaf welke dag is de plaats vrij?"), _l("Vul een dag in."),
                      _l("De eerste dag zonder deze coördinator. Dat mag ook later zijn."))  # fmt: skip
    note = a_text(_l("Wilt u er iets bij zeggen?"), hint=ONLY_STAFF)


class StopAsCoordinatorForm(ActionForm):
    """A coordinator says that they stop."""

    why = a_choice(_l("Waarom stopt u?"), {code: WHY[code] for code in OWN_REASONS}, _l("Kies waarom u stopt."),
                   ONLY_STAFF)  # fmt: skip
    vacant_on = a_day(_l("Vanaf welke dag stopt u?"), _l("Vul een dag in."),
                      _l("De eerste dag waarop u geen coördinator meer bent."))  # fmt: skip
    note = a_text(_l("Wilt u er iets bij zeggen?"), hint=_l("Bijvoorbeeld wie het zou willen overnemen."))


class NoteCandidateForm(RevisedForm):
    """Somebody who is willing."""

    name = a_line(_l("Naam"), _l("Vul de naam in."))
    email = EmailField(_l("E-mailadres"), filters=[trimmed], description=_l("Daar komt een link om akkoord te gaan."),
                       validators=[InputRequired(_l("Vul een e-mailadres in.")), Length(max=LONGEST_LINE)])  # fmt: skip
    phone = StringField(_l("Telefoon"), filters=[trimmed], validators=[Length(max=50)])


class ConditionFields:
    """The conditions of a candidate, each to be ticked; the rules say which is missing."""

    is_of_age = BooleanField()
    lives_or_works = BooleanField()
    accepts_rules = BooleanField()
    agrees_to_screening = BooleanField()

    def name_conditions(self, age: int) -> None:
        """Put the sentences to which somebody agrees beside the boxes."""
        for code, sentence in CONDITIONS.items():
            getattr(self, code).label.text = sentence.format(age=age)

    def agreed(self) -> set[str]:
        """What was ticked."""
        return {code for code in CONDITIONS if getattr(self, code).data}


class OfferForm(RevisedForm, ConditionFields):
    """Somebody of the stuurgroep offers."""


class OfferByLinkForm(BinstartForm, ConditionFields):
    """A member, or who was noted, offers by their link."""


class ScreenCandidateForm(RecordScreeningForm):
    """As in a founding: the outcome and the day."""

    def __init__(self, *args: Any, revision: int = 0, **values: Any) -> None:
        super().__init__(*args, **values)
        if not self.is_submitted():
            self.seen.data = str(revision)


class AppointForm(RevisedForm):
    """Who is appointed, and how the members chose."""

    successor_id = RadioField(_l("Wie wordt coördinator?"), coerce=int, validators=[InputRequired(_l("Kies iemand."))])
    how_chosen = a_text(
        _l("Hoe kozen de leden?"), _l("Schrijf op hoe de leden kozen."),
        _l("Bijvoorbeeld: op de vergadering van 3 maart, met 14 stemmen voor. Alle partners lezen dit."),
    )  # fmt: skip
    body = a_body(_l("Wie stelt aan?"))

    def offer(self, candidates: list[tuple[int, str]]) -> None:
        """Who can be chosen."""
        self.successor_id.choices = [SelectChoice(one, name) for one, name in candidates]


class StopSuccessionForm(RevisedForm):
    """Why it is no longer needed."""

    reason = a_reason(_l("Waarom is de opvolging niet meer nodig?"), _l("Alle partners lezen dit."))
