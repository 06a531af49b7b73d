"""A resident's own page, and what an initiator does with a request that was sent: complete it, or withdraw it."""

from flask import g, render_template
from flask_babel import gettext as _

from models.database import db
from models.operations.requests.requesting import complete_request as complete
from models.operations.requests.requesting import request_of
from models.operations.requests.requesting import withdraw_request as withdraw
from models.person import Person
from models.queries.cases.cases import cases_of_resident
from models.queries.networks.measures import own_measures
from webapp.case.acting import Answer, acting_person, carry_out, show_action
from webapp.permissions import may
from webapp.resident import requesting, resuming, sending
from webapp.resident.blueprint import blueprint
from webapp.resident.drafts import open_drafts
from webapp.resident.forms import CompleteRequestForm, WithdrawRequestForm

__all__ = ["blueprint", "requesting", "resuming", "sending"]  # their pages belong to the blueprint too


@blueprint.get("/mijn")
@may("see_own_account")
def list_my_cases() -> str:
    """My requests that are not sent, my cases, and my data."""
    actor = acting_person()
    return render_template(
        "resident/list_my_cases.html",
        drafts=open_drafts(actor),
        cases=cases_of_resident(db.session(), actor),
        person=db.session.get_one(Person, actor.person_id),
        has_measures=actor.person_id is not None and bool(own_measures(db.session(), actor.person_id)),
    )


@blueprint.route("/dossier/<number>/complete-request", methods=["GET", "POST"])
@may("complete_request", case_argument="number")
def complete_request(number: str) -> Answer:
    """Answer what the municipality asked, and better the request where that helps."""
    request_row = request_of(db.session(), g.case.id)
    form = CompleteRequestForm(data={"motives": request_row.motives, "households": request_row.households,
                                     "expectations": request_row.expectations})  # fmt: skip
    asked, due_on = request_row.completion_asked, request_row.completion_due_on
    done = carry_out(
        form, complete, _("Uw aanvulling is verzonden. De gemeente bekijkt uw aanvraag opnieuw."),
        motives=form.motives.data or "", households=form.households.data or 0, addition=form.addition.data or "",
        expectations={who: text or "" for who, text in form.expectations.data.items()},
    )  # fmt: skip
    return done or show_action("resident/complete_request.html", "complete_request", form, asked=asked, due_on=due_on)


@blueprint.route("/dossier/<number>/withdraw-request", methods=["GET", "POST"])
@may("withdraw_request", case_argument="number")
def withdraw_request(number: str) -> Answer:
    """Stop the founding, with a reason that everybody on the case can read."""
    form = WithdrawRequestForm()
    done = carry_out(form, withdraw, _("Uw aanvraag is ingetrokken. Iedereen die erbij betrokken was, krijgt bericht."),
                     reason=form.reason.data or "")  # fmt: skip
    return done or show_action("resident/withdraw_request.html", "withdraw_request", form)
