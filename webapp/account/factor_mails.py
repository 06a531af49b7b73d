"""The mail that goes to who owns an account when something changed in how one signs in to it."""

from datetime import datetime

from flask import render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from models.database import db
from models.operations.effects.mailing_links import plan_mail
from models.person import Person
from models.rules.languages import first_complete
from models.settings import settings
from webapp.languages import written


def plan_account_mail(person_id: int, what: str, at: datetime) -> None:
    """Tell the owner `what` changed (a sentence) and what to do when it was not them. No link signs anybody in."""
    person = db.session.get_one(Person, person_id)
    if person.email is None or not person.is_active:
        return
    text = render_template(
        "account/account_changed_mail.txt", what=what, moment=at, address=_address("account.show_account")
    )
    plan_mail(db.session(), f"account_changed:{person_id}:{at.isoformat()}", person.email,
              written(_("Er veranderde iets in hoe u zich aanmeldt"), text))  # fmt: skip


def plan_reset_mail(decider: Person, name: str, reset_id: int) -> None:
    """Tell somebody that a second step waits to be wiped by them."""
    with force_locale(first_complete(decider.language)):
        text = render_template("account/reset_asked_mail.txt", name=name,
                               address=_address("second_step_resets.list_resets"))  # fmt: skip
        mail = written(_("Een tweede stap wacht op u om gewist te worden"), text)
    plan_mail(db.session(), f"second_step_reset:{reset_id}:{decider.id}", decider.email or "", mail)


def _address(endpoint: str) -> str:
    return settings().base_url.rstrip("/") + url_for(endpoint)
