"""What the police alone decide: on the founding and on the launch."""

from flask import Blueprint, g
from flask_babel import gettext as _

from models.database import db
from models.operations.consultation import consulting
from models.operations.launches import launching
from models.queries.consultation.agreements import read_agreement
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.agreeing import outdated, told
from webapp.clock import today
from webapp.permissions import may
from webapp.police.forms import DecideAsPoliceForm, DecideLaunchForm

blueprint = Blueprint("police", __name__)


@blueprint.route("/dossier/<number>/decide-as-police", methods=["GET", "POST"])
@may("decide_as_police", case_argument="number")
def decide_as_police(number: str) -> Answer:
    """Approve or refuse the founding on behalf of the police."""
    agreed = read_agreement(db.session(), g.case)
    form = DecideAsPoliceForm(data={"decided_on": today()})
    if not form.has_read(agreed.present.version):
        return outdated("police/decide_as_police.html", "decide_as_police", form, agreed)
    done = carry_out(form, consulting.decide_as_police, _("De beslissing is bewaard."),
                     is_approved=form.is_approved.data == "yes", reason=form.reason.data,
                     conditions=(form.conditions.data or "").splitlines(),
                     decided_on=form.decided_on.data, may_come_again=form.may_come_again.data == "yes",
                     agreement=form.version)  # fmt: skip
    return done or show_action("police/decide_as_police.html", "decide_as_police", form, **told(agreed))


@blueprint.route("/dossier/<number>/decide-launch", methods=["GET", "POST"])
@may("decide_launch", case_argument="number")
def decide_launch(number: str) -> Answer:
    """Decide that and from when the network is active."""
    form = DecideLaunchForm(data={"active_on": today()})
    done = carry_out(form, launching.decide_launch, _("Het BIN is gelanceerd."), active_on=form.active_on.data,
                     how_to_join=form.how_to_join.data, quote=form.quote.data)  # fmt: skip
    return done or show_action("police/decide_launch.html", "decide_launch", form)
