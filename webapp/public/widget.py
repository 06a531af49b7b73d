"""The street box for other sites: a frame of one line, without cookies, and the page that gives that line."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from models.database import db
from models.queries.requests.applicants import all_places
from models.settings import settings
from webapp.clock import today
from webapp.permissions import may
from webapp.public.looking_up import Answer, answer_to, read_question
from webapp.security import content_security_policy, limiter

blueprint = Blueprint("public_widget", __name__)

ANYWHERE = "frame-ancestors *"
# What one copies: it stands on somebody else's page, where their policy holds and not ours.
LINE = Markup(
    '<iframe src="{address}" title="{title}" width="100%" height="480" style="border:0" loading="lazy"></iframe>'
)


@blueprint.get("/widget")
@limiter.limit("60 per minute")
@may("look_up_street")
def show_widget() -> Response:
    """The box, and the answer below it once a street was asked; `gemeente` keeps it to one municipality."""
    question = read_question()
    places = all_places(db.session())
    chosen = next((place for place in places if place.slug == question.municipality), None)
    answer = answer_to(db.session(), question, today()) if question.street else Answer()
    page = make_response(render_template("public/widget.html", question=question, answer=answer, chosen=chosen,
                                         places=places))  # fmt: skip
    policy = content_security_policy().replace("frame-ancestors 'none'", ANYWHERE)
    page.headers["Content-Security-Policy"] = policy
    page.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return page


@blueprint.get("/widget/uitleg")
@may("read_public_page")
def explain_widget() -> str:
    """The line to copy, for one municipality or for all, and where the register is as data."""
    places = all_places(db.session())
    slug = request.args.get("gemeente", "")[:100]
    chosen = next((place for place in places if place.slug == slug), None)
    address = settings().base_url.rstrip("/") + url_for(
        "public_widget.show_widget", gemeente=chosen.slug if chosen else None
    )
    line = LINE.format(address=address, title=_("Is er een BIN in mijn straat?"))
    return render_template("public/explain_widget.html", places=places, chosen=chosen, line=str(line))
