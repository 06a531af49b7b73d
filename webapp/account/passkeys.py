"""Passkeys: signing in with one, and adding, naming and removing one's own. Scripts talk to the device; without scripts
the app for codes does the same."""

import secrets

from flask import Blueprint, Response, abort, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from models.database import db
from models.operations.accounts.passkeys import (
    Site,
    add_passkey,
    begin_passkey,
    begin_passkey_sign_in,
    person_by_passkey,
    remove_passkey,
    rename_passkey,
    site_of,
)
from models.person import Person
from models.queries.accounts.second_steps import passkeys_of
from models.rules.refusals import Invalid
from models.settings import settings
from webapp.account.factor_mails import plan_account_mail
from webapp.account.forms import AddPasskeyForm, EndSessionForm, NamePasskeyForm, ShowPasskeyForm
from webapp.account.fresh import known_session, may_change_sign_in, show_more, staff_only
from webapp.account.letting_in import let_in
from webapp.account.next_page import safe_path
from webapp.clock import real_now
from webapp.forms import refusal_to_form, render_form
from webapp.link_pages import caller
from webapp.permissions import current_actor, may
from webapp.transaction import commit, undo

blueprint = Blueprint("passkeys", __name__)

_BROWSER = "passkey_browser"  # the secret that binds what a passkey must sign to this browser

Answer = str | tuple[str, int] | AnyResponse


def own_site() -> Site | None:
    """The site for which passkeys count; None where browsers make none."""
    return site_of(settings().base_url)


@blueprint.post("/aanmelden/passkey/vraag")
@may("sign_in")
def ask_to_show_passkey() -> Answer:
    """What the browser needs to sign in with a passkey."""
    options = begin_passkey_sign_in(db.session(), _site(), _new_browser(), caller(), real_now())
    commit()
    return Response(options, mimetype="application/json")


@blueprint.route("/aanmelden/passkey", methods=["GET", "POST"])
@may("sign_in")
def sign_in_with_passkey() -> Answer:
    """Sign in with a passkey: the page for it, and what its script sends."""
    form = ShowPasskeyForm()
    if not form.is_submitted():
        form.next.data = safe_path(request.args.get("next"))
    if form.validate_on_submit():
        try:
            site, browser = _site(), session.pop(_BROWSER, "")
            person = person_by_passkey(db.session(), site, browser, form.credential.data or "", real_now())
            return let_in(person, "passkey", safe_path(form.next.data))
        except Invalid as refusal:
            refusal_to_form(form, refusal)
    return render_form("account/sign_in_with_passkey.html", form, is_possible=own_site() is not None)


@blueprint.post("/account/passkeys/vraag")
@may("see_own_account")
def ask_to_make_passkey() -> Answer:
    """What the browser needs to make a passkey."""
    staff_only()
    if not may_change_sign_in():
        abort(403)
    person = db.session.get_one(Person, known_session().person_id)
    options = begin_passkey(db.session(), person, _site(), _new_browser(), real_now())
    commit()
    return Response(options, mimetype="application/json")


@blueprint.route("/account/passkeys", methods=["GET", "POST"])
@may("see_own_account")
def list_passkeys() -> Answer:
    """My passkeys, and adding one."""
    staff_only()
    if not may_change_sign_in():
        return show_more(url_for("passkeys.list_passkeys"))
    form = AddPasskeyForm()
    if form.validate_on_submit() and _add(form):
        return _added()
    rows = passkeys_of(db.session(), known_session().person_id)
    return render_form("account/list_passkeys.html", form, rows=rows, is_possible=own_site() is not None,
                       end_form=EndSessionForm())  # fmt: skip


def _add(form: AddPasskeyForm) -> bool:
    known, actor = known_session(), current_actor()
    assert actor is not None
    try:
        add_passkey(db.session(), known.person_id, _site(), session.pop(_BROWSER, ""), form.name.data,
                    form.credential.data or "", actor, real_now(), known.session_id)  # fmt: skip
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return False
    return True


def _added() -> Answer:
    known = known_session()
    plan_account_mail(known.person_id, _("Er is een passkey toegevoegd aan uw account."), real_now())
    answer: AnyResponse = redirect(url_for("passkeys.list_passkeys"))
    if not known.is_strong:  # who just made it has shown it
        answer = let_in(db.session.get_one(Person, known.person_id), "passkey", answer.location, greets=False)
    commit()
    flash(_("De passkey is toegevoegd. Op andere toestellen bent u afgemeld."), "success")
    return answer


@blueprint.route("/account/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@may("see_own_account")
def name_passkey(passkey_id: int) -> Answer:
    """Give a passkey another name."""
    staff_only()
    own = {one.id: one for one in passkeys_of(db.session(), known_session().person_id)}
    if passkey_id not in own:
        abort(404)
    form = NamePasskeyForm(data={"name": own[passkey_id].name})
    if form.validate_on_submit():
        rename_passkey(db.session(), known_session().person_id, passkey_id, form.name.data)
        commit()
        flash(_("De naam is bewaard."), "success")
        return redirect(url_for("passkeys.list_passkeys"))
    return render_form("account/name_passkey.html", form)


@blueprint.post("/account/passkeys/<int:passkey_id>/verwijderen")
@may("see_own_account")
def remove_own_passkey(passkey_id: int) -> Answer:
    """A passkey opens nothing any more."""
    staff_only()
    if not may_change_sign_in():
        return show_more(url_for("passkeys.list_passkeys"))
    known, actor = known_session(), current_actor()
    assert actor is not None
    try:
        if not remove_passkey(db.session(), known.person_id, passkey_id, actor, real_now(), known.session_id):
            abort(404)
    except Invalid as refusal:
        undo()
        flash(refusal.sentence, "message")
        return redirect(url_for("passkeys.list_passkeys"))
    plan_account_mail(known.person_id, _("Een passkey is verwijderd van uw account."), real_now())
    commit()
    flash(_("De passkey is verwijderd. Op andere toestellen bent u afgemeld."), "success")
    return redirect(url_for("passkeys.list_passkeys"))


def _site() -> Site:
    site = own_site()
    if site is None:
        abort(404)
    return site


def _new_browser() -> str:
    session[_BROWSER] = secrets.token_urlsafe(32)
    return str(session[_BROWSER])
