"""The subscriptions of other programs: what happened in cases is told to their address at once."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from models.authority import Authority
from models.database import db
from models.operations.authorities.webhooks import end_webhook, make_webhook, renew_secret, resume_webhook, try_webhook
from models.queries.authorities.webhooks import last_messages, webhooks_of
from models.rules.refusals import Invalid
from models.rules.webhooks import CHOICES, LONGEST_ADDRESS, LONGEST_NAME
from models.settings import settings
from models.webhook import Webhook
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now, real_now
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("webhooks", __name__)

STATE_NAMES = {
    "planned": _l("wacht"),
    "claimed": _l("wordt verstuurd"),
    "confirmed": _l("aangenomen"),
    "given_up": _l("opgegeven"),
}


class MakeWebhookForm(BinstartForm):
    """Which program, where, and what it wants to know."""

    name = StringField(
        _l("Voor welk programma?"),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul in voor welk programma.")),
                    Length(max=LONGEST_NAME, message=_l("Hoogstens 100 tekens."))],
    )  # fmt: skip
    address = StringField(
        _l("Naar welk adres?"),
        description=_l("Een adres dat met https:// begint, op het open internet."),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul een adres in.")),
                    Length(max=LONGEST_ADDRESS, message=_l("Hoogstens 500 tekens."))],
    )  # fmt: skip
    events = SelectMultipleField(
        _l("Welke gebeurtenissen?"),
        description=_l(
            "Codes uit het dossierlogboek. Er wordt alleen gestuurd dat het gebeurde: geen namen of redenen."
        ),
        choices=[SelectChoice(code, code) for code in CHOICES],
    )


class WebhookForm(BinstartForm):
    """One button."""


@blueprint.get("/beheer/<slug>/meldingen")
@may("administer")
def list_webhooks(slug: str) -> str:
    """Which programs are told what."""
    authority = own_authority(slug)
    return render_template("admin/list_webhooks.html", authority=authority,
                           webhooks=webhooks_of(db.session(), authority.id))  # fmt: skip


@blueprint.route("/beheer/<slug>/meldingen/nieuw", methods=["GET", "POST"])
@may("administer")
def make_new_webhook(slug: str) -> tuple[str, int] | str:
    """Make a subscription. Its secret is on the page that follows, and nowhere else."""
    authority = own_authority(slug)
    form = MakeWebhookForm()
    if form.validate_on_submit():
        try:
            row, secret = make_webhook(
                db.session(), acting_administrator(), authority.id, now(), name=form.name.data or "",
                address=form.address.data or "", events=list(form.events.data or ()),
                allows_loopback=settings().demonstration, secret_key=settings().secret_key,
            )  # fmt: skip
            webhook_id = row.id
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            return _show_secret(authority, webhook_id, secret)
    return render_form("admin/make_webhook.html", form, authority=authority)


@blueprint.get("/beheer/<slug>/meldingen/<int:webhook_id>")
@may("administer")
def show_webhook(slug: str, webhook_id: int) -> str:
    """One subscription with the last messages, and what can be done with it."""
    authority = own_authority(slug)
    row = db.session.get(Webhook, webhook_id)
    if row is None or row.authority_id != authority.id or row.state == "ended":
        abort(404)
    return render_template("admin/show_webhook.html", authority=authority, webhook=row, form=WebhookForm(),
                           messages=last_messages(db.session(), row.id), state_names=STATE_NAMES,
                           both_sign=row.former_until is not None and row.former_until > real_now())  # fmt: skip


@blueprint.post("/beheer/<slug>/meldingen/<int:webhook_id>/proberen")
@may("administer")
def try_old_webhook(slug: str, webhook_id: int) -> Response:
    """Send a message that tells of nothing."""
    authority = own_authority(slug)
    try:
        try_webhook(db.session(), acting_administrator(), authority.id, webhook_id)
    except Invalid:
        abort(404)
    return _done(slug, webhook_id, _("Een proefmelding is onderweg. Herlaad deze bladzijde om te zien of ze aankwam."))


@blueprint.post("/beheer/<slug>/meldingen/<int:webhook_id>/geheim")
@may("administer")
def renew_webhook_secret(slug: str, webhook_id: int) -> str:
    """A new secret; the one of before signs too for a day."""
    authority = own_authority(slug)
    try:
        secret = renew_secret(db.session(), acting_administrator(), authority.id, webhook_id, now(), real_now(),
                              settings().secret_key)  # fmt: skip
    except Invalid:
        abort(404)
    commit()
    return _show_secret(authority, webhook_id, secret)


@blueprint.post("/beheer/<slug>/meldingen/<int:webhook_id>/hervatten")
@may("administer")
def resume_old_webhook(slug: str, webhook_id: int) -> Response:
    """It is told again what happens from now on."""
    authority = own_authority(slug)
    try:
        resume_webhook(db.session(), acting_administrator(), authority.id, webhook_id, now())
    except Invalid:
        abort(404)
    return _done(slug, webhook_id, _("De meldingen zijn hervat, voor wat vanaf nu gebeurt."))


@blueprint.post("/beheer/<slug>/meldingen/<int:webhook_id>/stoppen")
@may("administer")
def end_old_webhook(slug: str, webhook_id: int) -> Response:
    """It is told nothing any more."""
    authority = own_authority(slug)
    try:
        end_webhook(db.session(), acting_administrator(), authority.id, webhook_id, now())
    except Invalid:
        abort(404)
    commit()
    flash(_("De meldingen zijn gestopt."), "success")
    return redirect(url_for("webhooks.list_webhooks", slug=slug))


def _show_secret(authority: Authority, webhook_id: int, secret: str) -> str:
    return render_template("admin/show_webhook_secret.html", authority=authority, webhook_id=webhook_id, secret=secret)


def _done(slug: str, webhook_id: int, told: str) -> Response:
    commit()
    flash(told, "success")
    return redirect(url_for("webhooks.show_webhook", slug=slug, webhook_id=webhook_id))
