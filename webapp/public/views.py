"""The public pages: is there a BIN in my street, all networks, one network, and what a BIN is."""

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from models.database import db
from models.queries.applicants import municipalities, municipality_slugs
from models.queries.public_networks import Published, public_network, public_networks
from models.queries.streets import find_streets
from models.rules.streets import plain_name
from webapp.clock import today
from webapp.permissions import may
from webapp.public.drawing import drawing
from webapp.public.looking_up import answer_to, read_question
from webapp.public.words import STAGE_MEANING, STAGE_NOW
from webapp.security import limiter

blueprint = Blueprint("public", __name__)

SUGGESTIONS = 8
SHORTEST_QUESTION = 2


@blueprint.get("/")
@may("look_up_street")
def look_up_street() -> str:
    """One box: a street, with or without a number."""
    return render_template("public/look_up_street.html", question=read_question(), places=municipalities(db.session()))


@blueprint.get("/zoek")
@may("look_up_street")
def answer_street() -> str:
    """What there is in that street."""
    question = read_question()
    answer = answer_to(db.session(), question, today())
    return render_template("public/answer_street.html", question=question, answer=answer, stage_now=STAGE_NOW,
                           places=municipalities(db.session()))  # fmt: skip


@blueprint.get("/straten.json")
@limiter.limit("60 per minute")
@may("look_up_street")
def suggest_streets() -> Response:
    """Streets that look like what is being typed, for the box."""
    typed = request.args.get("q", "")[:100].strip()
    slugs = municipality_slugs(db.session(), request.args.get("gemeente", ""))
    found = find_streets(db.session(), slugs, typed, SUGGESTIONS) if len(typed) >= SHORTEST_QUESTION else ()
    return jsonify([
        {"name": plain_name(street.name), "postcode": street.postcode, "municipality": street.municipality,
         "slug": slugs[street.authority_id]}
        for street in found
    ])  # fmt: skip


@blueprint.get("/netwerken")
@may("read_public_page")
def list_networks() -> str:
    """All networks by municipality, with a map of where they are."""
    places: dict[str, list[Published]] = {}
    for network in public_networks(db.session(), today()):
        places.setdefault(network.municipality, []).append(network)
    return render_template("public/list_networks.html", places=places)


@blueprint.get("/netwerken/<slug>")
@may("read_public_page")
def show_network(slug: str) -> str:
    """One network: where it is, since when, how to join."""
    network = public_network(db.session(), slug, today())
    if network is None:
        abort(404)
    return render_template("public/show_network.html", network=network)


@blueprint.get("/netwerken.geojson")
@may("read_public_page")
def draw_networks() -> Response:
    """The outlines of the networks and the lines of the streets, for the map."""
    answer = jsonify(drawing(db.session(), today(), lambda slug: url_for("public.show_network", slug=slug)))
    answer.mimetype = "application/geo+json"
    answer.cache_control.max_age = 300
    return answer


@blueprint.get("/wat-is-een-bin")
@may("read_public_page")
def explain() -> str:
    """What a BIN is and is not, how one is founded, and what it costs."""
    return render_template("public/explain.html", stages=STAGE_MEANING)
