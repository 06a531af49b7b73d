"""The forms of the municipal desk on a request and its decisions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, SelectChoice, SelectField, SelectMultipleField

from documents.wording import long_date
from models.network import NeighbourhoodNetwork
from models.operations.charters.checking_federally import CHANNELS, Concern
from models.operations.evaluations.evaluating import OUTCOME_NAMES
from models.queries.charters.federal_checks import SentVersion
from models.rules.charter_sections import SECTIONS
from webapp.case.agreeing_forms import AgreementForm
from webapp.case.forms import (
    APPROVE_OR_REFUSE,
    ActionForm,
    a_body,
    a_choice,
    a_day,
    a_line,
    a_reason,
    a_text,
    some_conditions,
    yes_or_no,
)
from webapp.desk.evening_forms import Rows
from webapp.forms import PartForm
from webapp.rule_words import lazily_said


class AskCompletionForm(ActionForm):
    """What is missing in a request."""

    reason = a_reason(_l("Wat ontbreekt er?"), _l("De initiatiefnemer krijgt precies deze tekst."))


class RefuseRequestForm(ActionForm):
    """Why a request is refused before anybody else looks at it."""

    reason = a_reason(_l("Waarom wordt de aanvraag geweigerd?"), _l("De initiatiefnemer krijgt deze reden per brief."))
    body = a_body()
    decided_on = a_day(
        _l("Beslist op"),
        _l("Vul de datum van de beslissing in."),
        _l("Beslist het college? Dan de dag van de zitting."),
    )
    may_come_again = yes_or_no(_l("Mag er later een nieuwe aanvraag komen?"), default="yes")


class DecideAsMunicipalityForm(AgreementForm):
    """The decision of the municipality on the founding."""

    is_approved = a_choice(
        _l("Wat beslist de gemeente?"),
        APPROVE_OR_REFUSE,
        _l("Kies goedkeuren of weigeren."),
    )
    reason = a_reason(_l("Waarom?"), _l("De initiatiefnemer en de politie lezen deze reden."))
    conditions = some_conditions()
    body = a_line(_l("Wie beslist?"), _l("Vul in wie beslist."))
    decided_on = a_day(
        _l("Beslist op"),
        _l("Vul de datum van de beslissing in."),
        _l("Beslist het college? Dan de dag van de zitting."),
    )
    may_come_again = yes_or_no(
        _l("Mag er later een nieuwe aanvraag komen?"), _l("Telt alleen bij een weigering."), default="yes"
    )


class StopForLackOfSupportForm(ActionForm):
    """Why the founding stops after the evening."""

    reason = a_reason(_l("Waarom stopt de oprichting?"), _l("De initiatiefnemer en de partners krijgen deze reden."))
    body = a_body()


class CloseEvaluationForm(ActionForm):
    """What follows from the evaluation."""

    outcome = a_choice(_l("Wat is het besluit?"), dict(OUTCOME_NAMES), _l("Kies een besluit."))
    reason = a_reason(_l("Waarom?"), _l(
        "Deze reden is openbaar: partners, leden en de FOD Binnenlandse Zaken lezen haar. Schrijf hier niets wat "
        "alleen de politie mag weten."))  # fmt: skip
    body = a_body()
    successor = SelectField(_l("In welk BIN gaat het op?"), validate_choice=False, description=_l(
        "Alleen bij samenvoegen. U ziet de actieve netwerken van de gemeente en de politiezone die hier een dossier "
        "hebben."))  # fmt: skip

    leaving = SelectMultipleField(
        _l("Welke straten vragen een eigen BIN?"),
        coerce=int,
        description=_l("Alleen bij splitsen. Moet één straat verdeeld worden? Wijzig dan eerst het gebied."),
    )  # fmt: skip
    new_name = a_line(
        _l("Hoe heet het nieuwe BIN?"),
        hint=_l("Alleen bij splitsen. Er begint een aanvraag voor die straten, namens de gemeente."),
    )

    def offer(self, networks: Sequence[NeighbourhoodNetwork], parts: Sequence[tuple[int, str]]) -> None:
        """The networks that can take this one in, and the parts of its area, by number. Without another network
        merging is no choice, and with one street splitting is none."""
        self.leaving.choices = [SelectChoice(number, name) for number, name in parts]
        if len(parts) < 2:
            self._drop("split", "leaving", "new_name")
        self.successor.choices = [
            SelectChoice("", _("kies een BIN")),
            *(SelectChoice(one.slug, f"{one.name} ({one.municipality.name})") for one in networks),
        ]
        if not networks:
            self._drop("merge", "successor")

    def _drop(self, outcome: str, *fields: str) -> None:
        self.outcome.choices = [one for one in self.outcome.choices or () if one.value != outcome]
        for name in fields:
            del self[name]

    def more(self) -> dict[str, Any]:
        """What some outcomes ask beside the reason."""
        return {
            name: self[name].data for name in ("successor", "leaving", "new_name") if name in self and self[name].data
        }


class SendToFederalInteriorForm(ActionForm):
    """When and how the signed charter was sent."""

    sent_on = a_day(_l("Verstuurd op"), _l("Vul in wanneer het charter verstuurd is."))
    channel = a_choice(_l("Hoe?"), {one: one for one in CHANNELS}, _l("Kies hoe het charter verstuurd is."))


class ConcernForm(PartForm):
    """One remark and what it concerns."""

    section = SelectField(_l("Onderdeel"), choices=[SelectChoice("", _l("het hele charter")), *(
        SelectChoice(one.code, lazily_said(one.title, f"{one.number}. ")) for one in SECTIONS)])  # fmt: skip
    text = a_text(_l("Wat is de opmerking?"))


class RecordFederalAnswerForm(ActionForm):
    """What the FPS Interior answered."""

    check_id = SelectField(_l("Over welke versie gaat de brief?"), validate_choice=False)
    result = a_choice(
        _l("Wat antwoordt de FOD Binnenlandse Zaken?"),
        {
            "conform": _l("Het charter is conform"),
            "remarks": _l("Er zijn opmerkingen: het charter moet aangepast worden"),
        },
        _l("Kies wat de FOD antwoordt."),
    )
    answered_on = a_day(_l("Datum van de brief"), _l("Vul de datum van de brief in."))
    reference = a_line(_l("Kenmerk van de brief"))
    remarks = a_text(
        _l("Opmerkingen"), hint=_l("Verplicht als er opmerkingen zijn, hier of hieronder: neem ze letterlijk over.")
    )
    concerns = Rows(FormField(ConcernForm), label=_l("Opmerkingen per onderdeel"), min_entries=5, max_entries=40)

    def offer(self, sent: Sequence[SentVersion]) -> None:
        """The sendings that have no answer yet."""
        self.check_id.choices = [
            SelectChoice(str(one.check_id), _("versie %(version)s, verstuurd op %(day)s", version=one.version,
                                              day=long_date(one.sent_on))) for one in sent
        ]  # fmt: skip

    def filled(self) -> list[Concern]:
        """The rows in which something stands, in order."""
        rows = [row.form for row in self.concerns]
        return [
            Concern(row.section.data or "", row.text.data or "") for row in rows if row.text.data or row.section.data
        ]
