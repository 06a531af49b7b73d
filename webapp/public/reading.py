"""A member reads a message by the link in their mail or text message, and says that they did."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.database import db
from models.message import Delivery
from models.network import NeighbourhoodNetwork
from models.operations.networks.delivering_messages import note_read, open_message
from models.rules.messages import KINDS
from webapp.clock import now
from webapp.forms import BinstartForm
from webapp.link_pages import count_request, private_answer
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("reading", __name__)


@blueprint.get("/bericht/<token>")
@may("read_message")
def read_message(token: str) -> Response:
    """The message. Looking changes nothing: mail programs open links by themselves."""
    row = _found(token)
    network = db.session.get_one(NeighbourhoodNetwork, row.message.network_id)
    return private_answer(render_template(
        "public/read_message.html", row=row, message=row.message, network=network, kind=KINDS[row.message.kind],
        form=BinstartForm(formdata=None),
    ))  # fmt: skip


@blueprint.post("/bericht/<token>")
@may("read_message")
def say_read(token: str) -> Response:
    """The member presses the button."""
    count_request("message_link_from_caller", now())
    row = _found(token)
    if not BinstartForm().validate_on_submit():
        abort(400)
    note_read(db.session(), row, now())
    commit()
    flash(_("Dank u. We weten nu dat het bericht u bereikte."), "success")
    return redirect(url_for("reading.read_message", token=token))


def _found(token: str) -> Delivery:
    row = open_message(db.session(), token, now())
    if row is None:
        abort(404)
    return row
