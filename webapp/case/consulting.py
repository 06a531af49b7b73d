"""What municipality and police both do in the consultation beside opinions: send a request back."""

from flask import Blueprint
from flask_babel import gettext as _

from models.operations.consultation import consulting
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.forms import SendBackForm
from webapp.permissions import may

blueprint = Blueprint("consulting", __name__)


@blueprint.route("/dossier/<number>/send-back-to-idea", methods=["GET", "POST"])
@may("send_back_to_idea", case_argument="number")
def send_back_to_idea(number: str) -> Answer:
    """Send the request back to who made it, with what must change."""
    form = SendBackForm()
    done = carry_out(form, consulting.send_back_to_idea, _("De aanvraag is teruggestuurd."),
                     reason=form.reason.data, body=form.body.data)  # fmt: skip
    return done or show_action("case/send_back_to_idea.html", "send_back_to_idea", form)
