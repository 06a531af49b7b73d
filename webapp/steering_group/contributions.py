"""The contribution of a second member of a dwelling, for a coordinator: note that it was paid, or give an exemption."""

from flask import Blueprint, abort, flash, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from models.database import db
from models.enrolment import Enrolment
from models.operations.networks.joining import exempt_member, note_contribution_paid
from models.queries.networks.contributions import contribution_asked
from models.queries.networks.enrolments import network_of_case
from models.rules.enrolments import PRESENT
from models.rules.refusals import Invalid
from webapp.case.acting import acting_person
from webapp.case.forms import ActionForm
from webapp.clock import now, today
from webapp.dates import DayField
from webapp.forms import LONGEST_LINE, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("contributions", __name__)

Answer = tuple[str, int] | Response
PAGE = "/dossier/<number>/leden/<int:enrolment_id>/bijdrage"


class NotePaymentForm(ActionForm):
    """When the contribution of this year was paid."""

    paid_on = DayField(_l("Betaald op"), validators=[InputRequired(_l("Vul in wanneer de bijdrage betaald is."))])


class ExemptMemberForm(ActionForm):
    """Why somebody does not pay."""

    exemption_reason = StringField(
        _l("Waarom betaalt dit lid niet?"), filters=[trimmed],
        description=_l("Kort, en niet meer dan nodig. Alleen u, uw vervanger en de politie lezen dit."),
        validators=[InputRequired(_l("Schrijf de reden op.")), Length(max=LONGEST_LINE)],
    )  # fmt: skip


@blueprint.get(PAGE)
@may("manage_members", case_argument="number")
def show_contribution(number: str, enrolment_id: int) -> Answer:
    """What one member pays, and the two things that a coordinator can do."""
    paying = NotePaymentForm(formdata=None, data={"paid_on": today()})
    return _page(enrolment_id, paying, ExemptMemberForm(formdata=None))


@blueprint.post(f"{PAGE}/betaald")
@may("manage_members", case_argument="number")
def note_payment(number: str, enrolment_id: int) -> Answer:
    """The contribution was paid."""
    form = NotePaymentForm()
    if form.validate_on_submit():
        try:
            note_contribution_paid(db.session(), g.case.id, acting_person(), now(), enrolment_id=enrolment_id,
                                   paid_on=form.paid_on.data)  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            return _done(number, _("De betaling is genoteerd."))
    return _page(enrolment_id, form, ExemptMemberForm(formdata=None))


@blueprint.post(f"{PAGE}/vrijstelling")
@may("manage_members", case_argument="number")
def exempt(number: str, enrolment_id: int) -> Answer:
    """Nobody is kept out for money."""
    form = ExemptMemberForm()
    if form.validate_on_submit():
        try:
            exempt_member(db.session(), g.case.id, acting_person(), now(), enrolment_id=enrolment_id,
                          exemption_reason=form.exemption_reason.data or "")  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            return _done(number, _("Dit lid betaalt geen bijdrage."))
    return _page(enrolment_id, NotePaymentForm(formdata=None, data={"paid_on": today()}), form)


def _done(number: str, said: str) -> Response:
    commit()
    flash(said, "success")
    return redirect(url_for("members.list_members", number=number))


def _page(enrolment_id: int, paying: NotePaymentForm, exempting: ExemptMemberForm) -> tuple[str, int]:
    """The page with the fault of the form that has one."""
    network = network_of_case(db.session(), g.case.id)
    row = db.session.get(Enrolment, enrolment_id)
    if row is None or network is None or row.network_id != network.id or row.state not in PRESENT:
        abort(404)
    asked = row.contribution.cents if row.contribution else contribution_asked(g.case)
    if not asked:
        abort(404)
    form = paying if paying.faults() else exempting
    return render_form("steering_group/contribution.html", form, case=g.case, row=row, asked=asked, paying=paying,
                       exempting=exempting)  # fmt: skip
