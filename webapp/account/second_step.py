"""The second step of staff: showing it after a mail, codes to recover with, and taking the app away."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.database import db
from models.operations.accounts.credentials import show_second_step as step_is_right
from models.operations.accounts.second_steps import new_recovery_codes, remove_app
from models.person import Person
from models.queries.accounts.second_steps import second_steps_of
from models.rules.refusals import Invalid
from webapp.account.code_words import forget_code, no_codes_now
from webapp.account.factor_mails import plan_account_mail
from webapp.account.forms import EndSessionForm, ShowSecondStepForm
from webapp.account.fresh import known_session, may_change_sign_in, show_more, staff_only
from webapp.account.letting_in import let_in
from webapp.account.next_page import safe_path
from webapp.account.passkeys import own_site
from webapp.clock import real_now
from webapp.forms import render_form
from webapp.link_pages import caller, private
from webapp.permissions import current_actor, may
from webapp.signed_in import signed_in_session
from webapp.transaction import commit, undo

blueprint = Blueprint("second_step", __name__)

_WITH_CODE = {"link": "link_and_code", "provider": "provider_and_code"}

Answer = str | tuple[str, int] | Response


@blueprint.route("/aanmelden/tweede-stap", methods=["GET", "POST"])
@may("sign_in")
def show_second_step() -> Answer:
    """Show a code of the app, or one to recover with, after a mail or a provider. A passkey leads elsewhere."""
    known = signed_in_session()
    wanted = safe_path(request.args.get("next"))
    if known is None:
        return redirect(url_for("signing_in.ask_sign_in_link", next=wanted or None))
    steps = second_steps_of(db.session(), known.person_id)
    if known.is_strong or not steps.any:
        return redirect(wanted or url_for("account.show_account"))
    form = ShowSecondStepForm()
    if not form.is_submitted():
        form.next.data = wanted
    if form.validate_on_submit():
        if step_is_right(db.session(), known.person_id, form.code.data, caller(), real_now()):
            person = db.session.get_one(Person, known.person_id)
            return let_in(person, _WITH_CODE.get(known.method, known.method), safe_path(form.next.data))
        commit()  # the wrong try counts
        form.code.errors = [
            _("Deze code klopt niet, is verlopen of al gebruikt. Typ de code die nu in uw app staat."),
            *no_codes_now(),
        ]
        forget_code(form.code)
    return render_form("account/show_second_step.html", form, steps=steps, has_passkeys=own_site() is not None)


@blueprint.get("/account/herstelcodes")
@may("see_own_account")
def show_recovery_codes() -> Answer:
    """How many codes are left, and a button for new ones."""
    staff_only()
    steps = second_steps_of(db.session(), known_session().person_id)
    return render_template("account/recovery_codes.html", steps=steps, codes=[], form=EndSessionForm())


@blueprint.post("/account/herstelcodes/nieuw")
@may("see_own_account")
def make_recovery_codes() -> Answer:
    """Ten new codes, shown this once; those of before are void."""
    staff_only()
    if not may_change_sign_in():
        return show_more(url_for("second_step.show_recovery_codes"))
    actor, person_id = current_actor(), known_session().person_id
    assert actor is not None
    try:
        codes = new_recovery_codes(db.session(), person_id, actor, real_now())
    except Invalid as refusal:
        undo()
        flash(refusal.sentence, "message")
        return redirect(url_for("account.show_account"))
    plan_account_mail(person_id, _("Er zijn nieuwe herstelcodes gemaakt. De vorige werken niet meer."), real_now())
    commit()
    steps = second_steps_of(db.session(), person_id)
    return private(render_template("account/recovery_codes.html", steps=steps, codes=codes, form=EndSessionForm()))


@blueprint.post("/account/tweede-stap/verwijderen")
@may("see_own_account")
def remove_own_app() -> Answer:
    """The app for codes counts no more."""
    staff_only()
    if not may_change_sign_in():
        return show_more(url_for("account.show_account"))
    actor, known = current_actor(), known_session()
    assert actor is not None
    try:
        remove_app(db.session(), known.person_id, actor, real_now(), known.session_id)
    except Invalid as refusal:
        undo()
        flash(refusal.sentence, "message")
        return redirect(url_for("account.show_account"))
    plan_account_mail(known.person_id, _("De app voor codes is losgekoppeld van uw account."), real_now())
    commit()
    flash(_("De app is losgekoppeld. Op andere toestellen bent u afgemeld."), "success")
    return redirect(url_for("account.show_account"))
