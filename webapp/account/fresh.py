"""Who changes how they sign in must have signed in just now, and with all that they have (web.md 4.4)."""

from datetime import timedelta

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from models.database import db
from models.queries.accounts.people import SignedIn, kind_of_account
from models.queries.accounts.second_steps import second_steps_of
from webapp.account.forms import SignOutForm
from webapp.clock import real_now
from webapp.signed_in import signed_in_session

FRESH = timedelta(minutes=10)


def known_session() -> SignedIn:
    """The session of this browser; 401 without one."""
    known = signed_in_session()
    if known is None:
        abort(401)
    return known


def staff_only() -> None:
    """404 for residents: they sign in by mail or by a provider."""
    if kind_of_account(db.session(), known_session().person_id, real_now().date()) == "resident":
        abort(404)


def signed_in_just_now() -> bool:
    """Whether the session of this browser began a few minutes ago."""
    known = signed_in_session()
    return known is not None and real_now() - known.since < FRESH


def may_change_sign_in() -> bool:
    """Whether this session is fresh and showed the second step, for who has one: a mailbox alone replaces no app."""
    known = known_session()
    return signed_in_just_now() and (known.is_strong or not second_steps_of(db.session(), known.person_id).any)


def show_more(next_path: str) -> str | Response:
    """What somebody must do first who may not change it now: the second step, else to sign in again."""
    known = known_session()
    if signed_in_just_now() and not known.is_strong:
        return redirect(url_for("second_step.show_second_step", next=next_path))
    return sign_in_again(next_path)


def sign_in_again(next_path: str) -> str:
    """The page that asks to sign in again and leads on to `next_path`."""
    return render_template("account/sign_in_again.html", form=SignOutForm(data={"next": next_path}, formdata=None))
