"""Moving a running charter to a newer standing text, after looking at the difference."""

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.charter import Charter
from models.database import db
from models.operations.charters.moving_standing import move_all_to_standing, move_to_standing
from models.queries.charters.standing_texts import NewerStanding, newer_standing
from models.rules.refusals import Stale
from models.rules.standing_texts import with_texts
from webapp.case.acting import acting_person, carry_out
from webapp.clock import now
from webapp.forms import render_form
from webapp.permissions import may
from webapp.steering_group.forms import MoveToStandingForm
from webapp.steering_group.section_forms import revision_number
from webapp.steering_group.section_words import compare_contents
from webapp.steering_group.views import charter_here, require_writable, section_address, section_here
from webapp.transaction import commit

blueprint = Blueprint("newer_standing", __name__)


@blueprint.route("/dossier/<number>/charter/<section_code>/standaardtekst", methods=["GET", "POST"])
@may("edit_charter", case_argument="number")
def move_section(number: str, section_code: str) -> tuple[str, int] | Response:
    """What is new in the standing text of a section, and what would become of ours."""
    present = section_here(section_code)
    form = MoveToStandingForm(data={"revision": str(present.revision)})
    done = carry_out(form, move_to_standing, _("Het onderdeel volgt nu de nieuwe standaardtekst."),
                     section=present.section.code, revision=revision_number(form.revision.data or ""),
                     fingerprint=form.fingerprint.data or "", choice=form.choice.data or "")  # fmt: skip
    if done:
        return redirect(section_address(present.section.code))
    require_writable(present)
    newer = _newer(present.section.code)
    if newer is None:
        raise Stale("no_newer_standing", _("Dit onderdeel heeft de nieuwste standaardtekst al."))
    if not form.is_submitted():
        form.fingerprint.data = newer.fingerprint
    return render_form(
        "steering_group/move_to_standing.html",
        form,
        case=g.case,
        section=present.section,
        changed=compare_contents(present.section, with_texts({}, newer.before), with_texts({}, newer.after)),
        becomes=compare_contents(present.section, present.content, newer.merged.content),
        conflicts=newer.merged.conflicts,
        back=section_address(present.section.code),
    )


@blueprint.post("/dossier/<number>/charter-standaardtekst")
@may("edit_charter", case_argument="number")
def move_all(number: str) -> Response:
    """Every section in which nobody needs to choose."""
    if charter_here().state != "draft":
        abort(409)
    moved = move_all_to_standing(db.session(), g.case.id, acting_person(), now(),
                                 fingerprint=request.form.get("fingerprint", ""),
                                 seen=request.form.get("seen", ""))  # fmt: skip
    commit()
    said = ngettext("%(num)s onderdeel volgt nu de nieuwe standaardtekst.",
                    "%(num)s onderdelen volgen nu de nieuwe standaardtekst.", moved)  # fmt: skip
    flash(said, "success")
    return redirect(url_for("steering_group.show_charter", number=number))


def _newer(code: str) -> NewerStanding | None:
    charter = db.session().get_one(Charter, charter_here().id)
    return next((one for one in newer_standing(db.session(), g.case, charter) if one.section.code == code), None)
