"""What the gateway of text messages tells: whether a phone took a message. It shows our own key."""

import hmac

from flask import Blueprint, Response, abort, request

from models.database import db
from models.operations.networks.delivering_messages import take_report
from models.settings import settings
from webapp.clock import now
from webapp.forms import number_of
from webapp.permissions import may
from webapp.security import csrf, limiter
from webapp.transaction import commit

blueprint = Blueprint("text_reports", __name__)

ARRIVED, NOT_ARRIVED = "delivered", "failed"


@blueprint.post("/sms/verslag")
@may("report_text_message")
@csrf.exempt  # a program calls, with its key instead
@limiter.exempt
def report() -> Response:
    """JSON with `reference` (what we gave with the message) and `status`: delivered or failed; others change nothing.
    204: taken or nothing new; 401: another key than ours; 422: this is no report."""
    key = settings().sms_gateway_key
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not key or not hmac.compare_digest(given.encode(), key.encode()):
        abort(401)
    try:
        told = request.get_json(silent=True)
    except RecursionError:  # lists in lists, too deep for a reader of JSON
        abort(422)
    if not isinstance(told, dict) or "reference" not in told:
        abort(422)
    if told.get("status") in (ARRIVED, NOT_ARRIVED):
        take_report(db.session(), number_of(told["reference"]), now(), has_arrived=told["status"] == ARRIVED)
        commit()
    return Response(status=204)
