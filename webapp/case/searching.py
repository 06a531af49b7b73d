"""Search over the cases, streets and people of one's own municipality or zone."""

from flask import Blueprint, render_template, request

from models.database import db
from models.queries.cases.searching import search
from webapp.case.acting import acting_person
from webapp.case.filtering import read_filters
from webapp.case.work_list import PAGES
from webapp.forms import LONGEST_LINE
from webapp.permissions import may

blueprint = Blueprint("searching", __name__)


@blueprint.get("/werklijst/zoeken")
@may("see_work_list")
def search_everything() -> str:
    """One box; what was found comes in three groups."""
    text = request.args.get("q", "").strip()[:LONGEST_LINE]
    return render_template(
        "case/search_everything.html",
        text=text,
        found=search(db.session(), acting_person(), text),
        filtering=read_filters(),
        list_pages=PAGES,
    )
