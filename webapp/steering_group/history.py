"""The history of a section: what stood there, any two texts compared word by word, and bringing one back."""

from flask import Blueprint, abort, g, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.database import db
from models.operations.charters.saving_sections import restore_section
from models.queries.charters.charter_history import SaveLine, history_of
from models.rules.access import roles_on
from models.rules.procedure import ACTIONS, Stage
from webapp.case.acting import acting_person, done
from webapp.case.forms import OneButtonForm
from webapp.clock import now
from webapp.forms import render_form
from webapp.permissions import may
from webapp.steering_group.section_words import compare_contents
from webapp.steering_group.views import charter_here, section_address, section_here

blueprint = Blueprint("section_history", __name__)


@blueprint.get("/dossier/<number>/charter/<section_code>/geschiedenis")
@may("see_charter", case_argument="number")
def show_history(number: str, section_code: str) -> str | Response:
    """Who wrote what in a section, and two of its texts beside each other: the chosen ones, else the last two."""
    present = section_here(section_code)
    lines = history_of(db.session(), g.case.id, present.section.code)
    newer, older = _chosen(lines, request.args.get("nu", "")), _chosen(lines, request.args.get("toen", ""))
    if newer is None:
        newer = lines[0] if lines else None
    if older is None and newer is not None:
        later = lines[lines.index(newer) + 1 :]
        older = later[0] if later else None
    compared = (
        compare_contents(present.section, older.content, newer.content)
        if older is not None and newer is not None
        else ()
    )
    return render_template(
        "steering_group/section_history.html",
        case=g.case,
        section=present.section,
        lines=lines,
        newer=newer,
        older=older,
        compared=compared,
        may_restore=_may_write(),
        back=section_address(present.section.code) if _may_write() else None,
    )


@blueprint.route("/dossier/<number>/charter/<section_code>/geschiedenis/<int:save_id>/terugzetten",
                 methods=["GET", "POST"])  # fmt: skip
@may("edit_charter", case_argument="number")
def restore(number: str, section_code: str, save_id: int) -> tuple[str, int] | Response:
    """Bring an earlier text back."""
    present = section_here(section_code)
    lines = history_of(db.session(), g.case.id, present.section.code)
    line = _chosen(lines, str(save_id))
    if line is None:
        abort(404)
    form = OneButtonForm()
    answered = done(
        form,
        lambda: restore_section(db.session(), g.case.id, acting_person(), now(), section=present.section.code,
                                save_id=save_id, seen=form.seen.data or ""),
        _("De tekst van toen staat er weer."),
        section_address(present.section.code),
    )  # fmt: skip
    standing = next((one for one in lines if one.is_present), None)
    compared = compare_contents(present.section, standing.content, line.content) if standing is not None else ()
    return answered or render_form("steering_group/restore_section.html", form, case=g.case, section=present.section,
                                   line=line, compared=compared)  # fmt: skip


def _chosen(lines: list[SaveLine], number: str) -> SaveLine | None:
    return next((one for one in lines if str(one.id) == number), None)


def _may_write() -> bool:
    is_open = g.case.stage == Stage.CHARTER.value and g.case.ended_at is None and charter_here().state == "draft"
    return is_open and not roles_on(acting_person(), g.case.place).isdisjoint(ACTIONS["edit_charter"].roles)
