"""The map of an area that is being chosen: its streets, the streets around it, and the networks that are there."""

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from models.queries.cases.area_maps import chosen_lines, lines_around
from models.queries.networks.public_networks import StreetLine, shapes
from models.rules.streets import plain_name
from webapp.public.drawing import corners, feature, network_feature
from webapp.resident.steps import WrittenRequest


def area_drawing(session: Session, written: WrittenRequest, on: date) -> dict[str, Any]:
    """GeoJSON; empty while no street was chosen that is in the register."""
    municipality, segments = written.municipality, written.area.segments
    if municipality is None or not segments:
        return {"type": "FeatureCollection", "features": []}
    chosen = chosen_lines(session, segments)
    around = lines_around(session, municipality.id, [point for line in chosen for point in line.points])
    networks = [
        network_feature(shape, lambda slug: url_for("public.show_network", slug=slug))
        for shape in shapes(session, on, municipality.id)
        if len(shape.corners) > 2
    ]
    features = [_line(line, "street") for line in around if len(line.points) > 1] + networks
    return {"type": "FeatureCollection", "features": features + [_line(line, "chosen") for line in chosen]}


def _line(line: StreetLine, what: str) -> dict[str, Any]:
    points = corners(line.points)
    # A line through one house only has no length: it is drawn from the house to itself, as a dot.
    return feature(
        "LineString", points if len(points) > 1 else points * 2, {"what": what, "name": plain_name(line.name)}
    )
