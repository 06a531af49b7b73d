"""The remarks of the FPS Interior as tasks: what was changed for each, or why it is not followed."""

from flask import Blueprint, g, request
from flask_babel import gettext as _

from models.database import db
from models.operations.charters import checking_federally
from models.queries.charters.federal_checks import RemarkLine, remarks_of
from webapp.case.acting import Answer, carry_out, show_action
from webapp.forms import number_of
from webapp.permissions import may
from webapp.steering_group.forms import SettleRemarkForm
from webapp.steering_group.signing import to_charter
from webapp.steering_group.views import section_address

blueprint = Blueprint("remarks", __name__)


@blueprint.route("/dossier/<number>/settle-remark", methods=["GET", "POST"])
@may("settle_remark", case_argument="number")
def settle_remark(number: str) -> Answer:
    """The remark that was chosen, else the first that waits."""
    lines = remarks_of(db.session(), g.case.id)
    chosen = _chosen(lines)
    form = SettleRemarkForm(data=_said(chosen))
    done = carry_out(form, checking_federally.settle_remark, _("Uw antwoord op de opmerking is bewaard."),
                     remark_id=number_of(form.remark_id.data), is_followed=form.is_followed.data == "yes",
                     answer=form.answer.data)  # fmt: skip
    if done:
        return to_charter()
    return show_action("steering_group/settle_remark.html", "settle_remark", form, remark=chosen,
                       section_address=section_address)  # fmt: skip


def _chosen(lines: tuple[RemarkLine, ...]) -> RemarkLine | None:
    wanted = number_of(request.values.get("remark_id", request.args.get("opmerking", "")))
    return next(
        (one for one in lines if one.id == wanted),
        next((one for one in lines if not one.settled_by), lines[0] if lines else None),
    )


def _said(line: RemarkLine | None) -> dict[str, object]:
    if line is None:
        return {}
    followed = {True: "yes", False: "no", None: None}[line.is_followed]
    return {"remark_id": line.id, "answer": line.answer, "is_followed": followed}
