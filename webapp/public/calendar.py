"""The info evening for one's own calendar: a file to open once, or an address to follow, which tells when it moves."""

from flask import Blueprint, Response, abort
from flask_babel import gettext as _
from sqlalchemy import select

from documents.filling_shared import network
from documents.notices.calendar_entry import EveningEntry, evening_calendar
from models.case import FoundingCase
from models.database import db
from models.queries.evening_calendar import evenings_in_calendar
from models.rules.web_addresses import support_page
from models.settings import settings
from webapp.permissions import may

blueprint = Blueprint("calendar", __name__)


@blueprint.get("/infoavond/<public_number>.ics")
@may("read_public_page")
def fetch_calendar(public_number: str) -> Response:
    """The evenings of a founding, also those that were cancelled: a calendar that follows must hear of it."""
    case = db.session.scalars(
        select(FoundingCase).where(FoundingCase.number == public_number.upper())
    ).one_or_none()  # fmt: skip
    evenings = evenings_in_calendar(db.session(), case) if case else ()
    if case is None or not evenings:
        abort(404)
    title = _("Infoavond %(network)s", network=network(case.name, case.kind))
    entries = [
        EveningEntry(uid=one.uid, sequence=one.sequence, starts_at=one.starts_at, title=title,
                     place=f"{one.place}, {one.address}", url=support_page(settings().base_url, case.number),
                     written_at=one.written_at, is_cancelled=one.is_cancelled)
        for one in evenings
    ]  # fmt: skip
    answer = Response(evening_calendar(entries), mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename=f"infoavond-{case.number}.ics")
    return answer
