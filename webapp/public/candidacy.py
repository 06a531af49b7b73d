"""Becoming coordinator where one stopped: a member offers from their own page, who was noted agrees by the link."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SubmitField

from models.case import FoundingCase
from models.database import db
from models.network import NeighbourhoodNetwork
from models.operations.networks import succeeding_candidates
from models.operations.networks.joining import open_enrolment
from models.operations.networks.succeeding_candidates import agree_by_link, candidate_by_link, decline_by_link
from models.queries.cases.facts import settings_of
from models.queries.networks.successions import candidacy_of, seat_is_free
from models.rules.refusals import Invalid
from webapp.case.succession_forms import OfferByLinkForm
from webapp.clock import now
from webapp.forms import refusal_to_form, render_form
from webapp.link_pages import count_request, private, private_answer
from webapp.permissions import may
from webapp.public.joining_forms import OneButtonForm
from webapp.transaction import commit

blueprint = Blueprint("candidacy", __name__)

Answer = str | tuple[str, int] | AnyResponse


class AnswerForm(OfferByLinkForm):
    """Yes with the conditions, or no."""

    decline = SubmitField(_l("Ik wil dit niet"))


@blueprint.route("/lid/<token>/kandidaat", methods=["GET", "POST"])
@may("answer_candidacy")
def offer_as_member(token: str) -> Answer:
    """A member offers to be coordinator, or takes that back."""
    row = open_enrolment(db.session(), token, now())
    if row is None:
        return private(render_template("public/member_link_expired.html"), 410)
    network = db.session.get_one(NeighbourhoodNetwork, row.network_id)
    if candidacy_of(db.session(), row.id) is not None:
        taken_back = OneButtonForm()
        if taken_back.validate_on_submit():
            succeeding_candidates.withdraw_as_member(db.session(), row, now())
            commit()
            flash(_("U bent geen kandidaat meer."), "success")
            return private_answer(redirect(url_for("joining.use_member_link", token=token)))
        return private(*render_form("public/withdraw_candidacy.html", taken_back, network=network, token=token))
    if not seat_is_free(db.session(), network.case_id):
        return private(render_template("public/no_seat.html", network=network), 410)
    form = OfferByLinkForm()
    form.name_conditions(settings_of(db.session.get_one(FoundingCase, network.case_id)).minimum_age)
    if form.validate_on_submit():
        try:
            succeeding_candidates.offer_as_member(db.session(), row, now(), agreed=form.agreed())
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("Dank u. De politie neemt contact op voor de screening."), "success")
            return private_answer(redirect(url_for("joining.use_member_link", token=token)))
    return private(*render_form("public/offer_candidacy.html", form, network=network, token=token))


@blueprint.route("/kandidaat/<token>", methods=["GET", "POST"])
@may("answer_candidacy")
def answer(token: str) -> Answer:
    """Who was noted agrees or declines. Looking changes nothing: mail programs open links by themselves."""
    form = AnswerForm()
    if form.is_submitted():
        count_request("join_from_caller", now())
    found = candidate_by_link(db.session(), token)
    if found is None:
        return private(render_template("public/no_seat.html", network=None), 410)
    row, succession = found
    case = db.session.get_one(FoundingCase, succession.case_id)
    form.name_conditions(settings_of(case).minimum_age)
    if form.validate_on_submit():
        try:
            _answered(form, token)
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            said = _("U bent geen kandidaat. Uw gegevens zijn gewist.") if form.decline.data else _(
                "Dank u. De politie neemt contact op voor de screening.")  # fmt: skip
            return private(render_template("public/candidacy_answered.html", case=case, said=said))
    return private(*render_form("public/answer_candidacy.html", form, case=case, row=row))


def _answered(form: AnswerForm, token: str) -> None:
    if form.decline.data:
        decline_by_link(db.session(), token, now())
    else:
        agree_by_link(db.session(), token, now(), agreed=form.agreed())
