"""The survey of the members: opened, followed, entered from paper, closed; and what came of it over the years."""

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from flask_babel import gettext as _

from documents.filling.survey import survey_form
from documents.wording import long_date
from models.database import db
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import settings_of
from models.operations.evaluations import surveying
from models.queries.evaluations.surveys import answers_so_far, asked_by, figures_of, open_survey_of, opened_before
from models.queries.networks.enrolments import network_of_case
from models.queries.records.shared import case_record
from models.rules.access import may as may_do
from models.rules.refusals import GateNotMet
from models.rules.survey_clock import baseline_from
from models.rules.survey_form import (
    BASELINE_WITHIN,
    FEWEST_ANSWERS,
    KIND_NAMES,
    QUESTIONS,
    possible_kinds,
    questions_of,
)
from models.settings import settings
from models.survey import Survey
from webapp.case.acting import Answer, acting_person, done
from webapp.case.exporting import csv_file
from webapp.case.forms import OneButtonForm
from webapp.case.printing import print_now
from webapp.case.survey_forms import EnterPaperForm, HandOutPaperForm, OpenSurveyForm, answers_in, keep_only
from webapp.case.survey_results import tables_of
from webapp.clock import now, today
from webapp.forms import number_of, render_form
from webapp.permissions import may

blueprint = Blueprint("surveying", __name__)

PAGES_AT_ONCE = 50  # of a form on paper: the press makes them while somebody waits


@blueprint.get("/dossier/<number>/bevraging")
@may("see_survey", case_argument="number")
def show_survey(number: str) -> str:
    """How the survey that is open goes, and the results of those that are closed."""
    session, network = db.session(), _network_here()
    survey, figures = open_survey_of(session, network.id), figures_of(session, network.id)
    may_run = may_do(acting_person(), "run_survey", g.case.place)
    sees_names = survey is not None and may_do(acting_person(), "manage_members", g.case.place)
    batches = _batches(survey.papers) if survey is not None else ()
    return render_template(
        "case/show_survey.html", case=g.case, survey=survey, figures=figures, tables=tables_of(figures),
        so_far=answers_so_far(session, survey) if survey is not None else 0, may_run=may_run, sees_names=sees_names,
        on_paper=asked_by(session, survey, "paper") if survey is not None and sees_names else (),
        is_active=network.state == "active", fewest=FEWEST_ANSWERS, KIND_NAMES=KIND_NAMES, batches=batches,
        kinds=_possible(), by_clock=_by_clock(network),
    )  # fmt: skip


@blueprint.get("/dossier/<number>/bevraging.csv")
@may("see_survey", case_argument="number")
def export_survey(number: str) -> Response:
    """The counts for a spreadsheet: of questions that ten or more answered, as the page shows them."""
    figures = figures_of(db.session(), _network_here().id)
    rows = [
        [KIND_NAMES[one.kind], str(one.year), question.sentence, step, str(one.counts[question.code][code])]
        for one in figures for question in QUESTIONS if question.code in one.counts
        for code, step in question.steps.items()
    ]  # fmt: skip
    heads = [_("Bevraging"), _("Jaar"), _("Vraag"), _("Antwoord"), _("Aantal")]
    return csv_file(f"bevraging-{g.case.number}.csv", heads, rows)


def _batches(papers: int) -> tuple[tuple[int, int], ...]:
    """From which to which number forms are printed together."""
    return tuple((first, min(papers, first + PAGES_AT_ONCE - 1)) for first in range(1, papers + 1, PAGES_AT_ONCE))


@blueprint.route("/dossier/<number>/bevraging/openen", methods=["GET", "POST"])
@may("run_survey", case_argument="number")
def open_survey(number: str) -> Answer:
    """Ask the members."""
    _network_here()
    form = OpenSurveyForm()
    if not form.is_submitted():
        form.offer(_possible())
    answer = done(
        form,
        lambda: surveying.open_survey(db.session(), g.case.id, acting_person(), now(), kind=form.kind.data or ""),
        _("De leden krijgen een mail met hun eigen link. Wie geen mail heeft, antwoordt op papier."),
        url_for("surveying.show_survey", number=number),
    )
    return answer or render_form("case/open_survey.html", form, case=g.case, settings=settings_of(g.case),
                                 fewest=FEWEST_ANSWERS)  # fmt: skip


