"""The evaluation: opening it, the views of coordinator and police, closing it, and changing a charter in between."""

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext as _

from models.database import db
from models.operations import evaluating
from models.queries import case_parts
from models.rules.evaluation_form import QUESTIONS
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.evaluation_forms import VIEW_FORMS
from webapp.case.forms import AmendCharterForm, OneButtonForm
from webapp.permissions import may

blueprint = Blueprint("evaluating", __name__)
_OPERATIONS = {
    "coordinator": evaluating.fill_evaluation_as_coordinator,
    "police": evaluating.fill_evaluation_as_police,
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


@blueprint.route("/dossier/<number>/amend-charter", methods=["GET", "POST"])
@may("amend_charter", case_argument="number")
def amend_charter(number: str) -> Answer:
    """Begin a new version of the charter of an active network."""
    form = AmendCharterForm()
    done = carry_out(form, evaluating.amend_charter, _("Er is een nieuwe versie van het charter begonnen."),
                     sections=form.sections.data or (), reason=form.reason.data, body=form.body.data)  # fmt: skip
    return done or show_action("case/amend_charter.html", "amend_charter", form)


def _fill(side: str, action: str) -> Answer:
    form = VIEW_FORMS[side](data=_view_so_far(side))
    done = carry_out(form, _OPERATIONS[side], _("Uw evaluatie is bewaard."), view=form.view())
    return done or show_action("case/fill_evaluation.html", action, form, side=side, questions=QUESTIONS[side])


def _view_so_far(side: str) -> dict[str, Any]:
    """What this side filled in before: it may be changed until the evaluation is closed."""
    open_ones = [one for one in case_parts.evaluations(db.session(), g.case) if not one.outcome]
    view = getattr(open_ones[0], f"{side}_view") if open_ones else None
    return dict(view or {})
