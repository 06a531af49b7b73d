"""The forms around the text of the charter: adding who signs, freezing, opening again, signing, and the screening."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from models.operations.screening import RESULTS
from models.queries.charter_pages import CharterView
from models.rules.charter_consistency import reason_key
from webapp.case.forms import ActionForm, a_body, a_choice, a_day, a_line, a_reason


class AddSignatoryForm(ActionForm):
    """A partner who signs on paper."""

    capacity = a_line(_l("In welke hoedanigheid?"), _l("Vul in in welke hoedanigheid deze persoon tekent."),
                      _l("Zoals het op het charter komt, bijvoorbeeld: voorzitter wijkraad."))  # fmt: skip
    name = a_line(_l("Naam"), _l("Vul de naam in."))


class FreezeForm(ActionForm):
    """Why each unusual thing in the text may stay: one field for each kind in a section, made by `freeze_form`."""

    told: Mapping[str, Sequence[str]]  # by the key of a field: what was said about the text

    def reasons(self) -> dict[str, str]:
        """What was written, by key."""
        return {key: self[key].data or "" for key in self.told}

    def suggest(self, reasons: Mapping[str, str]) -> None:
        """Begin with what was written when this text was frozen before."""
        for key in self.told:
            self[key].data = reasons.get(key, "")


def freeze_form(view: CharterView) -> type[FreezeForm]:
    """The form that asks a reason for everything that is unusual in this version."""
    told: dict[str, list[str]] = {}
    for one in view.advice:
        for lack in one.lacks:
            if not lack.blocks:
                told.setdefault(reason_key(lack), []).append(f"{one.section.title}: {lack.sentence} ({lack.source})")
    asked = _l("Waarom mag dit zo blijven?")
    fields = {key: a_reason(asked, _l("Wie tekent, leest dit.")) for key in told}
    return type("FreezeCharterForm", (FreezeForm,), {**fields, "told": told})


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
