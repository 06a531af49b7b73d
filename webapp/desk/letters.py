"""The letters to all dwellings, for desk and police: ask for them, see how far they are, and fetch them."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.database import db
from models.operations import inviting
from models.queries import case_parts
from models.queries.invitations import letter_progress, letter_run_of, round_of, streets_without_numbers
from models.rules.invitations import WINDOWS
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.forms import ActionForm, a_choice
from webapp.permissions import may

blueprint = Blueprint("letters", __name__)

AGAIN_AFTER = 3  # seconds between two looks at how far the letters are


class InviteDwellingsForm(ActionForm):
    """For which envelopes."""

    window = a_choice(_l("Waar zit het venster van uw omslagen?"), dict(WINDOWS), _l("Kies waar het venster zit."))


@blueprint.route("/dossier/<number>/invite-dwellings", methods=["GET", "POST"])
@may("invite_dwellings", case_argument="number")
def invite_dwellings(number: str) -> Answer:
    """Ask for a letter to every dwelling. Asked already: on to the letters."""
    form = InviteDwellingsForm(data={"window": "right"})
    if not form.is_submitted() and _has_letters():
        return redirect(url_for("letters.list_letters", number=number))
    said = _("De brieven worden gemaakt. U kunt ondertussen iets anders doen.")
    if carry_out(form, inviting.invite_dwellings, said, window=form.window.data):
        return redirect(url_for("letters.list_letters", number=number))
    dwellings = len(round_of(db.session(), g.case))
    without = streets_without_numbers(db.session(), g.case)
    return show_action("desk/invite_dwellings.html", "invite_dwellings", form, dwellings=dwellings, without=without)


@blueprint.get("/dossier/<number>/brieven")
@may("see_letters", case_argument="number")
def list_letters(number: str) -> str:
    """How far the letters are, and the files: per street in the order of the round, and all in one. While they are
    made the page looks again by itself."""
    is_part = request.headers.get("HX-Request") == "true"
    return render_template(
        "desk/_letters.html" if is_part else "desk/list_letters.html",
        case=g.case,
        letters=letter_progress(db.session(), g.case.id),
        evening=case_parts.last_evening(db.session(), g.case),
        again_after=AGAIN_AFTER,
    )


def _has_letters() -> bool:
    evening = case_parts.last_evening(db.session(), g.case)
    return evening is not None and letter_run_of(db.session(), evening.id) is not None
