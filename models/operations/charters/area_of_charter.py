"""The streets in the charter and the area of the case: names become streets, and a signed change becomes the area."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models.area import Area, StreetSegment
from models.case import FoundingCase
from models.queries.streets.streets_by_name import street_labels, streets_by_name
from models.rules.area import Segment, check_segments
from models.rules.refusals import Invalid
from models.rules.scope import Scope
from models.rules.streets import Side, normalise_street_name


def check_streets(session: Session, case: FoundingCase, content: dict[str, Any]) -> None:
    """Check that every street exists in the municipality and every range can be; note which street each name means.

    Raises Invalid with the path of the row ('segments-2-street').
    """
    if not content["segments"] and content.get("boundary") and case.area.scope == Scope.STREETS:
        raise Invalid("no_street", "Geef minstens één straat op.", "segments")
    known = streets_by_name(session, case.municipality_id)
    for index, row in enumerate(content["segments"]):
        row["street_id"] = known.get(normalise_street_name(row["street"]))
        if row["street_id"] is None:
            sentence = f"In {case.municipality.name} is er geen straat met deze naam."
            raise Invalid("unknown_street", sentence, f"segments-{index}-street")
        row["side"] = row["side"] or Side.ALL.value
    labels = street_labels(session, case.municipality_id, {row["street_id"] for row in content["segments"]})
    for row in content["segments"]:
        row["street"] = labels[row["street_id"]]
    _check_ranges(content)


def _check_ranges(content: Mapping[str, Any]) -> None:
    for problem in check_segments(segments_of(content)) if content["segments"] else ():
        if problem.blocks:
            raise Invalid(problem.code, problem.sentence, f"segments-{problem.index}-street")


def segments_of(content: Mapping[str, Any]) -> list[Segment]:
    """The street segments that the content of the section 'area' means."""
    return [
        Segment(row["street_id"], row["side"], row["from_number"], row["to_number"])
        for row in content.get("segments") or ()
    ]


def take_over_area(session: Session, case: FoundingCase, content: Mapping[str, Any]) -> None:
    """Give the case the area of the charter that everyone signed. An active network keeps its own until the launch."""
    wanted, boundary = segments_of(content), str(content.get("boundary") or "")
    present = [one.as_rule for one in case.area.segments]
    if wanted == present and boundary == case.area.boundary_text:
        return
    area = Area(scope=case.area.scope if not wanted else Scope.STREETS.value, boundary_text=boundary)
    area.segments = [
        StreetSegment(street_id=one.street, side=one.side, from_number=one.from_number, to_number=one.to_number)
        for one in wanted
    ]
    session.add(area)
    session.flush()
    case.area_id = area.id
    session.expire(case, ["area"])
