"""Figures over all cases: lead times, for whom is waited, where it ends, terms, support, and the cases behind each."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from documents.look.bars import row_bar
from models.database import db
from models.queries.cases.case_lists import PAGE_LENGTH
from models.queries.insight.insight import FEWEST, count_foundings, lines_of, read_foundings, read_terms, summed_at
from models.queries.insight.insight_now import NOBODY, cases_waiting_for, waiting_now
from models.rules import insight_figures
from models.rules.insight import is_kept, is_missed
from models.rules.procedure import Stage
from webapp.case.acting import acting_person
from webapp.case.exporting import csv_file
from webapp.clock import today
from webapp.forms import LONGEST_LINE
from webapp.insight.asking import Asking, read_asking
from webapp.insight.words import LEAD_NAMES, NOW_NAMES, OUTCOME_NAMES, TERM_NAMES, WAITED_NAMES, way_in_words
from webapp.paging import asked_page
from webapp.permissions import may
from webapp.rule_words import said
from webapp.words import KIND_NAMES, STAGE_NAMES

blueprint = Blueprint("insight", __name__)

MOST_VARIANTS = 20
_One = TypeVar("_One")
PAGES = {
    "duur": ("insight.show_lead_times", _l("Duur en wachten")),
    "afloop": ("insight.show_outcomes", _l("Afloop en wegen")),
    "termijnen": ("insight.show_terms", _l("Termijnen")),
    "draagvlak": ("insight.show_support", _l("Draagvlak")),
    "werklast": ("insight_loads.show_load", _l("Werklast")),
    "wat-als": ("insight_what_if.try_on_paper", _l("Wat als?")),
}
HEADS = (
    _l("Onderdeel"), _l("Wat"), _l("Dossiers"), _l("Een kwart hoogstens"), _l("De helft hoogstens"),
    _l("Driekwart hoogstens"), _l("Langste of hoogste"), _l("Wachten, de helft hoogstens"),
    _l("Werken, de helft hoogstens"), _l("Dagen samen"), _l("Gehaald"), _l("Niet gehaald"),
)  # fmt: skip


@blueprint.get("/inzicht")
@may("see_insight")
def show_lead_times() -> str:
    """How long each stage takes, waiting and working apart, and for whom is and was waited."""
    asking = read_asking()
    foundings = read_foundings(db.session(), asking.asked)
    times = told(asking, insight_figures.lead_times(foundings), lambda one: one.days.count)
    waited = told(asking, insight_figures.waited_for(foundings), lambda one: one.spread.count)
    now = told(asking, waiting_now(db.session(), asking.asked).most_common(), lambda one: one[1])
    return render_template("insight/show_lead_times.html", times=times, waited=waited, now=now, nobody=NOBODY,
                           **shared("duur", asking, len(foundings)))  # fmt: skip


@blueprint.get("/inzicht/afloop")
@may("see_insight")
def show_outcomes() -> str:
    """Where foundings end, and by which ways they went."""
    asking = read_asking()
    foundings = read_foundings(db.session(), asking.asked, with_days=False)
    ways = told(asking, insight_figures.variants(foundings), lambda one: one.days.count)
    return render_template(
        "insight/show_outcomes.html", outcomes=told(asking, insight_figures.outcomes(foundings), lambda one: one.count),
        ways=ways[:MOST_VARIANTS], other_ways=len(ways) - MOST_VARIANTS,
        other_cases=sum(one.days.count for one in ways[MOST_VARIANTS:]), **shared("afloop", asking, len(foundings)),
    )  # fmt: skip


@blueprint.get("/inzicht/termijnen")
@may("see_insight")
def show_terms() -> str:
    """Which terms were kept and which were missed."""
    asking = read_asking()
    terms = (one for _, one in read_terms(db.session(), asking.asked))
    figures = told(asking, insight_figures.term_figures(terms, today()), lambda one: one.kept + one.missed)
    return render_template(
        "insight/show_terms.html",
        figures=figures,
        **shared("termijnen", asking, count_foundings(db.session(), asking.asked)),
    )


@blueprint.get("/inzicht/draagvlak")
@may("see_insight")
def show_support() -> str:
    """How many dwellings of hundred supported foundings, by what became of them."""
    asking = read_asking()
    foundings = read_foundings(db.session(), asking.asked, with_days=False)
    spreads = told(asking, insight_figures.support_spreads(foundings).items(), lambda one: one[1].count)
    return render_template("insight/show_support.html", spreads=spreads,
                           **shared("draagvlak", asking, len(foundings)))  # fmt: skip


@blueprint.get("/inzicht/dossiers")
@may("see_insight")
def list_behind() -> str:
    """The cases behind one figure, for who may open them."""
    asking, figure, page = read_asking(), request.args.get("figuur", "")[:LONGEST_LINE], asked_page()
    name = figure_name(figure)
    if asking.is_everywhere or not name:
        abort(404)
    found = _behind(asking, figure)
    some = found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return render_template(
        "insight/list_behind.html", name=name, figure=figure, page=page,
        lines=lines_of(db.session(), acting_person(), some), pages=max(1, -(-len(found) // PAGE_LENGTH)),
        unit="%" if figure.startswith("steun:") else _("dagen"), **shared(_page_of(figure), asking, len(found)),
    )  # fmt: skip


@blueprint.get("/inzicht.csv")
@may("see_insight")
def export_figures() -> Response:
    """All these figures as a file."""
    asking = read_asking()
    return csv_file(f"inzicht-{today().isoformat()}.csv", HEADS, _rows(asking))


def _rows(asking: Asking) -> list[tuple[object, ...]]:
    foundings = read_foundings(db.session(), asking.asked)
    terms = (one for _, one in read_terms(db.session(), asking.asked))
    count = "" if asking.is_everywhere and len(foundings) < FEWEST else len(foundings)
    rows: list[tuple[object, ...]] = [(_("Gevraagd"), asking.told, count, *[""] * 9)]
    for lead in told(asking, insight_figures.lead_times(foundings), lambda one: one.days.count):
        rows.append((_("Duur (dagen)"), LEAD_NAMES[lead.what], *_spread(lead.days), lead.waiting.median,
                     lead.working.median, "", "", ""))  # fmt: skip
    for waited in told(asking, insight_figures.waited_for(foundings), lambda one: one.spread.count):
        rows.append((_("Wachten op (dagen)"), WAITED_NAMES[waited.waited_for], *_spread(waited.spread), "", "",
                     waited.days, "", ""))  # fmt: skip
    for end in told(asking, insight_figures.outcomes(foundings), lambda one: one.count):
        rows.append((_("Afloop"), _outcome_name(end.outcome, end.ended_in), end.count, *[""] * 9))
    for way in told(asking, insight_figures.variants(foundings), lambda one: one.days.count):
        rows.append((_("Weg (dagen)"), way_in_words(way.way), *_spread(way.days), *[""] * 5))
    for code, support in told(asking, insight_figures.support_spreads(foundings).items(), lambda one: one[1].count):
        rows.append((_("Draagvlak (% van de woningen)"), OUTCOME_NAMES[code], *_spread(support), *[""] * 5))
    for term in told(asking, insight_figures.term_figures(terms, today()), lambda one: one.kept + one.missed):
        taken = _spread(term.taken) if term.taken else ("",) * 5
        rows.append((_("Termijn (dagen)"), TERM_NAMES[term.kind], *taken, "", "", "", term.kept, term.missed))
    return rows


def _spread(one: insight_figures.Spread) -> tuple[int, ...]:
    return one.count, one.quarter, one.median, one.three_quarters, one.longest


def told(asking: Asking, rows: Iterable[_One], count: Callable[[_One], int]) -> list[_One]:
    """These figures; of the whole installation only those that rest on enough cases that none is recognised."""
    return [one for one in rows if not asking.is_everywhere or count(one) >= FEWEST]


def _behind(asking: Asking, figure: str) -> list[tuple[int, int | None]]:
    what, _colon, which = figure.partition(":")
    if what == "nu":
        return cases_waiting_for(db.session(), asking.asked, which)
    if what == "termijn":
        return _cases_of_terms(asking, which)
    with_days = what in ("fase", "wacht")
    return insight_figures.behind(figure, read_foundings(db.session(), asking.asked, with_days=with_days))


def _cases_of_terms(asking: Asking, which: str) -> list[tuple[int, int | None]]:
    kind, _colon, how = which.partition(":")
    found = []
    for case_id, term in read_terms(db.session(), asking.asked):
        late = is_missed(term, today().toordinal())
        if term.kind == kind and (late if how == "gemist" else is_kept(term) and not late):
            found.append((case_id, term.taken))
    return sorted(found, key=lambda row: -(row[1] or 0))


def figure_name(figure: str) -> str:
    """What a figure of an address is called; empty: there is no such figure."""
    what, _colon, which = figure.partition(":")
    if what == "termijn":
        kind, _colon, how = which.partition(":")
        kept = {"gehaald": _("termijn gehaald"), "gemist": _("termijn niet gehaald")}.get(how, "")
        return _("%(term)s: %(how)s", term=said(TERM_NAMES[kind]), how=kept) if kind in TERM_NAMES and kept else ""
    if what == "afloop":
        return _outcome_name(*which.split(":", 1)) if which.count(":") == 1 else ""
    if what == "weg":
        return way_in_words(which) if _is_way(which) else ""
    names: dict[str, dict[str, Any]] = {
        "fase": {code: LEAD_NAMES[code] for code in Stage}, "totaal": {"": LEAD_NAMES["total"]},
        "wacht": {code: _("Gewacht op %(whom)s", whom=name) for code, name in WAITED_NAMES.items()},
        "nu": {code: _("Wacht nu op: %(whom)s", whom=name) for code, name in NOW_NAMES.items()},
        "steun": {code: _("Draagvlak: %(outcome)s", outcome=name) for code, name in OUTCOME_NAMES.items()},
    }  # fmt: skip
    return str(names.get(what, {}).get(which, ""))


def _is_way(which: str) -> bool:
    *stages, outcome = which.split(".")
    return outcome in OUTCOME_NAMES and all(one in STAGE_NAMES for one in stages)


def _outcome_name(outcome: str, ended_in: str) -> str:
    if outcome not in OUTCOME_NAMES or (ended_in and ended_in not in STAGE_NAMES):
        return ""
    name = str(OUTCOME_NAMES[outcome])
    return _("%(end)s in de fase ‘%(stage)s’", end=name, stage=STAGE_NAMES[ended_in]) if ended_in else name


def _page_of(figure: str) -> str:
    what = figure.partition(":")[0]
    return {"afloop": "afloop", "weg": "afloop", "termijn": "termijnen", "steun": "draagvlak"}.get(what, "duur")


def shared(page_name: str, asking: Asking, count: int) -> dict[str, Any]:
    """What every page of insight gets."""
    return {
        "page_name": page_name,
        "insight_pages": PAGES,
        "asking": asking,
        "count": count,
        "summed_at": summed_at(db.session(), asking.asked),
        "fewest": FEWEST,
        "row_bar": row_bar,
        "lead_names": LEAD_NAMES,
        "waited_names": WAITED_NAMES,
        "now_names": NOW_NAMES,
        "term_names": TERM_NAMES,
        "outcome_names": OUTCOME_NAMES,
        "outcome_name": _outcome_name,
        "way_in_words": way_in_words,
        "kinds": KIND_NAMES,
    }
