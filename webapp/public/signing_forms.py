"""The forms with which a partner without an account signs the charter, or says why not."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.forms import LONGEST_LINE, LONGEST_TEXT, BinstartForm, trimmed


class SignByLinkForm(BinstartForm):
    """The own name, typed under the text with this fingerprint."""

    fingerprint = HiddenField()
    drawing = HiddenField()
    name = StringField(_l("Uw naam"), filters=[trimmed], render_kw={"autocomplete": "name"}, validators=[
        InputRequired(_l("Typ uw naam: dat is uw handtekening.")), Length(max=LONGEST_LINE)])  # fmt: skip
    place = StringField(_l("Plaats"), filters=[trimmed], description=_l("De gemeente waar u nu bent."), validators=[
        InputRequired(_l("Vul in waar u tekent.")), Length(max=LONGEST_LINE)])  # fmt: skip


class RefuseByLinkForm(BinstartForm):
    """Why somebody does not sign the text with this fingerprint."""

    fingerprint = HiddenField()
    reason = TextAreaField(
        _l("Waarom tekent u niet?"),
        filters=[trimmed],
        description=_l("Alle partners lezen dit. Zeg ook wat er moet veranderen."),
        validators=[InputRequired(_l("Schrijf de reden op.")),
                    Length(max=LONGEST_TEXT, message=_l("Dit is te lang."))],
    )  # fmt: skip
