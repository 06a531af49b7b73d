"""The standing delegations of an authority, as its administrator notes them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from models.database import db
from models.operations.authorities.delegations import end_delegation, enter_delegation
from models.queries.authorities.delegations import delegations_of, who_can_be_delegated_to
from models.rules.delegation import BODIES, LONGEST_REFERENCE, body_name
from models.rules.refusals import Invalid
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now, today
from webapp.dates import DayField
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("delegations", __name__)


class EnterDelegationForm(BinstartForm):
    """Who delegates, to whom, with which act, and from when."""

    body = RadioField(_l("Wie delegeert de beslissing over de oprichting?"),
                      validators=[InputRequired(_l("Kies wie delegeert."))])  # fmt: skip
    person_id = SelectField(
        _l("Aan wie?"),
        description=_l("Iemand met een functie in deze dienst. Die beslist dan zelf, zonder dat iemand afwezig is."),
        coerce=int,
        validate_choice=False,
    )
    reference = StringField(
        _l("Met welk besluit?"),
        description=_l("Dit staat op elke beslissing. Bijvoorbeeld: collegebesluit 2026/114."),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Vul in met welk besluit er gedelegeerd is.")),
            Length(max=LONGEST_REFERENCE, message=_l("Hoogstens %(number)s tekens.", number=LONGEST_REFERENCE)),
        ],
    )
    first_on = DayField(_l("Vanaf"), validators=[InputRequired(_l("Vul een dag in."))])
    last_on = DayField(_l("Tot en met"), description=_l("Laat leeg zolang het besluit geldt."))


class EndDelegationForm(BinstartForm):
    """One button: taken back."""


@blueprint.get("/beheer/<slug>/delegaties")
@may("administer")
def list_delegations(slug: str) -> str:
    """Who decides in whose name, and by which act."""
    authority = own_authority(slug)
    return render_template(
        "admin/list_delegations.html",
        authority=authority,
        delegations=delegations_of(db.session(), authority.id, today()),
        body_name=body_name,
        end_form=EndDelegationForm(),
    )


@blueprint.route("/beheer/<slug>/delegaties/nieuw", methods=["GET", "POST"])
@may("administer")
def enter_new_delegation(slug: str) -> tuple[str, int] | Response:
    """Note an act of delegation."""
    authority = own_authority(slug)
    form = EnterDelegationForm(data={"first_on": today()})
    people = who_can_be_delegated_to(db.session(), authority.id, today())
    form.body.choices = [SelectChoice(code, name) for code, name in BODIES.get(authority.kind, {}).items()]
    form.person_id.choices = [SelectChoice(person.id, person.name) for person in people]
    if form.validate_on_submit():
        values: dict[str, Any] = {name: form[name].data for name in ("body", "reference", "first_on", "last_on")}
        try:
            enter_delegation(db.session(), acting_administrator(), authority.id, now(),
                             person_id=form.person_id.data or 0, **values)  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("De delegatie is genoteerd."), "success")
            return redirect(url_for("delegations.list_delegations", slug=slug))
    return render_form("admin/enter_delegation.html", form, authority=authority, has_people=bool(people))


@blueprint.post("/beheer/<slug>/delegaties/<int:delegation_id>/intrekken")
@may("administer")
def end_old_delegation(slug: str, delegation_id: int) -> Response:
    """Taken back."""
    authority = own_authority(slug)
    end_delegation(db.session(), acting_administrator(), authority.id, delegation_id, now())
    commit()
    flash(_("De delegatie is ingetrokken."), "success")
    return redirect(url_for("delegations.list_delegations", slug=slug))
