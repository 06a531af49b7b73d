"""The mailbox in which the demonstration's mails end up, and the clock that it moves forward."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.clock import BELGIUM, move_forward_to
from models.database import db
from models.mailbox import read_mailbox, read_message
from models.rules.refusals import Invalid
from models.settings import settings
from webapp.clock import now
from webapp.development.forms import MoveClockForm
from webapp.development.linking import with_links
from webapp.formatting import moment
from webapp.forms import refusal_to_form, render_form
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("development", __name__, url_prefix="/dev")

NEWEST = 200  # mails on one page
LAST_YEAR = 2100  # beyond it, terms would run off the calendar

Answer = str | tuple[str, int] | Response


@blueprint.get("/mail")
@may("read_demonstration_mail")
def read_mail() -> Answer:
    """The mails that left the system, the newest first: all, or those to one address."""
    address = request.args.get("aan", "").strip().lower()[:254]
    messages = read_mailbox(settings().mailbox_dir, NEWEST, to=address)
    return render_template("development/read_mail.html", messages=messages, address=address)


@blueprint.get("/mail/<key>")
@may("read_demonstration_mail")
def read_one_mail(key: str) -> Answer:
    """One mail. Only its text is shown: a mail's HTML does not belong in our page."""
    message = read_message(settings().mailbox_dir, key)
    if message is None:
        abort(404)
    return render_template("development/read_one_mail.html", message=message, pieces=with_links(message.text))


@blueprint.get("/mail/<key>/bijlage/<int:position>")
@may("read_demonstration_mail")
def download_attachment(key: str, position: int) -> Answer:
    """One attachment of a mail."""
    message = read_message(settings().mailbox_dir, key)
    if message is None or position >= len(message.attachments):
        abort(404)
    attachment = message.attachments[position]
    response = Response(attachment.content, content_type=attachment.content_type)
    response.headers.set("Content-Disposition", "attachment", filename=attachment.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@blueprint.route("/clock", methods=["GET", "POST"])
@may("move_demonstration_clock")
def move_clock() -> Answer:
    """Show the demonstration clock, and move it forward."""
    form = MoveClockForm()
    if form.validate_on_submit():
        target = _target(form)
        if target is None:
            form.form_errors.append(_("Vul een moment of een aantal dagen in."))
        elif target.year > LAST_YEAR:
            form.form_errors.append(_("De demonstratieklok gaat niet verder dan %(year)s.", year=LAST_YEAR))
        else:
            try:
                g.now = move_forward_to(db.session(), target)
            except Invalid as refusal:
                refusal_to_form(form, refusal)
            else:
                commit()
                flash(_("De demonstratieklok staat nu op %(moment)s.", moment=moment(now())), "success")
                return redirect(url_for("development.move_clock"))
    return render_form("development/move_clock.html", form, moment_now=now())


def _target(form: MoveClockForm) -> datetime | None:
    if form.moment.data is not None:
        local: datetime = form.moment.data
        return local.replace(tzinfo=BELGIUM).astimezone(UTC)
    if form.days.data is not None and now().year <= LAST_YEAR:
        return now() + timedelta(days=form.days.data)
    return None
