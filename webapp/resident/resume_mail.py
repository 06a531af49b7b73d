"""The mail with which somebody goes on with their request elsewhere."""

from flask import flash, render_template, url_for
from flask_babel import gettext as _

from models.database import db
from models.operations.accounts.signing_in import Mail
from models.operations.requests.resuming_drafts import send_resume_link
from models.request import RequestDraft
from models.settings import settings
from webapp.clock import real_now
from webapp.languages import written
from webapp.resident.drafts import name_of
from webapp.transaction import commit


def mail_link(draft: RequestDraft) -> None:
    """Send the link to who writes this request, and say so. Raises TooManyAttempts."""
    name = name_of(draft)

    def write_mail(token: str) -> Mail:
        address = settings().base_url.rstrip("/") + url_for("resident.resume_request", token=token)
        text = render_template("resident/resume_mail.txt", address=address, name=name)
        return written(_("Ga verder met uw aanvraag voor een BIN"), text)

    send_resume_link(db.session(), draft, real_now(), write_mail)
    commit()
    flash(_("Wij stuurden u een mail met een link. Daarmee gaat u later verder, ook op een ander toestel."), "success")
