"""Who changes how they sign in must have signed in just now (web.md 4.4)."""

from datetime import timedelta

from flask import render_template

from webapp.account.forms import SignOutForm
from webapp.clock import real_now
from webapp.signed_in import signed_in_session

FRESH = timedelta(minutes=10)


def signed_in_just_now() -> bool:
    """Whether the session of this browser began a few minutes ago."""
    known = signed_in_session()
    return known is not None and real_now() - known.since < FRESH


def sign_in_again(next_path: str) -> str:
    """The page that asks to sign in again and leads on to `next_path`."""
    return render_template("account/sign_in_again.html", form=SignOutForm(data={"next": next_path}, formdata=None))
