"""The forms at the door: who came, and a check-in that was wrong."""

from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField
from wtforms.validators import Length

from models.rules.attendance import MOST_PEOPLE
from webapp.case.forms import ActionForm, a_count, a_line, a_reason
from webapp.forms import number_of

ELSEWHERE = "0"


class CheckInForm(ActionForm):
    """Who came: the code of the invitation, or street and number, or from elsewhere; and how many."""

    evening_id = HiddenField()
    key = HiddenField(validators=[Length(max=64)])
    waited = HiddenField()
    papier = HiddenField()
    code = a_line(_l("Code van de uitnodiging"), hint=_l("Staat onder de QR-code. Leeg als men ze niet bij heeft."),
                  autocomplete="off", autocapitalize="characters")  # fmt: skip
    street_id = SelectField(_l("Straat"), coerce=str, validate_choice=False, default=ELSEWHERE)
    number = a_line(_l("Huisnummer en bus"), autocomplete="off")
    people = a_count(_l("Hoeveel mensen?"), _l("Vul in hoeveel mensen er zijn."), most=MOST_PEOPLE)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        if not self.is_submitted():
            self.key.data = new_key()

    def offer(self, streets: list[tuple[int, str]]) -> None:
        """The streets to choose from; people from elsewhere have none."""
        elsewhere = SelectChoice(ELSEWHERE, _l("Van elders, of alleen de code"))
        self.street_id.choices = [elsewhere, *(SelectChoice(str(street_id), name) for street_id, name in streets)]

    def waited_seconds(self) -> int:
        """How long the device kept it, as it says."""
        return number_of(self.waited.data)


class RemoveAttendanceForm(ActionForm):
    """Why a check-in was wrong."""

    reason = a_reason(_l("Waarom?"), _l("Bijvoorbeeld: verkeerd nummer getikt. Schrijf geen namen."))


class PrintAttendanceListForm(ActionForm):
    """Of the whole area, or of one street."""

    evening_id = HiddenField()
    street_id = SelectField(_l("Welke straat?"), coerce=str, validate_choice=False, default=ELSEWHERE)

    def offer(self, streets: list[tuple[int, str]]) -> None:
        """The streets to choose from."""
        whole = SelectChoice(ELSEWHERE, _l("Alle straten van het gebied"))
        self.street_id.choices = [whole, *(SelectChoice(str(street_id), name) for street_id, name in streets)]


def new_key() -> str:
    """What makes a form count once, however often it is sent."""
    return str(uuid4())
