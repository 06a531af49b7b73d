"""The members as a file for the alert tool (BE-Alert), one for text messages and one for calls."""

import csv
from io import StringIO

from flask import Blueprint, Response, abort, g

from models.database import db
from models.queries.cases.facts import settings_of
from models.queries.networks.alert_members import BY_ALERT, alert_members
from models.queries.networks.enrolments import network_of_case
from models.rules.alert_file import ENCODINGS, PHONES, SEPARATORS, read_columns, row_of
from webapp.case.exporting import harmless
from webapp.permissions import may

blueprint = Blueprint("alert_file", __name__)


@blueprint.get("/dossier/<number>/leden/alarmering-<channel>.csv")
@may("see_members", case_argument="number")
def export_alert_file(number: str, channel: str) -> Response:
    """Who agreed to this channel, in the layout of the municipality or zone."""
    if channel not in BY_ALERT or network_of_case(db.session(), g.case.id) is None:
        abort(404)
    layout = settings_of(g.case)
    columns = read_columns(layout.alert_file_columns)
    written = StringIO()
    writer = csv.writer(written, delimiter=SEPARATORS[layout.alert_file_separator])
    if layout.alert_file_has_heads:
        writer.writerow([column.head for column in columns])
    for member in alert_members(db.session(), g.case, channel):
        safe = {field: text if field in PHONES else harmless(text) for field, text in member.items()}
        writer.writerow(row_of(safe, columns))
    encoding = ENCODINGS[layout.alert_file_encoding]
    answer = Response(written.getvalue().encode(encoding, "replace"), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"alarmering-{channel}-{g.case.number}.csv")
    answer.headers["Cache-Control"] = "no-store"
    return answer
