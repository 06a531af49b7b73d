"""The forms with which the desk notes candidates and how the meeting recognised each."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length

from models.operations.accounts.signing_in import LONGEST_ADDRESS
from models.operations.evenings.balloting import MOST_VOTES, Counts
from models.operations.evenings.informing import SEATS
from models.operations.evenings.nominating import Nomination
from models.rules.candidates import FUNCTIONS, WAYS
from webapp.case.forms import ActionForm, a_choice, a_count, a_line
from webapp.forms import trimmed


class NominateForm(ActionForm):
    """Who, and for which function. Of a participant the name is known."""

    name = a_line(_l("Naam"), _l("Vul de naam in."), autocomplete="off")
    role = a_choice(_l("Kandidaat voor"), {code: SEATS[code].capitalize() for code in FUNCTIONS},
                    _l("Kies waarvoor deze persoon kandidaat is."))  # fmt: skip
    email = EmailField(
        _l("E-mailadres"),
        description=_l("Nodig om in de stuurgroep te komen. Mag ook later."),
        filters=[trimmed],
        validators=[Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    phone = a_line(_l("Telefoonnummer"), autocomplete="off")
    is_of_age = BooleanField(_l("Deze persoon verklaart meerderjarig te zijn"))

    def keep_for_participant(self) -> None:
        """What is known is not asked."""
        del self.name, self.email, self.phone

    def nomination(self, participant_id: int | None) -> Nomination:
        """What was filled in."""
        asked = {name: self._fields[name].data or "" for name in ("name", "email", "phone") if name in self._fields}
        return Nomination(self.role.data or "", participant_id, is_of_age=bool(self.is_of_age.data), **asked)


class RecogniseForm(ActionForm):
    """How the meeting decided about one candidate, with the counts of a vote."""

    evening_id = SelectField(_l("Op welke infoavond?"), coerce=str, validate_choice=False,
                             validators=[InputRequired(_l("Kies de infoavond."))])  # fmt: skip
    way = a_choice(_l("Hoe besliste de vergadering?"), {code: name.capitalize() for code, name in WAYS.items()},
                   _l("Kies hoe de vergadering besliste."))  # fmt: skip
    votes_for = a_count(_l("Voor"), most=MOST_VOTES)
    votes_against = a_count(_l("Tegen"), most=MOST_VOTES)
    abstentions = a_count(_l("Onthoudingen"), most=MOST_VOTES)
    invalid = a_count(_l("Ongeldige stembriefjes"), most=MOST_VOTES)

    def offer(self, evenings: list[tuple[int, str]]) -> None:
        """The evenings that can decide."""
        self.evening_id.choices = [SelectChoice(str(evening_id), when) for evening_id, when in evenings]

    def counts(self) -> Counts:
        """What was counted; what stayed empty is nobody."""
        return Counts(self.votes_for.data or 0, self.votes_against.data or 0, self.abstentions.data or 0,
                      self.invalid.data or 0)  # fmt: skip


class RemoveCandidateForm(ActionForm):
    """One button."""
