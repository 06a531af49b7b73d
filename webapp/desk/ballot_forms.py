"""The forms of the chair: opening a vote, and closing it with what was counted."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField

from models.operations.evenings.balloting import MOST_VOTES, Counts
from models.rules.ballots import WAYS
from webapp.case.forms import ActionForm, a_choice, a_count, a_line

MISSING = _l("Vul een aantal in; niemand is 0.")


class OpenBallotForm(ActionForm):
    """About what, the question, and how people vote."""

    evening_id = HiddenField()
    about = SelectField(_l("Waarover wordt gestemd?"), validate_choice=False)
    question = a_line(_l("De vraag"), _l("Vul de vraag in."),
                      _l("Zo leest de zaal ze, bijvoorbeeld: Keurt u de oprichting van dit BIN goed?"))  # fmt: skip
    way = a_choice(_l("Hoe wordt gestemd?"), {code: name.capitalize() for code, name in WAYS.items()},
                   _l("Kies hoe er gestemd wordt."))  # fmt: skip

    def offer(self, subjects: Mapping[str, str]) -> None:
        """What can be voted about at this evening."""
        self.about.choices = [SelectChoice(code, title) for code, title in subjects.items()]


class CloseBallotForm(ActionForm):
    """By phone nothing is filled in: the votes are there."""

    votes_for = a_count(_l("Voor"), MISSING, most=MOST_VOTES)
    votes_against = a_count(_l("Tegen"), MISSING, most=MOST_VOTES)
    abstentions = a_count(_l("Onthoudingen"), MISSING, most=MOST_VOTES)
    invalid = a_count(_l("Ongeldige stembriefjes"), MISSING, most=MOST_VOTES)
    counted_by = a_line(_l("Wie telde de stembriefjes?"), _l("Vul in wie de stembriefjes telde."),
                        _l("Bijvoorbeeld: de wijkinspecteur en een ambtenaar."))  # fmt: skip

    def keep_for(self, way: str) -> None:
        """Only what this way of voting needs."""
        if way != "paper":
            del self.invalid, self.counted_by
        if way == "phone":
            del self.votes_for, self.votes_against, self.abstentions

    def counts(self) -> Counts:
        """What was counted."""
        return Counts(**{name: self._fields[name].data for name in vars(Counts()) if name in self._fields})
