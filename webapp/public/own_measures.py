"""Measures as the person concerned reads them: a coordinator signed in, a member by the link of their membership."""

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from models.database import db
from models.measure import Measure
from models.operations.networks.joining import open_enrolment
from models.queries.networks.measures import measures_of_member, own_measures
from models.rules.measures import APPEAL_STATES, RUNGS, STATES, TALK
from webapp.case.acting import acting_person
from webapp.case.measures import letter_of
from webapp.clock import now
from webapp.link_pages import private_answer
from webapp.permissions import may

blueprint = Blueprint("own_measures", __name__)


@blueprint.get("/mijn-maatregelen")
@may("see_own_measures")
def list_own() -> str:
    """What was decided about me as a coordinator; also for who is one no more."""
    return render_template("resident/list_own_measures.html", found=_mine(), RUNGS=RUNGS, STATES=STATES, TALK=TALK,
                           APPEAL_STATES=APPEAL_STATES)  # fmt: skip


@blueprint.get("/mijn-maatregelen/<int:measure_id>/brief.pdf")
@may("see_own_measures")
def print_own(measure_id: int) -> Response:
    """The letter to me."""
    return letter_of(_one(_mine(), measure_id))


@blueprint.get("/lid/<token>/maatregelen/<int:measure_id>/brief.pdf")
@may("join_network")
def print_of_member(token: str, measure_id: int) -> Response:
    """The letter to a member."""
    row = open_enrolment(db.session(), token, now())
    if row is None:
        abort(404)
    return private_answer(letter_of(_one(list(measures_of_member(db.session(), row.id)), measure_id)))


def _mine() -> list[Measure]:
    person_id = acting_person().person_id
    return list(own_measures(db.session(), person_id)) if person_id is not None else []


def _one(found: list[Measure], measure_id: int) -> Measure:
    row = next((one for one in found if one.id == measure_id), None)
    if row is None:
        abort(404)
    return row
