"""All open cases on one map, drawn from our own data; the list beside it says the same."""

from flask import Blueprint, Response, jsonify, render_template
from flask_babel import gettext as _

from models.database import db
from models.queries.cases.case_shapes import MOST, CaseMap, CaseShape, case_map
from models.rules.streets import plain_name
from webapp.case.acting import acting_person
from webapp.case.filtering import read_filters, remembered_address
from webapp.case.work_list import Page, shared
from webapp.clock import today
from webapp.navigation import case_address
from webapp.permissions import may
from webapp.public.drawing import closed, corners, feature
from webapp.words import STAGE_NAMES

blueprint = Blueprint("mapping", __name__)


@blueprint.get("/werklijst/kaart")
@may("see_work_list")
def show_map() -> Page:
    """The map, and the same cases as a list."""
    back = remembered_address()
    if back is not None:
        return back
    filtering = read_filters()
    return render_template("case/show_map.html", drawn=_drawn(), most=MOST, **shared(filtering))


@blueprint.get("/werklijst/kaart.geojson")
@may("see_work_list")
def draw_cases() -> Response:
    """The outlines of the cases and the lines of their streets."""
    drawn = _drawn()
    streets = [
        feature("LineString", corners(points), {"what": "street", "name": plain_name(name)})
        for name, points in drawn.streets
        if len(points) > 1
    ]
    cases = [_case(shape) for shape in drawn.shapes if shape.is_drawn]
    answer = jsonify({"type": "FeatureCollection", "features": streets + cases})
    answer.mimetype = "application/geo+json"
    return answer


def _drawn() -> CaseMap:
    return case_map(db.session(), acting_person(), read_filters().filters, today())


def _case(shape: CaseShape) -> dict[str, object]:
    is_late = shape.due_on is not None and shape.due_on < today()
    told, late = f"{shape.name} ({STAGE_NAMES[shape.stage]})", _("termijn voorbij")
    has_outline = len(shape.corners) > 2
    places = corners(shape.corners or [shape.middle] if shape.middle else shape.corners)
    return feature("Polygon" if has_outline else "Point", [closed(places)] if has_outline else places[0], {
        "what": "network", "slug": shape.number, "kind": shape.kind, "is_active": not is_late,
        "name": f"{told}, {late}" if is_late else told, "href": case_address(shape.number),
    })  # fmt: skip
