"""The launch checklist, which desk, police and coordinator tick off together."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _

from models.operations import launching
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.forms import CheckLaunchItemForm
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
    return show_action("case/check_launch_item.html", "check_launch_item", form)
