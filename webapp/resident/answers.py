"""The answers of a written request: as the rules want them (the only place), and as a list to check."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from models.operations.requests.request_answers import RequestAnswers
from models.person import Person
from models.queries.requests.applicants import dwelling_at
from models.rules.scope import describe_area
from webapp.forms import BinstartForm
from webapp.languages import language
from webapp.resident.on_behalf_forms import CHANNEL_NAMES, STAFF_ORIGIN_NAMES
from webapp.resident.request_forms import OBJECTIVE_NAMES, ORIGIN_NAMES, AreaForm
from webapp.resident.steps import ON_BEHALF, Step, WrittenRequest
from webapp.words import KIND_NAMES

# At which page each answer is given, for faults that the rules find at the end.
PAGE_OF = {
    "kind": "kind",
    "name": "name",
    "municipality_id": "municipality",
    "segments": "area",
    "boundary_text": "area",
    "scope": "area",
    "overlap_explanation": "area",
    "motives": "motives",
    "expectations": "expectations",
    "objectives": "objectives",
    "households": "households",
    "earlier_attempts": "attempts",
    "applicant_name": "applicant",
    "applicant_address": "applicant",
    "applicant_phone": "applicant",
    "origin": "applicant",
    "declaration": "declaration",
    "applicant_email": ON_BEHALF,
    "channel": ON_BEHALF,
    "received_on": ON_BEHALF,
}


class CheckedRequest:
    """A written request with every page checked."""

    def __init__(self, request: WrittenRequest) -> None:
        self.request = request
        self.forms: dict[str, BinstartForm] = {step.code: request.checked(step) for step in request.steps}

    @property
    def faults(self) -> list[tuple[Step, str]]:
        """What is still missing or wrong, with the page where it can be put right."""
        return [(step, text) for step in self.request.steps for _field, text in self.forms[step.code].faults()]

    def _data(self, page: str, name: str) -> Any:
        return self.forms[page][name].data

    def answers(self) -> RequestAnswers:
        """What the rules want. Only when there are no faults."""
        municipality_id = int(self._data("municipality", "municipality_id"))
        area = self.forms["area"]
        assert isinstance(area, AreaForm)
        on_behalf = self.forms.get(ON_BEHALF)
        rows = self.request.rows_of(area)
        address = self._data("applicant", "applicant_address")
        return RequestAnswers(
            municipality_id=municipality_id,
            kind=self._data("kind", "kind"),
            name=self._data("name", "name"),
            scope=rows.scope.value,
            segments=rows.segments,
            overlap_explanation=(area.overlap_explanation.data or "") if rows.overlaps else "",
            boundary_text=area.boundary_text.data or "",
            motives=self._data("motives", "motives"),
            expectations={who: text for who, text in self._data("expectations", "expectations").items() if text},
            objectives=self._data("objectives", "objectives"),
            households=self._data("households", "households"),
            candidate_coordinators=self._candidates(),
            earlier_attempts=self._data("attempts", "earlier_attempts") or "",
            applicant_name=self._data("applicant", "applicant_name"),
            applicant_address=address,
            applicant_dwelling_id=dwelling_at(self.request.session, municipality_id, address),
            applicant_phone=self._data("applicant", "applicant_phone") or "",
            applicant_email=self.applicant_email,
            declaration=self._data("declaration", "declaration"),
            origin=on_behalf["origin"].data if on_behalf else self._data("applicant", "origin"),
            channel=on_behalf["channel"].data if on_behalf else "online",
            **self._handed_in(),
        )

    def _handed_in(self) -> dict[str, Any]:
        if ON_BEHALF not in self.forms:
            return {}
        texts = {
            name: self._data(ON_BEHALF, name) or "" for name in ("handed_in_by", "handed_in_relation", "handed_in_note")
        }
        return {**texts, "received_on": self._data(ON_BEHALF, "received_on")}

    @property
    def language(self) -> str:
        """In which language it was asked: that of the page, else what staff noted; empty where they were not asked."""
        if ON_BEHALF not in self.forms:
            return language()
        return self._data(ON_BEHALF, "language") if "language" in self.forms[ON_BEHALF] else ""

    @property
    def applicant_email(self) -> str:
        """The address of the applicant; an empty text when staff gave none."""
        if ON_BEHALF in self.forms:
            return self._data(ON_BEHALF, "applicant_email") or ""
        return self.request.session.get_one(Person, self.request.writer.person_id).email or ""

    def _candidates(self) -> list[dict[str, str]]:
        rows = self._data("candidates", "candidate_coordinators")
        return [{part: row[part] or "" for part in ("name", "email", "phone")} for row in rows if row["name"]]

    def summary(self) -> list[dict[str, Any]]:
        """Every answer with a link that leads to its page and back."""
        shown = self._shown()
        return [
            {"key": str(step.title), "value": value, "what": str(step.title), "href": self._change(step)}
            for step in self.request.steps
            for value in [shown[step.code]]
        ]

    def _change(self, step: Step) -> str:
        return url_for("resident.fill_in_step", draft_id=self.request.draft.id, step=step.slug, check=1)

    def _shown(self) -> dict[str, Any]:
        municipality = self.request.municipality
        return {
            ON_BEHALF: self._on_behalf(),
            "kind": str(KIND_NAMES.get(self._data("kind", "kind") or "", "")),
            "name": self._data("name", "name"),
            "municipality": municipality.name if municipality else "",
            "area": self._area(),
            "motives": self._data("motives", "motives"),
            "expectations": self._expectations(),
            "objectives": self._objectives(),
            "households": self._data("households", "households"),
            "candidates": [", ".join(filter(None, row.values())) for row in self._candidates()],
            "attempts": self._data("attempts", "earlier_attempts"),
            "applicant": self._applicant(),
            "declaration": _("Begrepen") if self._data("declaration", "declaration") else "",
        }

    def _objectives(self) -> list[str]:
        chosen = self._data("objectives", "objectives") or ()
        return [OBJECTIVE_NAMES[code] for code in chosen if code in OBJECTIVE_NAMES]

    def _on_behalf(self) -> list[str]:
        if ON_BEHALF not in self.forms:
            return []
        channel, origin = self._data(ON_BEHALF, "channel"), self._data(ON_BEHALF, "origin")
        name = self._data(ON_BEHALF, "applicant_name")
        shown = (CHANNEL_NAMES.get(channel), STAFF_ORIGIN_NAMES.get(origin), name, self.applicant_email)
        return [str(text) for text in shown if text] + self._how_handed_in()

    def _how_handed_in(self) -> list[str]:
        given = self._handed_in()
        by = " ".join(filter(None, [given["handed_in_by"], f"({given['handed_in_relation']})"
                                    if given["handed_in_relation"] else ""]))  # fmt: skip
        received_on = given["received_on"]
        return [
            *([_("afgegeven door %(who)s", who=by)] if by else []),
            *([_("binnengekomen op %(day)s", day=f"{received_on:%d/%m/%Y}")] if received_on else []),
            *([given["handed_in_note"]] if given["handed_in_note"] else []),
        ]

    def _area(self) -> list[str]:
        area = self.forms["area"]
        assert isinstance(area, AreaForm)
        rows = self.request.rows_of(area)
        place = self.request.municipality
        lines = list(describe_area(rows.scope, place.name if place else "", tuple(rows.described.values())))
        if rows.total.count:
            lines.append(ngettext("samen %(num)s woning", "samen %(num)s woningen", rows.total.count))
        explained = area.overlap_explanation.data if rows.overlaps else ""
        return lines + [text for text in (area.boundary_text.data, explained) if text]

    def _expectations(self) -> list[str]:
        part = self.forms["expectations"]["expectations"].form
        return [f"{field.label.text}: {field.data}" for field in part if field.data]

    def _applicant(self) -> list[str]:
        form = self.forms["applicant"]
        lines = [
            form[name].data for name in ("applicant_name", "applicant_address", "applicant_phone") if form[name].data
        ]
        origin = ORIGIN_NAMES.get(form["origin"].data or "") if "origin" in form else None
        return lines + ([str(origin)] if origin else [])
