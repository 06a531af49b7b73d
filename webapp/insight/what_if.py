"""What if: other thresholds, terms and steps, tried on paper over foundings of the past. Nothing is changed."""

from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from models.authority import Authority
from models.database import db
from models.queries.cases.case_lists import PAGE_LENGTH, settings_in
from models.queries.insight.insight import lines_of
from models.queries.insight.past_cases import past_cases
from models.rules.procedure_settings import ProcedureSettings, effective_settings
from models.rules.what_if import Effect, OnPaper, effects, on_paper, sort_out
from webapp.case.acting import acting_person
from webapp.case.exporting import csv_file
from webapp.clock import today
from webapp.insight.asking import read_asking
from webapp.insight.views import shared
from webapp.paging import asked_page
from webapp.permissions import may

blueprint = Blueprint("insight_what_if", __name__)

# Per number on paper: what it is called, its unit, and the lowest and highest that can be tried.
NUMBERS: dict[str, tuple[Any, Any, int, int]] = {
    "minimum_registered_dwellings": (_l("Minstens zoveel woningen steunen de oprichting"), _l("woningen"), 0, 10_000),
    "minimum_street_share": (_l("Minstens dit deel van de woningen in elke straat"), "%", 0, 100),
    "assessment_term_days": (_l("Nazicht van de aanvraag"), _l("dagen"), 0, 730),
    "opinion_term_days": (_l("Advies"), _l("dagen"), 1, 730),
    "consultation_term_days": (_l("Overleg"), _l("dagen"), 0, 730),
    "signing_term_days": (_l("Ondertekening van het charter"), _l("dagen"), 0, 730),
}
CHOICES: dict[str, Any] = {
    "joint_judgement_required": _l("Initiatiefnemer, gemeente en politie vinden elk het draagvlak voldoende"),
    "judicial_contact_required": _l("De politie contacteert de gerechtelijke overheid"),
    "federal_check_blocks": _l("De lancering wacht op de FOD Binnenlandse Zaken"),
}
# Per effect: what it counts, what it looked at, and the unit of its number.
EFFECTS: dict[str, tuple[Any, Any, Any]] = {
    "below_threshold": (_l("Gingen na de infoavond verder, maar halen de drempel niet"),
                        _l("dossiers die na de infoavond verder gingen"), _l("woningen steunen")),
    "stopped_above_threshold": (_l("Stopten wegens onvoldoende draagvlak, maar halen de drempel wel"),
                                _l("dossiers die zo stopten"), _l("woningen steunen")),
    "without_joint_judgement": (_l("Gingen verder zonder dat alle drie het draagvlak voldoende vonden"),
                                _l("dossiers die na de infoavond verder gingen"), ""),
    "late_opinions": (_l("Adviezen die er op de laatste dag niet waren"), _l("gevraagde adviezen"), _l("dagen")),
    "changed_consultations": (_l("Dossiers waarin het wachten op adviezen vroeger of later eindigt"),
                              _l("dossiers met adviezen"), _l("dagen vroeger (min: later)")),
    "late_assessment": (_l("Nazicht van de aanvraag duurde langer"), _l("nagekeken aanvragen"), _l("dagen")),
    "late_consultation": (_l("Overleg duurde langer"), _l("overlegfasen"), _l("dagen")),
    "late_signing": (_l("Ondertekening van het charter duurde langer"), _l("keren dat een charter werd voorgelegd"),
                     _l("dagen")),
    "without_judicial_contact": (_l("Overleg afgerond zonder contact met de gerechtelijke overheid"),
                                 _l("afgeronde overlegfasen"), ""),
    "waits_for_ministry": (_l("Wachtten op de FOD Binnenlandse Zaken"), _l("dossiers na het federaal nazicht"),
                           _l("dagen")),
    "without_ministry": (_l("Gingen naar de lancering zonder dat de FOD het charter conform vond"),
                         _l("dossiers na het federaal nazicht"), ""),
}  # fmt: skip
HEADS = (_l("Wat"), _l("Met de regels van nu"), _l("Op papier"), _l("Op een totaal van"), _l("Waarvan"))


