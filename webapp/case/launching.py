"""The launch checklist, which desk, police and coordinator tick off together."""

from flask import Blueprint, abort, g, redirect, url_for
from flask_babel import gettext as _

from models.database import db
from models.operations.launches import launching
from models.queries.cases import case_parts
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.forms import CheckLaunchItemForm, PlanLaunchItemForm
from webapp.clock import today
from webapp.permissions import may

blueprint = Blueprint("launching", __name__)


@blueprint.route("/dossier/<number>/check-launch-item", methods=["GET", "POST"])
@may("check_launch_item", case_argument="number")
def check_launch_item(number: str) -> Answer:
    """All points of the checklist, each with its own button; after each we come back here."""
    form = CheckLaunchItemForm()
    done = carry_out(form, launching.check_launch_item, _("De lanceringslijst is bijgewerkt."),
                     item=form.item.data, is_done=form.is_done.data == "yes")  # fmt: skip
    if done:
        return redirect(url_for("launching.check_launch_item", number=number))
    return show_action("case/check_launch_item.html", "check_launch_item", form, today=today())


@blueprint.route("/dossier/<number>/lanceringslijst/<code>", methods=["GET", "POST"])
@may("check_launch_item", case_argument="number")
def plan_launch_item(number: str, code: str) -> Answer:
    """Who sees to one point, and by when."""
    present = next((one for one in case_parts.launch_items(db.session(), g.case) if one.code == code), None)
    if present is None:
        abort(404)
    form = PlanLaunchItemForm(data={"owner": present.owner, "due_on": present.due_on})
    done = carry_out(form, launching.plan_launch_item, _("De lanceringslijst is bijgewerkt."),
                     item=code, owner=form.owner.data or "", due_on=form.due_on.data)  # fmt: skip
    if done:
        return redirect(url_for("launching.check_launch_item", number=number))
    return show_action("case/plan_launch_item.html", "check_launch_item", form, item=present)
