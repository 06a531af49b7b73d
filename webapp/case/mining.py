"""The journals of one's own municipality or zone as files for process mining, written while they are downloaded."""

import secrets
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request
from sqlalchemy import func, select

from models.case import FoundingCase
from models.database import db
from models.queries.cases.case_lists import own_municipalities, reached_by
from models.queries.insight.mining import stream_journals
from models.rules.mining import SHORTEST_SALT, Pseudonyms
from webapp.case.acting import acting_person
from webapp.clock import today
from webapp.permissions import may

blueprint = Blueprint("mining", __name__)

WITH_NUMBERS = {"nummers": "ja"}


@blueprint.get("/inzicht/dossierlogboeken")
@may("export_journals")
def offer_journals() -> str:
    """What the files hold and what not, and where to get them."""
    session, actor = db.session(), acting_person()
    count = session.scalar(select(func.count()).select_from(FoundingCase).where(reached_by(actor)))
    names = [one.name for one in own_municipalities(session, actor)]
    return render_template("case/offer_journals.html", count=count, municipalities=names, with_numbers=WITH_NUMBERS)


@blueprint.get("/inzicht/dossierlogboeken.xes")
@may("export_journals")
def export_xes() -> Response:
    """One trace for each case (IEEE 1849)."""
    return _download("xes", "xes", "application/xml")


@blueprint.get("/inzicht/dossierlogboeken.ocel")
@may("export_journals")
def export_ocel() -> Response:
    """Events with everything that they are about (OCEL 2.0, JSON)."""
    return _download("ocel", "ocel.json", "application/json")


def _download(form: str, ending: str, mimetype: str) -> Response:
    """The answer leaves in pieces, so no log is ever whole in memory. A new salt each time: no two files fit."""
    has_numbers = request.args.get("nummers") == WITH_NUMBERS["nummers"]
    pieces: Iterator[str] = stream_journals(
        db.engine, reached_by(acting_person()), form, Pseudonyms(secrets.token_bytes(SHORTEST_SALT)),
        with_numbers=has_numbers,
    )  # fmt: skip
    answer = Response(pieces, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=f"dossierlogboeken-{today()}.{ending}")
    answer.headers["Cache-Control"] = "no-store"
    return answer
