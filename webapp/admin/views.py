"""The administrator's pages: which authorities are mine, their settings, and who holds which function."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from models.authority import Authority
from models.database import db
from models.mandate import Mandate
from models.operations.accounts import signing_out_others
from models.operations.authorities.administering import change_settings, end_mandate, give_mandate, roles_of_authority
from models.rules.procedure_settings import effective_settings
from models.rules.refusals import Invalid
from webapp.account.factor_mails import plan_account_mail
from webapp.admin.forms import ChangeSettingsForm, EndMandateForm, GiveMandateForm, options
from webapp.admin.own import acting_administrator, administered_ids, own_authority
from webapp.admin.setting_sections import sections_of, sources_of
from webapp.clock import now, real_now, today
from webapp.forms import refusal_to_form, render_form
from webapp.permissions import current_actor, may
from webapp.transaction import commit
from webapp.words import ROLE_NAMES

blueprint = Blueprint("admin", __name__)


@blueprint.get("/beheer")
@may("administer")
def show_overview() -> str:
    """The authorities that this person administers."""
    held = administered_ids(current_actor())
    authorities = db.session.scalars(select(Authority).where(Authority.id.in_(held)).order_by(Authority.name)).all()
    return render_template("admin/show_overview.html", authorities=authorities)


@blueprint.route("/beheer/<slug>/instellingen", methods=["GET", "POST"])
@may("administer")
def change_authority_settings(slug: str) -> tuple[str, int] | Response:
    """See and change the settings of the procedure."""
    authority = own_authority(slug)
    form = ChangeSettingsForm()
    if not form.is_submitted():
        zone = authority.zone.settings if authority.zone else {}
        form.show(effective_settings(zone, authority.settings))
    if form.validate_on_submit():
        try:
            change_settings(db.session(), acting_administrator(), authority.id, form.values(), now())
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("De instellingen zijn bewaard. Ze gelden meteen, ook voor lopende dossiers."), "success")
            return redirect(url_for("admin.show_overview"))
    return render_form("admin/change_authority_settings.html", form, authority=authority,
                       sections=sections_of(form), sources=sources_of(form, authority))  # fmt: skip


@blueprint.get("/beheer/<slug>/functies")
@may("administer")
def list_mandates(slug: str) -> str:
    """Who holds which function."""
    authority = own_authority(slug)
    mandates = db.session.scalars(
        select(Mandate)
        .where(Mandate.authority_id == authority.id, or_(Mandate.until.is_(None), Mandate.until >= today()))
        .order_by(Mandate.role, Mandate.id)
    ).all()
    return render_template("admin/list_mandates.html", authority=authority, mandates=mandates, role_names=ROLE_NAMES,
                           end_form=EndMandateForm())  # fmt: skip


@blueprint.route("/beheer/<slug>/functies/nieuw", methods=["GET", "POST"])
@may("administer")
def give_authority_mandate(slug: str) -> tuple[str, int] | Response:
    """Give somebody a function from today."""
    authority = own_authority(slug)
    form = GiveMandateForm()
    form.role.choices = options({role.value: ROLE_NAMES[role] for role in sorted(roles_of_authority(authority))})
    if form.validate_on_submit():
        try:
            asked = {name: form[name].data or "" for name in ("name", "email", "role", "function")}
            give_mandate(db.session(), acting_administrator(), authority.id, today(), now(), **asked)
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("De functie is toegekend. De persoon kan zich meteen aanmelden."), "success")
            return redirect(url_for("admin.list_mandates", slug=slug))
    return render_form("admin/give_authority_mandate.html", form, authority=authority)


@blueprint.post("/beheer/<slug>/functies/<int:mandate_id>/beeindigen")
@may("administer")
def end_authority_mandate(slug: str, mandate_id: int) -> Response:
    """End a function from today."""
    authority = own_authority(slug)
    try:
        end_mandate(db.session(), acting_administrator(), authority.id, mandate_id, today(), now())
    except Invalid:
        abort(404)
    commit()
    flash(_("De functie is beëindigd en de persoon is afgemeld."), "success")
    return redirect(url_for("admin.list_mandates", slug=slug))


@blueprint.post("/beheer/<slug>/functies/<int:mandate_id>/afmelden")
@may("administer")
def sign_out_everywhere(slug: str, mandate_id: int) -> Response:
    """End all sessions of who holds a function, on each device; they can sign in again at once."""
    authority, by = own_authority(slug), acting_administrator()
    try:
        person_id = signing_out_others.sign_out_everywhere(db.session(), by, authority.id, mandate_id, real_now())
    except Invalid:
        abort(404)
    plan_account_mail(person_id, _("Een beheerder meldde u af op alle toestellen. U kunt zich meteen weer aanmelden."),
                      real_now())  # fmt: skip
    commit()
    flash(_("De persoon is overal afgemeld."), "success")
    return redirect(url_for("admin.list_mandates", slug=slug))
