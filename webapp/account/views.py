"""One's own account: name, open sessions, password and second factor, and signing out."""

import segno
from flask import Blueprint, abort, after_this_request, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.account import WebSession
from models.database import db
from models.identity_providers import IdentityProvider, provider_named, providers
from models.operations.accounts.credentials import choose_password as keep_password
from models.operations.accounts.credentials import enrol_totp as keep_totp
from models.operations.accounts.credentials import is_present_password, new_totp_secret, totp_address
from models.operations.accounts.web_sessions import end_web_session, end_web_sessions
from models.person import Person
from models.queries.accounts.identities import identities_of
from models.queries.accounts.people import SignedIn, kind_of_account, sessions_of
from models.queries.accounts.second_steps import second_steps_of
from models.rules.access import may as may_do
from models.rules.languages import OWN_NAMES
from models.rules.refusals import Invalid
from models.settings import settings
from webapp.account.factor_mails import plan_account_mail
from webapp.account.forms import ChooseNameForm, ChoosePasswordForm, EndSessionForm, EnrolTotpForm, SignOutForm
from webapp.account.fresh import known_session, may_change_sign_in, show_more, staff_only
from webapp.account.letting_in import let_in
from webapp.account.next_page import safe_path
from webapp.account.provider_client import client_of
from webapp.clock import real_now
from webapp.forms import refusal_to_form, render_form
from webapp.link_pages import private
from webapp.navigation import home_of
from webapp.permissions import current_actor, may
from webapp.signed_in import sign_out_browser, signed_in_session
from webapp.transaction import commit

blueprint = Blueprint("account", __name__)

_TOTP_SECRET = "totp_secret"  # noqa: S105  # the name of a place in the session

Answer = str | tuple[str, int] | Response


@blueprint.get("/account")
@may("see_own_account")
def show_account() -> Answer:
    """Who I am here, and how I sign in."""
    person = _person()
    kind = kind_of_account(db.session(), person.id, real_now().date())
    identities = identities_of(db.session(), person.id) if providers() else []
    bound = {one.issuer for one in identities}
    offered = providers("residents" if kind == "resident" else "staff")
    return render_template("account/show_account.html", person=person, is_staff=kind != "resident",
                           has_function=may_do(current_actor(), "enter_absence"), identities=identities,
                           languages={code: OWN_NAMES[code] for code in settings().languages_on},
                           steps=second_steps_of(db.session(), person.id),
                           can_decide_resets=may_do(current_actor(), "decide_second_step_reset"),
                           providers=[one for one in offered if one.issuer not in bound],
                           provider_labels={one.issuer: one.label for one in providers()})  # fmt: skip


@blueprint.route("/account/naam", methods=["GET", "POST"])
@may("see_own_account")
def choose_name() -> Answer:
    """The name that others see; asked at the first sign-in."""
    person = _person()
    form = ChooseNameForm(data={"name": person.name, "next": safe_path(request.args.get("next"))})
    if form.validate_on_submit():
        person.name = form.name.data
        commit()
        flash(_("Uw naam is bewaard."), "success")
        return redirect(safe_path(form.next.data) or home_of(current_actor()))
    return render_form("account/choose_name.html", form)


@blueprint.get("/account/sessies")
@may("see_own_account")
def list_sessions() -> Answer:
    """On which devices I am signed in."""
    known = _known()
    rows = sessions_of(db.session(), known.person_id, real_now())
    return render_template("account/list_sessions.html", sessions=rows, own_id=known.session_id, form=EndSessionForm())


@blueprint.get("/account/aangemeld-blijven")
@may("see_own_account")
def stay_signed_in() -> Answer:
    """Somebody is still there: the session was seen, as for every page."""
    return Response(status=204)


@blueprint.post("/account/sessies/<int:session_id>/beeindigen")
@may("see_own_account")
def end_session(session_id: int) -> Answer:
    """Sign out one other device."""
    if not end_web_session(db.session(), session_id, _known().person_id):
        abort(404)
    commit()
    flash(_("Die sessie is beëindigd."), "success")
    return redirect(url_for("account.list_sessions"))


@blueprint.post("/account/sessies/andere-beeindigen")
@may("see_own_account")
def end_other_sessions() -> Answer:
    """Sign out all devices but this one."""
    known = _known()
    end_web_sessions(db.session(), known.person_id, but=known.session_id)
    commit()
    flash(_("U bent op alle andere toestellen afgemeld."), "success")
    return redirect(url_for("account.list_sessions"))


