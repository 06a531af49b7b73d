"""The form that moves the demonstration clock."""

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, IntegerField
from wtforms.validators import NumberRange, Optional

from webapp.forms import BinstartForm

MOST_DAYS = 3660


class MoveClockForm(BinstartForm):
    """Forward to a moment (Belgian time), or by a number of days."""

    moment = DateTimeLocalField(
        _l("Vooruit tot"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"],
        validators=[Optional()],
    )
    days = IntegerField(
        _l("Of vooruit met een aantal dagen"),
        validators=[Optional(), NumberRange(1, MOST_DAYS, _l("Kies tussen 1 en 3660 dagen."))],
        render_kw={"class": "govuk-input--width-4"},
    )
