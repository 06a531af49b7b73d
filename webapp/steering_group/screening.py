"""The screening of coordinators, for the police: the outcome and the day, nothing else."""

from flask import Blueprint, abort, g, render_template
from flask_babel import gettext as _

from models.database import db
from models.operations.charters.screening import record_screening as note_screening
from models.queries.charters.charter_pages import ScreeningLine, screenings_of
from webapp.case.acting import Answer, carry_out, read_page, show_action
from webapp.case.forms import OneButtonForm
from webapp.clock import today
from webapp.forms import render_form
from webapp.permissions import may
from webapp.steering_group.forms import RecordScreeningForm

blueprint = Blueprint("screening", __name__)


@blueprint.get("/dossier/<number>/record-screening")
@may("record_screening", case_argument="number")
def choose_coordinator(number: str) -> Answer:
    """The coordinators and deputies, and how far each screening is."""
    lines = screenings_of(db.session(), g.case)
    if not lines:
        return show_action("steering_group/choose_coordinator.html", "record_screening", OneButtonForm(), lines=lines)
    return render_template("steering_group/choose_coordinator.html", case=g.case, lines=lines), 200


@blueprint.route("/dossier/<number>/record-screening/<int:person_id>", methods=["GET", "POST"])
@may("record_screening", case_argument="number")
def record_screening(number: str, person_id: int) -> Answer:
    """Note whether somebody is suitable."""
    line = _line(person_id)
    form = RecordScreeningForm(data={"screened_on": today()})
    done = carry_out(form, note_screening, _("De screening is genoteerd."), person_id=person_id,
                     result=form.result.data, screened_on=form.screened_on.data)  # fmt: skip
    if done:
        return done
    if line.state == "pending":
        return show_action("steering_group/record_screening.html", "record_screening", form, line=line)
    # A mistake can be put right, although nobody waits for it any more.
    return render_form("steering_group/record_screening.html", form, case=g.case, page=read_page(), line=line)


def _line(person_id: int) -> ScreeningLine:
    found = [line for line in screenings_of(db.session(), g.case) if line.person_id == person_id]
    if not found:
        abort(404)
    return found[0]
