"""Who is signed in on this browser: the cookie holds a token, the database its hash."""

from dataclasses import replace
from typing import Any

from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from models.account import WebSession
from models.database import db
from models.operations.accounts.web_sessions import REFRESH, end_web_session, hashed, mark_seen, open_web_session
from models.person import Person
from models.queries.accounts.people import SignedIn, actor_for, person_for_session
from models.rules.access import Actor
from webapp.clock import real_now, today
from webapp.languages import forget_choice_of_browser
from webapp.sign_in_log import tell_signed_in
from webapp.transaction import WRITING_METHODS, write_more

_TOKEN = "token"  # noqa: S105  # the name of a place in the cookie


def init_signed_in(app: Flask) -> None:
    """Find out who asks, before every request but those for static files."""
    app.before_request(_load)
    app.before_request(_lead_to_second_step)


def current_actor() -> Actor | None:
    """The signed-in person with what they hold today; None when nobody is signed in."""
    if "actor" not in g:
        known: SignedIn | None = g.get("signed_in")
        actor = actor_for(db.session(), known.person_id, today()) if known else None
        # Who must still show a second step is nobody but the owner of their account: every right is closed.
        g.actor = Actor(actor.person_id, actor.name) if actor and known and known.owes else actor
    found: Actor | None = g.actor
    return found


def sign_in_browser(person_id: int, method: str, **more: Any) -> None:
    """Open a session for this browser (`more`: of one by a provider, see open_web_session). All that the browser held
    before is thrown away (session fixation)."""
    known = signed_in_session()
    if known is not None:
        end_web_session(db.session(), known.session_id, known.person_id)
    session.clear()
    token = open_web_session(db.session(), person_id, method, real_now(), **more)
    session[_TOKEN] = token
    tell_signed_in(method)
    g.pop("actor", None)
    if db.session.get_one(Person, person_id).language:
        forget_choice_of_browser()  # what this person chose counts, not who used the browser before


def sign_out_browser() -> None:
    """Forget the session on this browser; the caller ends it in the database."""
    session.clear()
    g.signed_in = None
    g.actor = None


def signed_in_session() -> SignedIn | None:
    """The session of this browser."""
    known: SignedIn | None = g.get("signed_in")
    return known


def signed_in_by() -> str:
    """How the person of this browser showed who they are: 'link', 'password_and_code' or 'provider'."""
    known = signed_in_session()
    return known.method if known is not None else ""


def _load() -> None:
    token = session.get(_TOKEN)
    g.signed_in = None
    if request.endpoint == "static" or not isinstance(token, str):
        return
    known = person_for_session(db.session(), hashed(token), real_now())
    if known is None:
        session.pop(_TOKEN, None)
        return
    g.signed_in = _seen_now(known)


# Where somebody may go who must still show a second step, or make one first.
_ALWAYS = frozenset({"static", "account.sign_out", "account.stay_signed_in", "signing_in.ask_sign_in_link"})
_OPEN = {
    "second_step": _ALWAYS
    | {"second_step.show_second_step", "passkeys.sign_in_with_passkey", "passkeys.ask_to_show_passkey"},
    "set_up": _ALWAYS | {"account.enrol_totp", "passkeys.list_passkeys", "passkeys.ask_to_make_passkey"},
}


def _lead_to_second_step() -> Response | None:
    known = signed_in_session()
    if known is None or not known.owes or request.endpoint in _OPEN[known.owes]:
        return None
    if known.owes == "set_up":
        return redirect(url_for("account.enrol_totp"))
    wanted = request.full_path if request.method == "GET" and request.query_string else request.path
    return redirect(url_for("second_step.show_second_step", next=wanted if request.method == "GET" else None))


def _seen_now(known: SignedIn) -> SignedIn:
    """Note at most once a minute that the session is used, in a small transaction of its own."""
    at = real_now()
    if at - known.seen_at < REFRESH:
        return known
    if request.method not in WRITING_METHODS:
        write_more()
    mark_seen(db.session(), known.session_id, at)
    db.session.commit()
    if request.method in WRITING_METHODS:
        write_more()
    return replace(known, seen_at=at)


def is_own(row: WebSession) -> bool:
    """Whether a session is that of this browser."""
    known = signed_in_session()
    return known is not None and row.id == known.session_id
