"""The meetings of an active network, for its coordinators and the municipality: plan one, or cancel it."""

from flask import Blueprint, abort, flash, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from models.database import db
from models.network import NeighbourhoodNetwork
from models.operations.networks.meeting import cancel_meeting, plan_meeting
from models.queries.networks.enrolments import network_of_case
from models.queries.networks.meetings import coming_meetings
from models.rules.refusals import Invalid
from models.rules.web_addresses import network_page
from models.settings import settings
from webapp.case.acting import acting_person
from webapp.case.forms import ActionForm
from webapp.clock import now
from webapp.dates import MomentField
from webapp.forms import LONGEST_LINE, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("meetings", __name__)

PUBLIC, MEMBERS = "public", "members"
_TOO_LONG = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_LINE)


class PlanMeetingForm(ActionForm):
    """When, where, what about, and for whom."""

    starts_at = MomentField(_l("Wanneer?"), validators=[InputRequired(_l("Vul dag en uur in."))])
    place = StringField(
        _l("Waar?"), description=_l("Met het adres. Voorbeeld: Parochiezaal, Kerkstraat 1, Oosterbeke."),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul de plaats in.")), Length(max=LONGEST_LINE, message=_TOO_LONG)],
    )  # fmt: skip
    subject = StringField(
        _l("Waarover?"), filters=[trimmed],
        validators=[InputRequired(_l("Vul het onderwerp in.")), Length(max=LONGEST_LINE, message=_TOO_LONG)],
    )  # fmt: skip
    audience = RadioField(
        _l("Voor wie?"),
        choices=[
            SelectChoice(PUBLIC, _l("Voor iedereen: dit staat op de pagina van het netwerk")),
            SelectChoice(MEMBERS, _l("Alleen voor de leden: zij zien dit op hun eigen pagina")),
        ],
        validators=[InputRequired(_l("Kies voor wie de bijeenkomst is."))],
    )


@blueprint.route("/dossier/<number>/bijeenkomsten", methods=["GET", "POST"])
@may("plan_meetings", case_argument="number")
def list_meetings(number: str) -> tuple[str, int] | Response:
    """The meetings to come, and a form for the next one."""
    network = _require_network()
    form = PlanMeetingForm()
    if form.validate_on_submit():
        try:
            plan_meeting(db.session(), g.case.id, acting_person(), now(), starts_at=form.starts_at.data,
                         subject=form.subject.data or "", place=form.place.data or "",
                         is_public=form.audience.data == PUBLIC)  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("De bijeenkomst is gepland."), "success")
            return redirect(url_for("meetings.list_meetings", number=number))
    return render_form("case/list_meetings.html", form, case=g.case,
                       meetings=coming_meetings(db.session(), network.slug, now(), is_public=False),
                       page=network_page(settings().base_url, network.slug),
                       cancel_form=ActionForm(formdata=None))  # fmt: skip


@blueprint.post("/dossier/<number>/bijeenkomsten/<int:meeting_id>/afgelasten")
@may("plan_meetings", case_argument="number")
def cancel(number: str, meeting_id: int) -> Response:
    """The meeting does not take place."""
    _require_network()
    if ActionForm().validate_on_submit():
        cancel_meeting(db.session(), g.case.id, acting_person(), now(), meeting_id=meeting_id)
        commit()
        flash(_("De bijeenkomst gaat niet door. Dat staat nu ook op de pagina."), "success")
    return redirect(url_for("meetings.list_meetings", number=number))


def _require_network() -> NeighbourhoodNetwork:
    """The network of the case; 404 where it gave none."""
    network = network_of_case(db.session(), g.case.id)
    if network is None:
        abort(404)
    return network
