"""What one writes as it will be printed: the page on which a section begins, as a picture."""

from flask import Blueprint, Response, abort, g, render_template, url_for

from documents.filling.charter import charter as charter_context
from documents.press.picturing import printed_page
from documents.press.pool import shared_press
from documents.press.rendering import RenderingFailed
from models.charter import Charter
from models.database import db
from models.queries.charters.charters import record_of_version
from models.settings import settings
from webapp.permissions import may
from webapp.security import limiter
from webapp.steering_group.views import charter_here, section_here

blueprint = Blueprint("picturing", __name__)


@blueprint.get("/dossier/<number>/charter/<section_code>/voorbeeld")
@may("see_charter", case_argument="number")
def show_printed(number: str, section_code: str) -> str:
    """The printed page with this section."""
    present = section_here(section_code)
    picture = url_for("picturing.draw_printed", number=number, section_code=section_code)
    return render_template("steering_group/printed_section.html", case=g.case, section=present.section, picture=picture)


@blueprint.get("/dossier/<number>/charter/<section_code>/voorbeeld.png")
@limiter.exempt  # every pause in typing asks for it, from people of one town hall together
@may("see_charter", case_argument="number")
def draw_printed(number: str, section_code: str) -> Response:
    """The same as a picture."""
    present, view = section_here(section_code), charter_here()
    record = record_of_version(db.session(), g.case, db.session().get_one(Charter, view.id), settings().base_url)
    db.session.rollback()  # nothing is asked of the database while the page is on the press
    try:
        picture = printed_page("charter", charter_context(record), present.section.title, press=shared_press())
    except RenderingFailed:
        abort(503)
    answer = Response(picture.png, mimetype="image/png")
    answer.headers["X-Page"] = f"{picture.page}/{picture.pages}"
    return answer
