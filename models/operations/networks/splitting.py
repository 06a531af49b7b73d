"""A network is split: it goes on in a smaller area by an amended charter, and for the other part a founding begins.

The other part is no network by that: it has no coordinator, no charter and nobody was asked. So it is a request like
any other, of the municipality, that another officer assesses (domain.md 1: consultation always precedes founding).
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.area import StreetSegment
from models.case import FoundingCase
from models.charter import Charter, CharterSection
from models.network import NeighbourhoodNetwork
from models.operations.cases.acting import Taken, record, written
from models.operations.charters.area_of_charter import segments_of
from models.operations.evaluations.telling_outcomes import Decided, tell_split
from models.operations.requests.request_answers import RequestAnswers
from models.operations.requests.requesting import submit_request
from models.queries.cases.facts import latest_charter
from models.queries.requests.areas import count_in
from models.queries.streets.streets_by_name import street_labels
from models.rules.access import SYSTEM, Actor
from models.rules.area import Segment, describe_segment
from models.rules.objectives import OBJECTIVES
from models.rules.refusals import Invalid
from models.rules.scope import Scope


@dataclass(frozen=True)
class Part:
    """The part of a network that leaves: its streets, and how it will be called."""

    name: str
    segments: tuple[Segment, ...]


def require_part(taken: Taken, leaving: Collection[int], new_name: str) -> Part:
    """What leaves. `leaving`: numbers of segments of the area of this network. Raises Invalid at the field where that
    is nothing, everything or elsewhere."""
    rows: list[StreetSegment] = taken.case.area.segments if taken.case.area.scope == Scope.STREETS else []
    chosen = tuple(one.as_rule for one in rows if one.id in leaving)
    if not chosen or len(chosen) != len(set(leaving)):
        raise Invalid("nothing_leaves", "Kies welke straten een eigen BIN vragen.", "leaving")
    if len(chosen) == len(rows):
        raise Invalid("all_leaves", "Minstens één straat blijft bij dit netwerk.", "leaving")
    return Part(written(new_name, "new_name"), chosen)


def split_off(session: Session, taken: Taken, network: NeighbourhoodNetwork, part: Part, by: Actor,
              decided: Decided) -> FoundingCase:  # fmt: skip
    """Ask a founding for the part that leaves, and take its streets out of the charter that was just opened. Members
    stay where they are: who lives there is told. Raises Invalid where the request can't be."""
    new = submit_request(session, by, decided.at, _answers(session, taken.case, network, part, by, decided.reason))
    new.split_from_id = taken.case.id
    record(session, new, "case:split_off", SYSTEM, decided.at, origin=network.name, origin_number=taken.case.number)
    _take_out(latest_charter(session, taken.case.id), part)
    labels = street_labels(session, taken.case.municipality_id, {int(str(one.street)) for one in part.segments})
    streets = [describe_segment(one, labels[int(str(one.street))]) for one in part.segments]
    concerned = tell_split(session, taken.case, network, decided, part.name, part.segments, streets)
    record(session, taken.case, "network:split", by, decided.at, taken.function, reason=decided.reason,
           body=decided.body, part=part.name, streets=streets, part_number=new.number, concerned=concerned)  # fmt: skip
    return new


def _answers(session: Session, case: FoundingCase, network: NeighbourhoodNetwork, part: Part, by: Actor,
             reason: str) -> RequestAnswers:  # fmt: skip
    town = case.municipality
    return RequestAnswers(
        municipality_id=town.id, name=part.name, segments=part.segments, kind=case.kind, origin="municipality",
        motives=f"{network.name} wordt gesplitst. {reason}", objectives=_objectives(latest_charter(session, case.id)),
        households=max(1, count_in(session, part.segments).count), applicant_name=by.name or town.name,
        applicant_address=town.postal_address or town.name, applicant_email=town.email, applicant_phone=town.phone,
        declaration=True, overlap_explanation=f"Deze straten horen nog bij {network.name} (dossier {case.number}), tot "
        "het gewijzigde charter daarvan geldt.",
    )  # fmt: skip


def _objectives(charter: Charter | None) -> list[str]:
    """Those of the charter under which the neighbours live now."""
    section = _section(charter, "objectives")
    chosen = [code for code in (section.content.get("chosen") or ()) if code in OBJECTIVES] if section else []
    return chosen or [next(iter(OBJECTIVES))]


def _take_out(charter: Charter | None, part: Part) -> None:
    """The new version begins without the streets that leave; who writes it still decides."""
    section = _section(charter, "area")
    if section is None:
        return
    rows = section.content.get("segments") or []
    stay = [row for row, one in zip(rows, segments_of(section.content), strict=True) if one not in part.segments]
    section.content = {**section.content, "segments": stay or rows}


def _section(charter: Charter | None, code: str) -> CharterSection | None:
    return next((one for one in charter.sections if one.code == code), None) if charter is not None else None