@blueprint.route("/dossier/<number>/bevraging/invoeren", methods=["GET", "POST"])
@may("run_survey", case_argument="number")
def enter_paper(number: str) -> Answer:
    """Enter one form that came back."""
    survey = _require_open()
    form = EnterPaperForm()
    keep_only(form, questions_of(survey.kind))
    answer = done(
        form,
        lambda: surveying.enter_paper(db.session(), g.case.id, acting_person(), now(), values=answers_in(form),
                                      paper_number=number_of(form.paper_number.data)),
        _("Het blad is ingevoerd. Schrijf er een vinkje op, of versnipper het."),
        url_for("surveying.enter_paper", number=number),
    )  # fmt: skip
    return answer or render_form("case/enter_survey_paper.html", form, case=g.case, survey=survey,
                                 questions=questions_of(survey.kind))  # fmt: skip


@blueprint.get("/dossier/<number>/bevraging/formulier.pdf")
@may("run_survey", case_argument="number")
def print_form(number: str) -> Response:
    """The forms on paper, some at a time."""
    survey = _require_open()
    batches = dict(_batches(survey.papers))
    first = number_of(request.args.get("vanaf") or 1)
    if first not in batches:
        abort(404)
    filled = survey_form(case_record(db.session(), g.case, settings().base_url), survey.kind,
                         tuple(range(first, batches[first] + 1)), today(), survey.closes_on)  # fmt: skip
    return print_now("survey_form", filled, logo=filled.sender.logo)


@blueprint.route("/dossier/<number>/bevraging/op-papier", methods=["GET", "POST"])
@may("manage_members", case_argument="number")
def hand_out_paper(number: str) -> Answer:
    """A member who was mailed answers on paper instead."""
    survey = _require_open()
    form = HandOutPaperForm()
    form.offer(asked_by(db.session(), survey, "mail"))
    answer = done(
        form,
        lambda: surveying.hand_out_paper(db.session(), g.case.id, acting_person(), enrolment_id=form.chosen()),
        _("Dit lid antwoordt op papier; de link uit de mail werkt niet meer. Druk het nieuwe blad af."),
        url_for("surveying.show_survey", number=number),
    )
    return answer or render_form("case/hand_out_survey_paper.html", form, case=g.case)


@blueprint.route("/dossier/<number>/bevraging/sluiten", methods=["GET", "POST"])
@may("run_survey", case_argument="number")
def close_survey(number: str) -> Answer:
    """Close it before its last day, after a question."""
    survey = _require_open()
    form = OneButtonForm()
    answer = done(
        form,
        lambda: surveying.close_survey(db.session(), g.case.id, acting_person(), now()),
        _("De bevraging is gesloten. De losse antwoorden zijn gewist; alleen de aantallen blijven."),
        url_for("surveying.show_survey", number=number),
    )
    return answer or render_form("case/close_survey.html", form, case=g.case, survey=survey, fewest=FEWEST_ANSWERS,
                                 so_far=answers_so_far(db.session(), survey))  # fmt: skip


def _by_clock(network: NeighbourhoodNetwork) -> str:
    """What opens by itself, and when; empty where the municipality doesn't want that."""
    settings_here = settings_of(g.case)
    if not settings_here.survey_by_clock or network.state != "active":
        return ""
    yearly = _("De jaarlijkse bevraging gaat vanzelf open samen met de evaluatie.")
    if not settings_here.baseline_survey_weeks or opened_before(db.session(), network.id):
        return yearly
    day = baseline_from(network.active_since, settings_here.baseline_survey_weeks)
    if today() > network.active_since + BASELINE_WITHIN:
        return yearly
    return _("De nulmeting gaat vanzelf open vanaf %(day)s, zodra er %(fewest)s leden zijn.", day=long_date(day),
             fewest=FEWEST_ANSWERS) + " " + yearly  # fmt: skip


def _possible() -> tuple[str, ...]:
    network = _network_here()
    return possible_kinds(today(), network.active_since, opened_before(db.session(), network.id))


def _require_open() -> Survey:
    """The survey that is open; a page that says so where there is none (any more)."""
    survey = open_survey_of(db.session(), _network_here().id)
    if survey is None:
        raise GateNotMet("no_open_survey", _("Er loopt nu geen bevraging."))
    return survey


def _network_here() -> NeighbourhoodNetwork:
    """The network that this case gave; 404 where it gave none."""
    network = network_of_case(db.session(), g.case.id)
    if network is None:
        abort(404)
    return network
