"""The pages of the founding request in their order, and what stands on each: read from the draft, exactly as typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from models.authority import Authority
from models.person import Person
from models.queries.cases.earlier_attempts import Attempt, earlier_attempts
from models.queries.requests.applicants import address_of_dwelling, municipalities, municipalities_of_staff
from models.queries.streets.streets_by_name import street_labels
from models.request import RequestDraft
from models.rules.access import Actor
from models.rules.area import DwellingCount
from models.rules.scope import SCOPES
from webapp.forms import BinstartForm
from webapp.resident import request_forms as forms
from webapp.resident.area_rows import AreaRows
from webapp.resident.on_behalf_forms import OnBehalfForm

ON_BEHALF = "on_behalf"
# The token is checked for every form that is sent (webapp.security); saved answers have none.
_NO_TOKEN = {"csrf": False}


@dataclass(frozen=True)
class Step:
    """One page: its code (name of its template and of its place in the draft), its address, title and form."""

    code: str
    slug: str
    title: LazyString
    form: type[BinstartForm]


STEPS = (
    Step("kind", "soort", _l("Soort netwerk"), forms.KindForm),
    Step("name", "naam", _l("Naam"), forms.NameForm),
    Step("municipality", "gemeente", _l("Gemeente"), forms.MunicipalityForm),
    Step("area", "gebied", _l("Gebied"), forms.AreaForm),
    Step("motives", "motivatie", _l("Motivatie"), forms.MotivesForm),
    Step("expectations", "verwachtingen", _l("Verwachtingen"), forms.ExpectationsForm),
    Step("objectives", "doelstellingen", _l("Doelstellingen"), forms.ObjectivesForm),
    Step("households", "woningen", _l("Aantal woningen of leden"), forms.HouseholdsForm),
    Step("candidates", "kandidaten", _l("Kandidaat-coördinatoren"), forms.CandidatesForm),
    Step("attempts", "eerdere-pogingen", _l("Eerdere pogingen"), forms.AttemptsForm),
    Step("applicant", "aanvrager", _l("Aanvrager"), forms.ApplicantForm),
    Step("declaration", "verklaring", _l("Verklaring"), forms.DeclarationForm),
)
ON_BEHALF_STEP = Step(ON_BEHALF, "namens", _l("Voor wie en hoe"), OnBehalfForm)


def answers_in(step: Step, values: MultiDict[str, str]) -> dict[str, list[str]]:
    """What was typed in the fields of a page, as the draft keeps it."""
    return {name: values.getlist(name) for name in values if hasattr(step.form, name.split("-")[0])}


@dataclass
class WrittenRequest:
    """A request that is being written: the draft, who writes it, and each page as it stands."""

    session: Session
    draft: RequestDraft
    writer: Actor

    @property
    def is_on_behalf(self) -> bool:
        """Whether a member of staff writes it for somebody."""
        return ON_BEHALF in self.draft.answers

    @property
    def name(self) -> str:
        """The name of the network as typed so far."""
        return (self.typed("name") or MultiDict()).get("name", "").strip()

    @property
    def kind(self) -> str:
        """Which kind of network as chosen so far; one of residents while nothing was chosen."""
        chosen = (self.typed("kind") or MultiDict()).get("kind", "")
        return chosen if chosen in SCOPES else "bin"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages of this request."""
        return (ON_BEHALF_STEP, *STEPS) if self.is_on_behalf else STEPS

    def step_at(self, slug: str) -> Step | None:
        """The page with this address."""
        return next((step for step in self.steps if step.slug == slug), None)

    def next_after(self, step: Step) -> Step | None:
        """The page that follows; None when the answers can be checked."""
        position = self.steps.index(step) + 1
        return self.steps[position] if position < len(self.steps) else None

    def before(self, step: Step) -> Step | None:
        """The page before."""
        position = self.steps.index(step)
        return self.steps[position - 1] if position else None

    def typed(self, code: str) -> MultiDict[str, str] | None:
        """What was typed on a page; None when it was never sent."""
        kept = self.draft.answers.get(code)
        return MultiDict(kept) if isinstance(kept, dict) else None

    def form(self, step: Step, values: MultiDict[str, str] | None = None) -> BinstartForm:
        """The form of a page with `values`, else with what was typed before, else with what can be known already."""
        values = values if values is not None else self.typed(step.code)
        form = step.form(formdata=values, meta=_NO_TOKEN)
        self._fit(form, is_new=values is None)
        return form

    def checked(self, step: Step) -> BinstartForm:
        """The form of a page as it was saved, with its faults; a page that was never sent has those of an empty one."""
        values = self.typed(step.code)
        form = step.form(formdata=values if values is not None else MultiDict(), meta=_NO_TOKEN)
        self._fit(form, is_new=False)
        form.validate()
        if isinstance(form, OnBehalfForm):
            form.fit(self.municipalities)
        if isinstance(form, forms.AreaForm):
            self.rows_of(form).check()
        return form

    def _fit(self, form: BinstartForm, *, is_new: bool) -> None:
        if isinstance(form, forms.MunicipalityForm):
            form.municipality_id.choices = forms.options({str(place.id): place.name for place in self.municipalities})
            if is_new and len(self.municipalities) == 1:
                form.municipality_id.data = str(self.municipalities[0].id)
        if isinstance(form, forms.ApplicantForm) and self.is_on_behalf:
            del form.origin
        if isinstance(form, forms.AreaForm):
            forms.fit_area(form, self.kind)
        if isinstance(form, forms.HouseholdsForm):
            form.households.label.text = forms.HOW_MANY.get(self.kind, form.households.label.text)
        if is_new:
            self._prefill(form)

    def _prefill(self, form: BinstartForm) -> None:
        if isinstance(form, forms.HouseholdsForm) and self.kind == "bin" and self.dwellings.count:
            form.households.data = self.dwellings.count
        if isinstance(form, forms.ApplicantForm):
            for name, value in self._known_of_applicant().items():
                form[name].data = value

    def _known_of_applicant(self) -> dict[str, str]:
        typed = self.typed(ON_BEHALF)
        if typed is not None:
            return {name: typed.get(name, "") for name in ("applicant_name", "applicant_phone")}
        person = self.session.get_one(Person, self.writer.person_id)
        return {
            "applicant_name": person.name,
            "applicant_phone": person.phone,
            "applicant_address": address_of_dwelling(self.session, person.dwelling_id),
            "origin": "trader" if self.kind == "bin_z" else "resident",
        }

    @cached_property
    def municipalities(self) -> Sequence[Authority]:
        """Those that can be chosen."""
        if self.is_on_behalf:
            return municipalities_of_staff(self.session, self.writer)
        return municipalities(self.session)

    @property
    def municipality(self) -> Authority | None:
        """The one that was chosen."""
        chosen = (self.typed("municipality") or MultiDict()).get("municipality_id", "")
        return next((place for place in self.municipalities if str(place.id) == chosen), None)

    def rows_of(self, form: forms.AreaForm) -> AreaRows:
        """The streets on the page of the area, looked up in the register."""
        return AreaRows(self.session, self.municipality.id if self.municipality else None, form, self.kind)

    def street_label(self, street_id: int) -> str:
        """The name of a street of the chosen municipality; an empty text for another."""
        if self.municipality is None:
            return ""
        return street_labels(self.session, self.municipality.id, [street_id]).get(street_id, "")

    @cached_property
    def area(self) -> AreaRows:
        """The area as it was saved."""
        form = self.checked(STEPS[3])
        assert isinstance(form, forms.AreaForm)
        return self.rows_of(form)

    @property
    def dwellings(self) -> DwellingCount:
        """How many dwellings lie in the chosen area."""
        return self.area.total

    @cached_property
    def earlier_attempts(self) -> tuple[Attempt, ...]:
        """The cases that ended in the chosen area."""
        return earlier_attempts(self.session, self.area.reach) if self.area.reach else ()