@blueprint.post("/afmelden")
@may("sign_in")
def sign_out() -> Answer:
    """Sign out on this device."""
    known, wanted, provider, address = signed_in_session(), safe_path(SignOutForm().next.data), None, ""
    if known is not None:
        provider = provider_named(known.provider)
        address = _sign_out_address(known, provider) if provider else ""
        end_web_session(db.session(), known.session_id, known.person_id)
        commit()
    sign_out_browser()
    after_this_request(_forget_pages)
    if address:
        return private(render_template("account/signed_out.html", provider=provider, address=address, next=wanted))
    flash(_("U bent afgemeld."), "success")
    return redirect(url_for("signing_in.ask_sign_in_link", next=wanted or None))


def _forget_pages(response: Response) -> Response:
    """The browser throws away the pages that it kept. Not cookies and storage: one cookie says that this browser is
    known, and what was counted at a door or typed into a charter without a connection waits in storage to be sent."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.route("/account/wachtwoord", methods=["GET", "POST"])
@may("see_own_account")
def choose_password() -> Answer:
    """A password, for staff who sign in often."""
    staff_only()
    if not may_change_sign_in():
        return show_more(request.path)
    form = ChoosePasswordForm()
    if _known().method != "password_and_code":  # who forgot it came by mail or a provider, and showed the second step
        del form.present_password
    if form.validate_on_submit():
        if form.present_password and not _is_present(form.present_password.data):
            form.present_password.errors = [_("Dit is niet het wachtwoord dat u nu hebt.")]
        elif form.password.data != form.password_again.data:
            form.password_again.errors = [_("De twee wachtwoorden zijn niet gelijk.")]
        else:
            try:
                keep_password(db.session(), _known().person_id, form.password.data, _known().session_id)
            except Invalid as refusal:
                refusal_to_form(form, refusal)
            else:
                told = _("Er is een nieuw wachtwoord gekozen voor uw account.")
                plan_account_mail(_known().person_id, told, real_now())
                commit()
                flash(_("Uw wachtwoord is bewaard. Op andere toestellen bent u afgemeld."), "success")
                return redirect(url_for("account.show_account"))
    return render_form("account/choose_password.html", form)


def _is_present(password: str) -> bool:
    is_right = is_present_password(db.session(), _known().person_id, password, real_now())
    if not is_right:
        commit()  # the wrong try counts
    return is_right


@blueprint.route("/account/tweede-stap", methods=["GET", "POST"])
@may("see_own_account")
def enrol_totp() -> Answer:
    """An app on one's phone that makes codes: the second factor."""
    staff_only()
    if not may_change_sign_in():
        return show_more(request.path)
    secret = session.setdefault(_TOTP_SECRET, new_totp_secret())
    form = EnrolTotpForm()
    if form.validate_on_submit():
        try:
            keep_totp(db.session(), _known().person_id, secret, form.code.data, real_now(), _known().session_id)
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            session.pop(_TOTP_SECRET)
            plan_account_mail(_known().person_id, _("Er is een app voor codes gekoppeld aan uw account."), real_now())
            answer: Response = redirect(url_for("second_step.show_recovery_codes"))
            if not _known().is_strong:  # who just typed a code of it has shown it
                method = "provider_and_code" if _known().method == "provider" else "link_and_code"
                answer = let_in(_person(), method, answer.location, greets=False)
            commit()
            flash(_("Uw app is gekoppeld. Op andere toestellen bent u afgemeld."), "success")
            return answer
    picture = segno.make(totp_address(secret, _person().email or ""), error="m").svg_data_uri(scale=5, border=4)
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return render_form(
        "account/enrol_totp.html", form, picture=picture, secret=groups, is_asked=_known().owes == "set_up"
    )


def _sign_out_address(known: SignedIn, provider: IdentityProvider) -> str:
    id_token = db.session.get_one(WebSession, known.session_id).id_token
    back_to = settings().base_url.rstrip("/") + url_for("signing_in.ask_sign_in_link")
    return client_of(provider).sign_out_address(id_token or "", back_to)


def _known() -> SignedIn:
    return known_session()


def _person() -> Person:
    return db.session.get_one(Person, _known().person_id)
