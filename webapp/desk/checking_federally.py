"""The federal check: noting that the charter was sent, and what the FPS Interior answered."""

from flask import Blueprint
from flask_babel import gettext as _

from models.operations import checking_federally
from webapp.case.acting import Answer, carry_out, show_action
from webapp.clock import today
from webapp.desk.forms import RecordFederalAnswerForm, SendToFederalInteriorForm
from webapp.permissions import may

blueprint = Blueprint("checking_federally", __name__)


@blueprint.route("/dossier/<number>/send-to-federal-interior", methods=["GET", "POST"])
@may("send_to_federal_interior", case_argument="number")
def send_to_federal_interior(number: str) -> Answer:
    """Note that the signed charter was sent."""
    form = SendToFederalInteriorForm(data={"sent_on": today()})
    done = carry_out(form, checking_federally.send_to_federal_interior, _("De verzending is genoteerd."),
                     sent_on=form.sent_on.data, channel=form.channel.data)  # fmt: skip
    return done or show_action("desk/send_to_federal_interior.html", "send_to_federal_interior", form)


@blueprint.route("/dossier/<number>/record-federal-answer", methods=["GET", "POST"])
@may("record_federal_answer", case_argument="number")
def record_federal_answer(number: str) -> Answer:
    """Note the letter of the FPS Interior; remarks lead back to the charter."""
    form = RecordFederalAnswerForm(data={"answered_on": today()})
    done = carry_out(form, checking_federally.record_federal_answer, _("Het antwoord is genoteerd."),
                     answered_on=form.answered_on.data, result=form.result.data, reference=form.reference.data,
                     remarks=form.remarks.data, concerns=form.filled())  # fmt: skip
    return done or show_action("desk/record_federal_answer.html", "record_federal_answer", form)
