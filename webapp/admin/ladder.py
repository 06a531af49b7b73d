"""Who is the standing deputy of a function, and who leads the service: the steps of the ladder of reminders."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectChoice, SelectField

from models.database import db
from models.mandate import Mandate
from models.operations.authorities.administering import place_on_ladder
from models.queries.authorities.absences import STAFF_ROLES, colleagues
from models.rules.refusals import Invalid
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now, today
from webapp.forms import BinstartForm, refusal_to_form, render_form
from webapp.permissions import may
from webapp.transaction import commit
from webapp.words import ROLE_NAMES

blueprint = Blueprint("ladder", __name__)

NOBODY = 0


class PlaceOnLadderForm(BinstartForm):
    """Standing deputy and head."""

    deputy_id = SelectField(
        _l("Vaste plaatsvervanger"),
        description=_l(
            "Krijgt ook een herinnering als een dossier blijft liggen. Beslissen kan pas bij een afwezigheid."
        ),
        coerce=int,
        validate_choice=False,
    )
    is_head = BooleanField(_l("Leidt de dienst: krijgt de laatste herinnering"))


@blueprint.route("/beheer/<slug>/functies/<int:mandate_id>/plaatsvervanger", methods=["GET", "POST"])
@may("administer")
def place_mandate_on_ladder(slug: str, mandate_id: int) -> tuple[str, int] | Response:
    """Choose the standing deputy of a function, and whether its holder leads the service."""
    authority = own_authority(slug)
    mandate = db.session.get(Mandate, mandate_id)
    if mandate is None or mandate.authority_id != authority.id or mandate.role not in STAFF_ROLES:
        abort(404)
    form = PlaceOnLadderForm(data={"deputy_id": mandate.deputy_id or NOBODY, "is_head": mandate.is_head})
    people = [SelectChoice(one.id, one.name) for one in colleagues(db.session(), mandate, today())]
    form.deputy_id.choices = [SelectChoice(NOBODY, _("niemand")), *people]
    if form.validate_on_submit():
        try:
            place_on_ladder(db.session(), acting_administrator(), authority.id, mandate_id, now(),
                            deputy_id=form.deputy_id.data or None, is_head=form.is_head.data)  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("Bewaard."), "success")
            return redirect(url_for("admin.list_mandates", slug=slug))
    return render_form("admin/place_on_ladder.html", form, authority=authority, mandate=mandate, role_names=ROLE_NAMES)
