"""The evaluation: opening it, the three views, their discussion, and changing a charter in between."""

from typing import Any

from flask import Blueprint, Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.database import db
from models.operations.evaluations import evaluating
from models.queries.evaluations.evaluation_figures import evaluation_figures
from models.queries.networks.enrolments import network_of_case
from models.queries.networks.messages import counts_for_evaluation
from models.queries.records.evaluation import evaluated_period
from models.rules.evaluation_form import QUESTIONS
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.evaluation_forms import VIEW_FORMS, RecordDiscussionForm
from webapp.case.exporting import csv_file, excel_file
from webapp.case.forms import AmendCharterForm, OneButtonForm
from webapp.case.survey_of_evaluation import present_evaluation, survey_told
from webapp.clock import today
from webapp.permissions import may

blueprint = Blueprint("evaluating", __name__)
HEADINGS = {
    "coordinator": _l("Evaluatie invullen als coördinator"),
    "police": _l("Evaluatie invullen als politie"),
    "municipality": _l("Evaluatie invullen namens de gemeente"),
}
_OPERATIONS = {
    "coordinator": evaluating.fill_evaluation_as_coordinator,
    "police": evaluating.fill_evaluation_as_police,
    "municipality": evaluating.fill_evaluation_as_municipality,
}


@blueprint.route("/dossier/<number>/open-evaluation", methods=["GET", "POST"])
@may("open_evaluation", case_argument="number")
def open_evaluation(number: str) -> Answer:
    """Open the evaluation before its day."""
    form = OneButtonForm()
    done = carry_out(form, evaluating.open_evaluation, _("De evaluatie is geopend."))
    return done or show_action("case/open_evaluation.html", "open_evaluation", form)


@blueprint.route("/dossier/<number>/fill-evaluation-as-coordinator", methods=["GET", "POST"])
@may("fill_evaluation_as_coordinator", case_argument="number")
def fill_evaluation_as_coordinator(number: str) -> Answer:
    """The coordinator's view of the past period."""
    return _fill("coordinator", "fill_evaluation_as_coordinator")


@blueprint.route("/dossier/<number>/fill-evaluation-as-police", methods=["GET", "POST"])
@may("fill_evaluation_as_police", case_argument="number")
def fill_evaluation_as_police(number: str) -> Answer:
    """The view of the police on the past period."""
    return _fill("police", "fill_evaluation_as_police")


@blueprint.route("/dossier/<number>/fill-evaluation-as-municipality", methods=["GET", "POST"])
@may("fill_evaluation_as_municipality", case_argument="number")
def fill_evaluation_as_municipality(number: str) -> Answer:
    """The view of the municipality on the past period."""
    return _fill("municipality", "fill_evaluation_as_municipality")


@blueprint.route("/dossier/<number>/record-discussion", methods=["GET", "POST"])
@may("record_discussion", case_argument="number")
def record_discussion(number: str) -> Answer:
    """The partners sat together over the three views."""
    form = RecordDiscussionForm(data={"discussed_on": today()})
    done = carry_out(form, evaluating.record_discussion, _("Het gesprek is genoteerd."),
                     discussed_on=form.discussed_on.data, discussed_by=form.discussed_by.data or "",
                     conclusions=form.conclusions.data or "")  # fmt: skip
    return done or show_action("case/record_discussion.html", "record_discussion", form, surveys=survey_told())


@blueprint.route("/dossier/<number>/amend-charter", methods=["GET", "POST"])
@may("amend_charter", case_argument="number")
def amend_charter(number: str) -> Answer:
    """Begin a new version of the charter of an active network."""
    form = AmendCharterForm()
    done = carry_out(form, evaluating.amend_charter, _("Er is een nieuwe versie van het charter begonnen."),
                     sections=form.sections.data or (), reason=form.reason.data, body=form.body.data)  # fmt: skip
    return done or show_action("case/amend_charter.html", "amend_charter", form)


@blueprint.get("/dossier/<number>/evaluaties.csv")
@may("see_case", case_argument="number")
def export_csv(number: str) -> Response:
    """The answers of all closed evaluations, as CSV."""
    return csv_file(f"evaluaties-{g.case.number}.csv", *_figures())


@blueprint.get("/dossier/<number>/evaluaties.xlsx")
@may("see_case", case_argument="number")
def export_excel(number: str) -> Response:
    """The same as an Excel file."""
    return excel_file(f"evaluaties-{g.case.number}.xlsx", _("Evaluaties"), *_figures())


def _figures() -> tuple[list[str], list[list[object]]]:
    heads = [_("Van"), _("Tot en met"), _("Afgesloten op"), _("Wie"), _("Vraag"), _("Antwoord")]
    rows: list[list[object]] = [
        [one.period_from.isoformat(), one.period_until.isoformat(), one.closed_on.isoformat(), one.side, one.question,
         one.answer]
        for one in evaluation_figures(db.session(), g.case)
    ]  # fmt: skip
    return heads, rows


def _fill(side: str, action: str) -> Answer:
    counted = _counted() if side == "police" else None
    form = VIEW_FORMS[side](data=_view_so_far(side) or counted)
    done = carry_out(form, _OPERATIONS[side], _("Uw evaluatie is bewaard."), view=form.view())
    return done or show_action("case/fill_evaluation.html", action, form, side=side, questions=QUESTIONS[side],
                               counted=counted, surveys=survey_told(), HEADINGS=HEADINGS)  # fmt: skip


def _view_so_far(side: str) -> dict[str, Any]:
    """What this side filled in before: it may be changed until all three sides gave their view."""
    open_one = present_evaluation()
    return dict((getattr(open_one, f"{side}_view") if open_one else None) or {})


def _counted() -> dict[str, int]:
    """What the message log counts in the period that is evaluated; empty where nothing stands in it."""
    network, evaluation = network_of_case(db.session(), g.case.id), present_evaluation()
    if network is None or evaluation is None:
        return {}
    since, until = evaluated_period(db.session(), g.case, evaluation)
    return counts_for_evaluation(db.session(), network.id, since, until) or {}