@blueprint.get("/inzicht/wat-als")
@may("see_insight")
def try_on_paper() -> str:
    """The rules of now and those on paper beside each other, over the same foundings."""
    asking = read_asking(with_everywhere=False)
    now = on_paper(_settings(asking.place))
    paper = _read(now)
    past = sort_out(past_cases(db.session(), asking.asked))
    after = effects(past, paper)
    return render_template(
        "insight/try_on_paper.html", now=now, paper=paper, before=effects(past, now), after=after,
        numbers=NUMBERS, choices=CHOICES, effect_names=EFFECTS, written=_written(paper), changed=_changed(now, paper),
        gained=_gained(after["changed_consultations"]), **shared("wat-als", asking, past.count),
    )  # fmt: skip


@blueprint.get("/inzicht/wat-als/dossiers")
@may("see_insight")
def list_caught() -> str:
    """The cases that a rule on paper catches."""
    asking, code, page = read_asking(with_everywhere=False), request.args.get("gevolg", ""), asked_page()
    if code not in EFFECTS:
        abort(404)
    paper = _read(on_paper(_settings(asking.place)))
    past = sort_out(past_cases(db.session(), asking.asked))
    found = sorted(effects(past, paper)[code].caught, key=lambda one: -(one[1] or 0))
    some = found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return render_template(
        "insight/list_behind.html", name=EFFECTS[code][0], figure="", page=page,
        lines=lines_of(db.session(), acting_person(), some), pages=max(1, -(-len(found) // PAGE_LENGTH)),
        unit=EFFECTS[code][2], **shared("wat-als", asking, len(found)),
    )  # fmt: skip


@blueprint.get("/inzicht/wat-als.csv")
@may("see_insight")
def export_what_if() -> Response:
    """The comparison as a file."""
    asking = read_asking(with_everywhere=False)
    now = on_paper(_settings(asking.place))
    paper = _read(now)
    past = sort_out(past_cases(db.session(), asking.asked))
    before, after = effects(past, now), effects(past, paper)
    rows: list[tuple[object, ...]] = [(_("Gevraagd"), asking.told, "", past.count, "")]
    rows += [(NUMBERS[name][0] if name in NUMBERS else CHOICES[name], _said(value), _said(asdict(paper)[name]), "", "")
             for name, value in asdict(now).items()]  # fmt: skip
    rows += [(words[0], before[code].count, after[code].count, after[code].looked_at, words[1])
             for code, words in EFFECTS.items()]  # fmt: skip
    return csv_file(f"wat-als-{today().isoformat()}.csv", HEADS, rows)


def _settings(place: Authority | None) -> ProcedureSettings:
    if place is None:  # a member of staff whose mandate is over since
        return effective_settings()
    return settings_in(place) if place.kind == "municipality" else effective_settings(place.settings)


def _read(now: OnPaper) -> OnPaper:
    """The rules on paper from the address; what is left out or can't be stays as it is now."""
    numbers: dict[str, Any] = {name: value for name, (_label, _unit, least, most) in NUMBERS.items()
               if (value := request.args.get(name, type=int)) is not None and least <= value <= most}  # fmt: skip
    chosen: dict[str, Any] = {
        name: request.args[name] == "ja" for name in CHOICES if request.args.get(name) in ("ja", "nee")
    }
    return replace(now, **numbers, **chosen)


def _written(paper: OnPaper) -> dict[str, str]:
    """As it stands in an address."""
    return {name: _written_value(value) for name, value in asdict(paper).items()}


def _written_value(value: int | bool) -> str:
    return ("ja" if value else "nee") if isinstance(value, bool) else str(value)


def _said(value: int | bool) -> object:
    return (_("ja") if value else _("nee")) if isinstance(value, bool) else value


def _changed(now: OnPaper, paper: OnPaper) -> frozenset[str]:
    before, after = asdict(now), asdict(paper)
    return frozenset(name for name in before if before[name] != after[name])


def _gained(effect: Effect) -> tuple[int, int]:
    """How many days sooner in all, and how many days later."""
    days = [value for _case, value in effect.caught if value is not None]
    return sum(one for one in days if one > 0), -sum(one for one in days if one < 0)
