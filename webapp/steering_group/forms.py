"""The forms around the text of the charter: adding who signs, freezing, opening again, signing, and the screening."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from models.operations.screening import RESULTS
from webapp.case.forms import ActionForm, a_body, a_choice, a_day, a_line, a_reason


class AddSignatoryForm(ActionForm):
    """A partner who signs on paper."""

    capacity = a_line(_l("In welke hoedanigheid?"), _l("Vul in in welke hoedanigheid deze persoon tekent."),
                      _l("Zoals het op het charter komt, bijvoorbeeld: voorzitter wijkraad."))  # fmt: skip
    name = a_line(_l("Naam"), _l("Vul de naam in."))


class ReopenCharterForm(ActionForm):
    """Why the text must change after all."""

    reason = a_reason(_l("Waarom moet de tekst toch veranderen?"), _l("Wie al tekende, leest dit."))
    body = a_body()


class SignCharterForm(ActionForm):
    """The own name, typed under the text with this fingerprint."""

    fingerprint = HiddenField()
    name = a_line(_l("Uw naam"), _l("Typ uw naam: dat is uw handtekening."), autocomplete="name")
    place = a_line(_l("Plaats"), _l("Vul in waar u tekent."), _l("De gemeente waar u nu bent."))


class RecordInkSignatureForm(ActionForm):
    """A signature on paper, as it stands there."""

    name = a_line(_l("Wie tekende?"), _l("Vul in wie tekende."), _l("De naam zoals ze op het papier staat."))
    place = a_line(_l("Plaats"), _l("Vul in waar getekend werd."))
    signed_on = a_day(_l("Datum van de handtekening"), _l("Vul in wanneer getekend werd."))


class RecordScreeningForm(ActionForm):
    """The outcome only: no reasons, no facts."""

    result = a_choice(_l("Resultaat"), dict[str, Any](RESULTS), _l("Kies geschikt of niet geschikt."))
    screened_on = a_day(_l("Wanneer is de screening afgerond?"), _l("Vul in wanneer de screening is afgerond."))
