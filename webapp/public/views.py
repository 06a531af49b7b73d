"""The public pages: is there a BIN in my street, all networks, one network, and what a BIN is."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import Blueprint, Response, abort, json, jsonify, render_template, request, url_for

from models.database import db
from models.queries.charters.checking_charters import charter_in_force
from models.queries.launches.launch_kits import public_article
from models.queries.networks.coordinators import reachable_coordinators
from models.queries.networks.enrolments import joinable
from models.queries.networks.meetings import coming_meetings
from models.queries.networks.public_networks import public_network
from models.queries.networks.register import register, register_stamp, streets_of, under_way
from models.queries.networks.successions import officers_standing_in
from models.queries.networks.successors import merged_network
from models.queries.requests.applicants import all_places, municipality_slugs
from models.queries.streets.streets import find_streets
from models.rules.languages import OWN_NAMES
from models.rules.streets import plain_name
from webapp.clock import now, today
from webapp.permissions import may
from webapp.public.drawing import drawing
from webapp.public.keeping import kept
from webapp.public.looking_up import answer_to, read_question
from webapp.public.open_data import GEO_JSON, open_answer
from webapp.public.words import STAGE_MEANING, STAGE_NOW
from webapp.security import limiter

blueprint = Blueprint("public", __name__)

SUGGESTIONS = 8
SHORTEST_QUESTION = 2
MOST_LISTED = 100  # networks on one page; more, and one chooses the municipality first


@blueprint.get("/")
@may("look_up_street")
def look_up_street() -> str:
    """One box: a street, with or without a number."""
    return render_template("public/look_up_street.html", question=read_question(), places=all_places(db.session()))


@blueprint.get("/zoek")
@may("look_up_street")
def answer_street() -> str:
    """What there is in that street."""
    question = read_question()
    answer = answer_to(db.session(), question, today())
    return render_template("public/answer_street.html", question=question, answer=answer, stage_now=STAGE_NOW,
                           places=all_places(db.session()))  # fmt: skip


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
         "former": street.former, "slug": slugs[street.authority_id]}
        for street in found
    ])  # fmt: skip


@blueprint.get("/netwerken")
@may("read_public_page")
def list_networks() -> str:
    """All networks and what is being founded, by municipality, with a map of where they are.

    Where there are many, first the municipalities; `gemeente`: the slug of the one to show.
    """
    networks, foundings = register(db.session(), today()), under_way(db.session(), now())
    places = {one.municipality_slug: one.municipality for one in networks}
    places |= {one.municipality_slug: one.municipality for one in foundings}
    chosen = request.args.get("gemeente", "")
    chosen = chosen if chosen in places else ""
    is_index = not chosen and len(networks) + len(foundings) > MOST_LISTED
    shown = [one for one in networks if chosen in ("", one.municipality_slug)] if not is_index else []
    return render_template(
        "public/list_networks.html",
        places={slug: places[slug] for slug in sorted(places, key=lambda slug: places[slug])},
        chosen=chosen,
        is_index=is_index,
        networks=group_by(shown, lambda one: one.municipality_slug),
        foundings=group_by([one for one in foundings if chosen in ("", one.municipality_slug)],
                           lambda one: one.municipality_slug),
        counts=Counter(one.municipality_slug for one in networks),
        streets=streets_of(db.session(), shown),
        stage_now=STAGE_NOW,
    )  # fmt: skip


T = TypeVar("T")


def group_by(rows: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """The rows by their key, in their order."""
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


@blueprint.get("/netwerken/<slug>")
@may("read_public_page")
def show_network(slug: str) -> str:
    """One network: where it is, since when, how to join."""
    network = public_network(db.session(), slug, today())
    if network is None:
        merged = merged_network(db.session(), slug)
        return render_template("public/merged_network.html", merged=merged) if merged else abort(404)
    return render_template("public/show_network.html", network=network, languages=OWN_NAMES,
                           can_join=joinable(db.session(), slug) is not None,
                           can_be_written_to=bool(reachable_coordinators(db.session(), slug)),
                           police_stand_in=bool(officers_standing_in(db.session(), slug, today())),
                           article=public_article(db.session(), slug),
                           meetings=coming_meetings(db.session(), network.slug, now(), is_public=True)
                           if network.is_active else (),
                           charter=charter_in_force(db.session(), slug, today()))  # fmt: skip


@blueprint.get("/netwerken.geojson")
@may("read_public_page")
def draw_networks() -> Response:
    """The outlines of the networks and the lines of the streets, for the map."""
    content = kept("map", register_stamp(db.session(), today()), lambda: json.dumps(
        drawing(db.session(), today(), lambda slug: url_for("public.show_network", slug=slug))))  # fmt: skip
    return open_answer(content, GEO_JSON)


@blueprint.get("/wat-is-een-bin")
@may("read_public_page")
def explain() -> str:
    """What a BIN is and is not, how one is founded, and what it costs."""
    return render_template("public/explain.html", stages=STAGE_MEANING)
