"""Signing in by a provider of identities (OpenID Connect): going there, coming back, and connecting one's account."""

import logging
import secrets

from flask import Blueprint, abort, flash, jsonify, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from models.database import db
from models.identity_providers import IdentityProvider, WrongProviders, provider_named
from models.operations.accounts.signing_in_by_provider import (
    NotByProvider,
    begin_provider_sign_in,
    connect_identity,
    disconnect_identity,
    person_by_provider,
    take_provider_sign_in,
)
from models.queries.accounts.identities import identity_of
from models.settings import settings
from webapp.account.factor_mails import plan_account_mail
from webapp.account.forms import EndSessionForm, GoToProviderForm
from webapp.account.fresh import may_change_sign_in, show_more
from webapp.account.letting_in import let_in
from webapp.account.next_page import safe_path
from webapp.account.provider_client import SignedInThere, client_of
from webapp.account.provider_keys import published
from webapp.account.provider_words import FAILURES
from webapp.clock import now, real_now
from webapp.link_pages import caller, private_answer
from webapp.permissions import current_actor, may
from webapp.signed_in import signed_in_session
from webapp.transaction import commit, undo, write_more

blueprint = Blueprint("by_provider", __name__)

_BROWSER = "provider_browser"  # the secret that binds the way back to the browser that went
_log = logging.getLogger("binstart.signing_in")

Answer = str | tuple[str, int] | AnyResponse


@blueprint.post("/aanmelden/met/<provider_name>")
@may("sign_in")
def go_to_provider(provider_name: str) -> Answer:
    """Go to the page of the provider."""
    provider = _provider(provider_name)
    return _go(provider, safe_path(GoToProviderForm().next.data))


@blueprint.post("/account/koppelen/<provider_name>")
@may("see_own_account")
def connect_account(provider_name: str) -> Answer:
    """Go there as somebody who is signed in here, to connect both."""
    provider = _provider(provider_name)
    known = signed_in_session()
    assert known is not None
    if not may_change_sign_in():
        return show_more(url_for("account.show_account"))
    return _go(provider, url_for("account.show_account"), known.person_id)


@blueprint.post("/account/koppelingen/<int:identity_id>/verwijderen")
@may("see_own_account")
def disconnect_account(identity_id: int) -> Answer:
    """Sign in by that provider no more."""
    known, actor = signed_in_session(), current_actor()
    assert known is not None
    assert actor is not None
    if not may_change_sign_in():
        return show_more(url_for("account.show_account"))
    identity = identity_of(db.session(), known.person_id, identity_id)
    if not EndSessionForm().validate_on_submit() or identity is None:
        abort(404)
    disconnect_identity(db.session(), known.person_id, identity_id, identity.issuer, actor, now(), known.session_id)
    plan_account_mail(known.person_id, _("Een aanmelddienst is losgekoppeld van uw account."), real_now())
    commit()
    flash(_("De koppeling is verwijderd. Op andere toestellen bent u afgemeld."), "success")
    return redirect(url_for("account.show_account"))


@blueprint.get("/aanmelden/terug/<provider_name>")
@may("sign_in")
def come_back(provider_name: str) -> Answer:
    """The provider sends the browser back here."""
    if request.method == "HEAD":
        abort(405)
    provider = _provider(provider_name)
    try:
        return private_answer(_back(provider))
    except NotByProvider as refusal:
        undo()
        return private_answer(_failed(provider, refusal.code))


@blueprint.get("/aanmelden/sleutels/<provider_name>")
@may("sign_in")
def publish_keys(provider_name: str) -> Answer:
    """Our public keys, for the provider to fetch (jwks_uri)."""
    try:
        answer = jsonify(published(_provider(provider_name)))
    except (WrongProviders, OSError):  # a file that went since the start
        abort(503)
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _go(provider: IdentityProvider, wanted: str, bind_person_id: int | None = None) -> Answer:
    state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    try:
        address = client_of(provider).authorization_address(state, _back_address(provider))
    except NotByProvider as refusal:
        return _failed(provider, refusal.code)
    begin_provider_sign_in(db.session(), provider, state, browser, caller(), wanted, real_now(), bind_person_id)
    commit()
    session[_BROWSER] = browser
    # No redirect: after a form, the Content-Security-Policy lets nobody be sent to another site. A page leads there.
    answer = make_response(render_template("account/go_to_provider.html", provider=provider, address=address))
    answer.headers["Refresh"] = f"0; url={address}"
    return private_answer(answer)


def _back(provider: IdentityProvider) -> Answer:
    state, issuer = request.args.get("state", ""), request.args.get("iss")
    write_more()
    taken = take_provider_sign_in(db.session(), provider, state, session.pop(_BROWSER, ""), real_now())
    wanted, bind_person_id = taken.next_path, taken.bind_person_id
    commit()  # used up, whatever comes of it
    if issuer is not None and issuer != provider.issuer:  # RFC 9207: a mix-up of two providers
        raise NotByProvider("wrong_answer")
    if "error" in request.args:
        raise NotByProvider("denied" if request.args["error"] == "access_denied" else "provider_error")
    there = client_of(provider).come_back(state, request.args.get("code", ""), _back_address(provider))
    write_more()
    if bind_person_id is not None:
        return _connect(provider, there, bind_person_id)
    person = person_by_provider(db.session(), provider, there.shown, real_now())
    return let_in(person, "provider", wanted, provider=provider.name, id_token=there.id_token,
                  is_strong=there.is_strong)  # fmt: skip


def _connect(provider: IdentityProvider, there: SignedInThere, person_id: int) -> Answer:
    known, actor = signed_in_session(), current_actor()
    if known is None or actor is None or known.person_id != person_id:  # signed out, or somebody else, meanwhile
        raise NotByProvider("stale_state")
    connect_identity(db.session(), person_id, provider, there.shown, actor, real_now(), known.session_id)
    plan_account_mail(person_id, _("Aanmelden via %(label)s is gekoppeld aan uw account.", label=provider.label),
                      real_now())  # fmt: skip
    commit()
    flash(_("Gekoppeld. Voortaan kunt u zich ook zo aanmelden: %(label)s.", label=provider.label), "success")
    return redirect(url_for("account.show_account"))


def _failed(provider: IdentityProvider, code: str) -> tuple[str, int]:
    _log.warning("signing in by %s failed: %s", provider.name, code)  # who it was is not told
    failure = FAILURES[code]
    words = {part: str(getattr(failure, part)) % {"label": provider.label} for part in ("title", "told", "now")}
    return render_template("account/provider_failed.html", provider=provider, form=GoToProviderForm(), **words), (
        failure.status
    )


def _back_address(provider: IdentityProvider) -> str:
    path = url_for("by_provider.come_back", provider_name=provider.name)
    return settings().base_url.rstrip("/") + path


def _provider(name: str) -> IdentityProvider:
    provider = provider_named(name)
    if provider is None:
        abort(404)
    return provider
