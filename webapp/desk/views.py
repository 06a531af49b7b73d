"""What desk and mayor decide: accept a request, ask completion, refuse it, approve a founding, close an evaluation."""

from flask import Blueprint, g
from flask_babel import gettext as _

from models.database import db
from models.operations.cases.acting import settings_of
from models.operations.consultation import consulting
from models.operations.evaluations import evaluating
from models.operations.requests import requesting
from models.queries.consultation.agreements import read_agreement
from models.queries.networks.successors import area_parts, possible_successors
from webapp.case.acting import Answer, carry_out, delegated_here, show_action
from webapp.case.agreeing import outdated, told
from webapp.case.forms import OneButtonForm
from webapp.case.survey_of_evaluation import survey_told
from webapp.clock import today
from webapp.desk.forms import AskCompletionForm, CloseEvaluationForm, DecideAsMunicipalityForm, RefuseRequestForm
from webapp.permissions import may

blueprint = Blueprint("desk", __name__)


@blueprint.route("/dossier/<number>/accept-request", methods=["GET", "POST"])
@may("accept_request", case_argument="number")
def accept_request(number: str) -> Answer:
    """Accept the request: the consultation opens."""
    form = OneButtonForm()
    done = carry_out(form, requesting.accept_request, _("De aanvraag is aanvaard. Het overleg begint."))
    return done or show_action("desk/accept_request.html", "accept_request", form)


@blueprint.route("/dossier/<number>/ask-completion", methods=["GET", "POST"])
@may("ask_completion", case_argument="number")
def ask_completion(number: str) -> Answer:
    """Ask the initiator for what is missing."""
    form = AskCompletionForm()
    done = carry_out(form, requesting.ask_completion, _("De aanvulling is gevraagd."), reason=form.reason.data)
    return done or show_action("desk/ask_completion.html", "ask_completion", form)


@blueprint.route("/dossier/<number>/refuse-request", methods=["GET", "POST"])
@may("refuse_request", case_argument="number")
def refuse_request(number: str) -> Answer:
    """Refuse the request, with the reason; the case ends."""
    form = RefuseRequestForm(data={"body": _("de gemeentelijke dienst"), "decided_on": today()})
    done = carry_out(form, requesting.refuse_request, _("De aanvraag is geweigerd."), reason=form.reason.data,
                     body=form.body.data, decided_on=form.decided_on.data,
                     may_come_again=form.may_come_again.data == "yes")  # fmt: skip
    return done or show_action("desk/refuse_request.html", "refuse_request", form)


@blueprint.route("/dossier/<number>/decide-as-municipality", methods=["GET", "POST"])
@may("decide_as_municipality", case_argument="number")
def decide_as_municipality(number: str) -> Answer:
    """Approve or refuse the founding on behalf of the municipality."""
    agreed = read_agreement(db.session(), g.case)
    form = DecideAsMunicipalityForm(data={"decided_on": today(), "body": settings_of(g.case).municipality_body})
    if delegated_here("decide_as_municipality"):
        del form.body  # who delegated is who decides
    if not form.has_read(agreed.present.version):
        return outdated("desk/decide_as_municipality.html", "decide_as_municipality", form, agreed)
    done = carry_out(form, consulting.decide_as_municipality, _("De beslissing is bewaard."),
                     is_approved=form.is_approved.data == "yes", reason=form.reason.data,
                     body=form.body.data if form.body else "", conditions=(form.conditions.data or "").splitlines(),
                     decided_on=form.decided_on.data, may_come_again=form.may_come_again.data == "yes",
                     agreement=form.version)  # fmt: skip
    return done or show_action("desk/decide_as_municipality.html", "decide_as_municipality", form, **told(agreed))


@blueprint.route("/dossier/<number>/close-evaluation", methods=["GET", "POST"])
@may("close_evaluation", case_argument="number")
def close_evaluation(number: str) -> Answer:
    """Close the evaluation with an outcome, which is carried out at once."""
    form = CloseEvaluationForm(data={"body": _("de gemeentelijke dienst")})
    form.offer(possible_successors(db.session(), g.case, today()), area_parts(db.session(), g.case))
    done = carry_out(form, evaluating.close_evaluation, _("De evaluatie is afgesloten."), outcome=form.outcome.data,
                     reason=form.reason.data, body=form.body.data, **form.more())  # fmt: skip
    return done or show_action("desk/close_evaluation.html", "close_evaluation", form, surveys=survey_told())
