"""Info evenings and the meetings of a network for one's own calendar: a file to open once, or an address to follow."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort
from sqlalchemy import select

from documents.notices.calendar_entry import EveningEntry, evening_calendar, evening_title
from models.case import FoundingCase
from models.database import db
from models.queries.evenings.evening_calendar import evenings_in_calendar
from models.queries.networks.meetings import meetings_in_calendar
from models.queries.networks.public_networks import public_network
from models.rules.languages import first_complete
from models.rules.web_addresses import network_page, support_page
from models.settings import settings
from webapp.clock import now, today
from webapp.languages import language
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
    title = evening_title(case.name, case.kind, first_complete(language()))
    entries = [
        EveningEntry(uid=one.uid, sequence=one.sequence, starts_at=one.starts_at, title=title,
                     place=f"{one.place}, {one.address}", url=support_page(settings().base_url, case.number),
                     written_at=one.written_at, is_cancelled=one.is_cancelled)
        for one in evenings
    ]  # fmt: skip
    answer = Response(evening_calendar(entries), mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename=f"infoavond-{case.number}.ics")
    return answer


@blueprint.get("/netwerken/<slug>/bijeenkomsten.ics")
@may("read_public_page")
def fetch_meetings(slug: str) -> Response:
    """The public meetings of a network. It stays there when all are over: a calendar goes on following."""
    network = public_network(db.session(), slug, today())
    if network is None:
        abort(404)
    entries = [
        EveningEntry(uid=f"bijeenkomst-{one.id}@{urlsplit(settings().base_url).hostname}",
                     sequence=1 if one.cancelled_at else 0, starts_at=one.starts_at,
                     title=f"{network.name}: {one.subject}", place=one.place,
                     url=network_page(settings().base_url, slug), written_at=one.cancelled_at or one.entered_at,
                     is_cancelled=one.cancelled_at is not None)
        for one in meetings_in_calendar(db.session(), network.slug, now())
    ]  # fmt: skip
    answer = Response(evening_calendar(entries), mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename=f"bijeenkomsten-{slug}.ics")
    return answer
