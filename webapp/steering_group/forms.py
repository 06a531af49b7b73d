"""The forms around the text of the charter: adding who signs, freezing, opening again, signing, and the screening."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import Optional

from models.operations.charters.screening import RESULTS
from models.queries.charters.charter_comments import CommentLine
from models.queries.charters.charter_pages import CharterView
from models.rules.charter_consistency import reason_key
from models.rules.charter_paragraphs import Paragraph
from webapp.case.forms import ActionForm, a_body, a_choice, a_day, a_line, a_reason, a_text
from webapp.uploads import UploadField


class AddSignatoryForm(ActionForm):
    """A partner without an account."""

    capacity = a_line(_l("In welke hoedanigheid?"), _l("Vul in in welke hoedanigheid deze persoon tekent."),
                      _l("Zoals het op het charter komt, bijvoorbeeld: voorzitter wijkraad."))  # fmt: skip
    name = a_line(_l("Naam"), _l("Vul de naam in."))
    email = a_line(
        _l("E-mailadres"),
        hint=_l("Met een adres tekent deze persoon via een link in een mail. Laat het leeg voor wie op papier tekent."),
        autocomplete="off",
    )


class OpenSectionForm(ActionForm):
    """One more section that may change in an amendment."""

    section = a_choice(_l("Welk onderdeel?"), {}, _l("Kies een onderdeel."))
    reason = a_reason(_l("Waarom moet dit onderdeel ook veranderen?"))

    def offer(self, sections: list[tuple[str, str]]) -> None:
        """The sections that don't stand open yet."""
        self.section.choices = [SelectChoice(code, title) for code, title in sections]


class WriteCommentForm(ActionForm):
    """What somebody says about a piece of the charter; `field_code` and `quote`: the piece as they saw it."""

    field_code = HiddenField()
    quote = HiddenField()
    text = a_text(_l("Wat wilt u zeggen?"))
    suggestion = a_text(_l("Hoe zou u het schrijven?"), hint=_l("Verander de tekst hieronder. Doet u niets, dan blijft "
                        "het een reactie zonder voorstel."))  # fmt: skip

    def begin(self, piece: Paragraph) -> None:
        """The piece, also as the text that one changes."""
        self.field_code.data, self.quote.data = piece.field, piece.text
        self.suggestion.data = piece.text

    def other_words(self) -> str:
        """What is suggested; empty where the text was left as it is."""
        written, quoted = (" ".join((one.data or "").split()) for one in (self.suggestion, self.quote))
        return "" if written == quoted else self.suggestion.data or ""


class AnswerCommentForm(ActionForm):
    """An answer, and what happens with the comment."""

    piece = HiddenField()
    text = a_text(_l("Uw antwoord"))
    outcome = RadioField(_l("Wat gebeurt er met deze reactie?"), default="open", validators=[Optional()])

    def offer(self, line: CommentLine, *, can_take_over: bool) -> None:
        """What can happen with this comment."""
        offered = [SelectChoice("open", _l("Ze blijft open: ik antwoord alleen"))]
        if can_take_over:
            offered.append(SelectChoice("taken_over", _l("Het voorstel komt in de tekst")))
        offered.append(SelectChoice("done", _l("Afgehandeld")))
        offered.append(SelectChoice("not_followed", _l("We volgen dit niet: ik schrijf hierboven waarom")))
        self.outcome.choices = offered[:1] if line.outcome else offered


class SettleRemarkForm(ActionForm):
    """What was done about one remark of the FPS Interior."""

    remark_id = HiddenField()
    is_followed = a_choice(_l("Volgt u de opmerking?"), {"yes": _l("Ja, de tekst is aangepast"), "no": _l("Nee")},
                           _l("Kies ja of nee."))  # fmt: skip
    answer = a_reason(_l("Wat is er veranderd, of waarom niet?"))


class MoveToStandingForm(ActionForm):
    """Which text stays where the newer standing text and people changed the same words."""

    revision = HiddenField()
    fingerprint = HiddenField()
    choice = RadioField(_l("Welke tekst houdt u waar beide dezelfde woorden veranderden?"), choices=[
        SelectChoice("ours", _l("Onze tekst, zoals hij er nu staat")),
        SelectChoice("new", _l("De nieuwe standaardtekst, in het hele veld"))], validators=[Optional()])  # fmt: skip


class FreezeForm(ActionForm):
    """Why each unusual thing in the text may stay: one field for each kind in a section, made by `freeze_form`."""

    told: Mapping[str, Sequence[str]]  # by the key of a field: what was said about the text

    def reasons(self) -> dict[str, str]:
        """What was written, by key."""
        return {key: self[key].data or "" for key in self.told}

    def suggest(self, reasons: Mapping[str, str]) -> None:
        """Begin with what was written when an earlier version was frozen."""
        for key in self.told:
            self[key].data = reasons.get(key, "")


def freeze_form(view: CharterView) -> type[FreezeForm]:
    """The form that asks a reason for everything that is unusual in this version."""
    told: dict[str, list[str]] = {}
    for one in view.advice:
        for lack in one.lacks:
            if not lack.blocks:
                told.setdefault(reason_key(lack), []).append(f"{one.section.title}: {lack.sentence} ({lack.source})")
    return reasons_form(told)


def reasons_form(told: Mapping[str, Sequence[str]]) -> type[FreezeForm]:
    """The form with one reason for each of these."""
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
    drawing = HiddenField()


class RefuseSignatureForm(ActionForm):
    """Why somebody does not sign the text with this fingerprint."""

    fingerprint = HiddenField()
    reason = a_reason(_l("Waarom tekent u niet?"), _l("Alle partners lezen dit. Zeg ook wat er moet veranderen."))


class RecordInkSignatureForm(ActionForm):
    """A signature on paper, as it stands there."""

    name = a_line(_l("Wie tekende?"), _l("Vul in wie tekende."), _l("De naam zoals ze op het papier staat."))
    place = a_line(_l("Plaats"), _l("Vul in waar getekend werd."))
    signed_on = a_day(_l("Datum van de handtekening"), _l("Vul in wanneer getekend werd."))
    scan = UploadField(_l("Scan of foto van de ondertekende bladzijde"),
                       needed=_l("Voeg de scan of een foto van de ondertekende bladzijde toe."))  # fmt: skip


class CheckInkSignatureForm(ActionForm):
    """What a colleague entered, compared with the scan."""

    signature_id = HiddenField()
    outcome = a_choice(_l("Klopt wat is ingevoerd met de scan?"),
                       {"right": _l("Ja, de handtekening telt mee"), "back": _l("Nee, terug naar wie ze invoerde")},
                       _l("Kies of het klopt."))  # fmt: skip
    reason = a_text(_l("Wat klopt er niet?"), hint=_l("Alleen nodig als het niet klopt."))


class RecordScreeningForm(ActionForm):
    """The outcome only: no reasons, no facts."""

    result = a_choice(_l("Resultaat"), dict[str, Any](RESULTS), _l("Kies geschikt of niet geschikt."))
    screened_on = a_day(_l("Wanneer is de screening afgerond?"), _l("Vul in wanneer de screening is afgerond."))
