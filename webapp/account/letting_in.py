"""What every way of signing in ends with: the session of this browser, and the page that somebody wanted."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.database import db
from models.operations.accounts.known_devices import remember_device
from models.operations.accounts.web_sessions import STRONG
from models.person import Person
from models.queries.accounts.people import actor_for, must_show_second_step
from webapp.account.device import keep_device
from webapp.clock import real_now, today
from webapp.navigation import home_of
from webapp.signed_in import sign_in_browser
from webapp.transaction import commit


def let_in(person: Person, method: str, wanted: str, *, greets: bool = True, **more: Any) -> Response:
    """Sign this browser in and lead to `wanted` (checked before), else to where this person works."""
    person_id, is_nameless = person.id, not person.name
    sign_in_browser(person_id, method, **more)
    remember_device(db.session(), person_id, keep_device(), real_now())
    commit()
    if is_nameless:
        return redirect(url_for("account.choose_name", next=wanted or None))
    is_strong = more.get("is_strong") or method in STRONG
    if greets and (is_strong or not must_show_second_step(db.session(), person_id, today())):
        flash(_("U bent aangemeld."), "success")
    return redirect(wanted or home_of(actor_for(db.session(), person_id, today())))
