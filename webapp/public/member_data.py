"""A member's own data by the link of their membership: to see, to take along, and to ask that it changes."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from models.database import db
from models.enrolment import Enrolment
from models.operations.keeping.answering_data_requests import ask_as_member
from models.operations.networks.joining import open_enrolment
from models.queries.keeping.own_data import OwnRow, Subject, data_about
from models.rules.data_requests import KINDS
from models.rules.refusals import Invalid
from webapp.clock import now, real_now
from webapp.data_request_mails import mail_of
from webapp.forms import LONGEST_TEXT, BinstartForm, refusal_to_form, render_form, trimmed
from webapp.link_pages import private, private_answer
from webapp.own_data import by_activity, data_file
from webapp.permissions import may
from webapp.privacy_words import kept_in_words
from webapp.transaction import commit

blueprint = Blueprint("member_data", __name__)


class AskAsMemberForm(BinstartForm):
    """What a member asks of the municipality of their network."""

    kind = RadioField(
        _l("Wat vraagt u?"),
        choices=[SelectChoice(code, words) for code, words in KINDS.items()],
        validators=[InputRequired(_l("Kies iets."))],
    )
    text = TextAreaField(
        _l("Leg uit wat er moet veranderen"),
        description=_l("Laat leeg als u alles wilt inkijken."),
        filters=[trimmed],
        validators=[Length(max=LONGEST_TEXT)],
    )


@blueprint.route("/lid/<token>/gegevens", methods=["GET", "POST"])
@may("join_network")
def show_member_data(token: str) -> Response:
    """What is held of a membership, and asking more."""
    row = open_enrolment(db.session(), token, now())
    if row is None or row.state == "unconfirmed":
        return private(render_template("public/member_link_expired.html"), 410)
    form = AskAsMemberForm()
    if form.validate_on_submit():
        try:
            ask_as_member(db.session(), row, form.kind.data, form.text.data or "", real_now(), mail_of("received"))
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("Uw vraag is verstuurd. U krijgt binnen een maand antwoord."), "success")
            return private_answer(redirect(url_for("joining.use_member_link", token=token)))
    return private(*render_form("public/member_data.html", form, token=token, rows=by_activity(_held(row)),
                                kept=kept_in_words))  # fmt: skip


@blueprint.get("/lid/<token>/gegevens.zip")
@may("join_network")
def download_member_data(token: str) -> Response:
    """The same to take along."""
    row = open_enrolment(db.session(), token, now())
    if row is None or row.state == "unconfirmed":
        return private(render_template("public/member_link_expired.html"), 410)
    return private_answer(data_file(_held(row), row.name, real_now()))


def _held(row: Enrolment) -> list[OwnRow]:
    """Only of this membership: a link may have been passed on, and it opens no more than it says."""
    return data_about(db.session(), Subject(enrolment_id=row.id))
