"""A decision on the founding, corrected by who took it. Both versions stay on the page of the case."""

from flask import Blueprint, g
from flask_babel import gettext as _

from models.approval import Approval
from models.clock import day_of
from models.database import db
from models.operations.cases.acting import settings_of
from models.operations.cases.correcting import correct_decision as correct
from models.operations.cases.correcting import own_decision
from models.rules.corrections import NOT_YOURS, last_day
from models.rules.refusals import GateNotMet
from webapp.case.acting import Answer, acting_person, carry_out, require_stage, show_action
from webapp.case.forms import CorrectDecisionForm
from webapp.permissions import may

blueprint = Blueprint("correcting", __name__)


@blueprint.route("/dossier/<number>/correct-decision", methods=["GET", "POST"])
@may("correct_decision", case_argument="number")
def correct_decision(number: str) -> Answer:
    """Correct one's own decision, within the time that the municipality sets."""
    present = own_decision(db.session(), g.case, acting_person())
    if present is None:
        require_stage(g.case, "correct_decision")
        raise GateNotMet("not_the_author", NOT_YOURS)
    form = CorrectDecisionForm(data=_as_it_stands(present))
    until = last_day(day_of(present.recorded_at), settings_of(g.case).correction_term_days)
    done = carry_out(form, correct, _("De gecorrigeerde beslissing is bewaard."),
                     is_approved=form.is_approved.data == "yes", reason=form.reason.data, body=form.body.data,
                     conditions=(form.conditions.data or "").splitlines(), decided_on=form.decided_on.data,
                     may_come_again=form.may_come_again.data == "yes")  # fmt: skip
    return done or show_action("case/correct_decision.html", "correct_decision", form, until=until)


def _as_it_stands(present: Approval) -> dict[str, object]:
    """The decision as its author finds it on the form."""
    may_come_again = present.is_approved or g.case.may_come_again
    return {
        "is_approved": "yes" if present.is_approved else "no",
        "reason": present.reason,
        "conditions": "\n".join(present.conditions),
        "body": present.body,
        "decided_on": present.decided_on,
        "may_come_again": "yes" if may_come_again else "no",
    }
