"""The pages with which somebody signs in: by a mail with a link and a code, or with password and second factor."""

import secrets

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from models.account import SignInLink
from models.database import db
from models.identity_providers import providers
from models.operations.accounts.credentials import check_password_and_code
from models.operations.accounts.signing_in import (
    Mail,
    code_is_right,
    is_asked_by,
    link_of_browser,
    open_link,
    send_sign_in_link,
    use_link,
)
from models.queries.accounts.people import demonstration_people
from models.rules.refusals import Invalid
from models.settings import settings
from webapp.account.code_words import forget_code, no_codes_now
from webapp.account.device import own_device
from webapp.account.forms import AskSignInLinkForm, EnterCodeForm, SignInWithPasswordForm, UseLinkForm
from webapp.account.letting_in import let_in
from webapp.account.next_page import safe_path
from webapp.account.passkeys import own_site
from webapp.clock import real_now, today
from webapp.forms import refusal_to_form, render_form
from webapp.languages import written
from webapp.link_pages import caller, private, private_answer
from webapp.navigation import home_of
from webapp.permissions import may
from webapp.signed_in import current_actor
from webapp.transaction import commit

blueprint = Blueprint("signing_in", __name__)

_BROWSER = "sign_in_browser"  # the secret that binds a link to the browser that asked
_EMAIL = "sign_in_email"  # only to say where the mail went

Answer = str | tuple[str, int] | AnyResponse


@blueprint.route("/aanmelden", methods=["GET", "POST"])
@may("sign_in")
def ask_sign_in_link() -> Answer:
    """Ask a mail with a link and a code. The answer never tells whether the address is known."""
    if request.method == "GET" and current_actor() is not None:
        return redirect(safe_path(request.args.get("next")) or home_of(current_actor()))
    form = AskSignInLinkForm()
    if request.method == "GET":
        form.next.data = safe_path(request.args.get("next"))
        if settings().demonstration:
            form.email.data = request.args.get("email")
    if form.validate_on_submit() and _send_link(form):
        return redirect(url_for("signing_in.enter_code"))
    people = demonstration_people(db.session(), today()) if settings().demonstration else []
    return render_form(
        "account/ask_sign_in_link.html", form, people=people, providers=providers(), has_passkeys=own_site() is not None
    )


@blueprint.route("/aanmelden/code", methods=["GET", "POST"])
@may("sign_in")
def enter_code() -> Answer:
    """Type the code from the mail, in the window where it was asked."""
    email = session.get(_EMAIL)
    if not email:
        return redirect(url_for("signing_in.ask_sign_in_link"))
    form = EnterCodeForm()
    if form.validate_on_submit():
        link = link_of_browser(db.session(), session.get(_BROWSER, ""), real_now())
        answer = _check_code(form, link)
        if answer is not None:
            return answer
    return render_form("account/enter_code.html", form, email=email)


@blueprint.route("/aanmelden/link/<token>", methods=["GET", "POST"])
@may("sign_in")
def use_sign_in_link(token: str) -> Answer:
    """The page of the link. Looking changes nothing: mail scanners and previews open links too."""
    if request.method == "HEAD":
        abort(405)
    link = open_link(db.session(), token, real_now())
    if link is None:
        return private(render_template("account/link_expired.html"), 410)
    if is_asked_by(link, session.get(_BROWSER, "")):
        form = UseLinkForm()
        if form.validate_on_submit():
            return private_answer(_sign_in(link))
        return private(render_template("account/use_sign_in_link.html", form=form, email=link.email))
    code_form = EnterCodeForm()
    if code_form.validate_on_submit():
        answer = _check_code(code_form, link)
        if answer is not None:
            return private_answer(answer)
    return private(*render_form("account/use_link_elsewhere.html", code_form))


@blueprint.route("/aanmelden/wachtwoord", methods=["GET", "POST"])
@may("sign_in")
def sign_in_with_password() -> Answer:
    """Password and second factor, for staff."""
    form = SignInWithPasswordForm()
    if request.method == "GET":
        form.next.data = safe_path(request.args.get("next"))
    if form.validate_on_submit():
        person = check_password_and_code(
            db.session(), form.email.data, form.password.data, form.code.data, caller(), real_now(), own_device()
        )
        if person is not None:
            return let_in(person, "password_and_code", safe_path(form.next.data))
        commit()  # the wrong try counts
        form.form_errors.append(
            _("Het e-mailadres, het wachtwoord of de code klopt niet. Typ de code die nu in uw app staat.")
        )
        form.form_errors += no_codes_now()
        forget_code(form.code)
    return render_form("account/sign_in_with_password.html", form)


def _send_link(form: AskSignInLinkForm) -> bool:
    browser = secrets.token_urlsafe(32)
    try:
        send_sign_in_link(
            db.session(),
            form.email.data,
            browser,
            caller(),
            safe_path(form.next.data),
            real_now(),
            _write_mail,
            own_device(),
        )
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return False
    commit()
    session[_BROWSER] = browser
    session[_EMAIL] = form.email.data
    return True


def _write_mail(token: str, code: str) -> Mail:
    address = settings().base_url.rstrip("/") + url_for("signing_in.use_sign_in_link", token=token)
    grouped = f"{code[:4]}-{code[4:]}"
    text = render_template("account/sign_in_mail.txt", address=address, code=grouped)
    return written(_("Uw code om u aan te melden: %(code)s", code=grouped), text)


def _check_code(form: EnterCodeForm, link: SignInLink | None) -> Answer | None:
    """The answer when the code is right; None when the page must say that it is not."""
    if link is None:
        form.form_errors.append(_("Deze code is niet meer geldig. Vraag een nieuwe mail."))
        return None
    if code_is_right(db.session(), link, form.code.data, caller(), real_now(), own_device()):
        return _sign_in(link)
    commit()  # the wrong try counts
    form.code.errors = [_("Deze code klopt niet. Kijk in de nieuwste mail die u kreeg.")]
    return None


def _sign_in(link: SignInLink) -> Answer:
    person = use_link(db.session(), link, caller(), real_now(), own_device())
    if person is None:
        commit()
        return render_template("account/link_expired.html"), 410
    return let_in(person, "link", link.next_path)
