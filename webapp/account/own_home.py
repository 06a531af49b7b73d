"""Where a member of staff lives: for the four eyes only, and read by nobody else."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from models.database import db
from models.operations.accounts.homes import tell_home
from models.person import Person
from models.queries.requests.applicants import address_of_dwelling, dwelling_at, municipalities_of_staff
from models.rules.access import Actor
from models.rules.refusals import Invalid
from webapp.clock import now
from webapp.forms import LONGEST_LINE, BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import current_actor, may
from webapp.transaction import commit

blueprint = Blueprint("own_home", __name__)

HERE, ELSEWHERE = "here", "elsewhere"


class TellOwnHomeForm(BinstartForm):
    """An address of the register, or outside the area."""

    where = RadioField(
        _l("Waar woont u?"),
        choices=[
            SelectChoice(HERE, _l("In een gemeente waarvoor ik werk")),
            SelectChoice(ELSEWHERE, _l("Ergens anders")),
        ],
        validators=[InputRequired(_l("Kies een van de twee."))],
    )
    address = StringField(
        _l("Uw adres"),
        description=_l(
            "Alleen als u in een gemeente woont waarvoor u werkt. Voorbeeld: Kerkstraat 12 bus 3, 9994 Oosterbeke."
        ),
        filters=[trimmed],
        validators=[
            Length(max=LONGEST_LINE, message=_l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_LINE))
        ],
        render_kw={"autocomplete": "street-address", "spellcheck": "false"},
    )


@blueprint.route("/account/woonplaats", methods=["GET", "POST"])
@may("tell_own_home")
def tell_own_home() -> tuple[str, int] | Response:
    """Tell where I live, or tell it again after I moved."""
    actor = current_actor()
    assert actor is not None
    person = db.session.get_one(Person, actor.person_id)
    told = (
        "" if person.home_told_on is None and person.dwelling_id is None else HERE if person.dwelling_id else ELSEWHERE
    )
    form = TellOwnHomeForm(data={"where": told, "address": address_of_dwelling(db.session(), person.dwelling_id)})
    if form.validate_on_submit():
        try:
            tell_home(db.session(), actor, now(), dwelling_id=_dwelling(form, actor))
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("Bewaard waar u woont."), "success")
            return redirect(url_for("account.show_account"))
    names = [one.name for one in municipalities_of_staff(db.session(), actor)]
    return render_form("account/tell_own_home.html", form, municipalities=names)


def _dwelling(form: TellOwnHomeForm, actor: Actor) -> int | None:
    """The dwelling that was typed. Raises Invalid where the register has no such dwelling, or several."""
    if form.where.data == ELSEWHERE:
        return None
    typed = form.address.data or ""
    if not typed:
        raise Invalid("missing_address", str(_("Vul uw adres in.")), "address")
    own = municipalities_of_staff(db.session(), actor)
    found = {dwelling_at(db.session(), one.id, typed) for one in own} - {None}
    if len(found) > 1:
        raise Invalid(
            "several", str(_("Dit adres bestaat in meer dan een gemeente. Schrijf de postcode erbij.")), "address"
        )
    if not found:
        said = _("Dit adres staat niet in het register. Schrijf straat, huisnummer en, als die er is, de bus.")
        raise Invalid("unknown_address", str(said), "address")
    return found.pop()
