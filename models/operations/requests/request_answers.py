"""The answers of a founding request, and whether they can be right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.address import Street
from models.authority import Authority
from models.operations.cases.acting import written
from models.queries.requests.overlaps import Reach, overlaps_of
from models.rules.access import SYSTEM, Actor, CasePlace, Role, roles_on
from models.rules.area import Segment, check_segments
from models.rules.objectives import OBJECTIVES
from models.rules.refusals import Invalid, NotAllowed
from models.rules.scope import SCOPES, Scope

KINDS = {"bin": "Buurtinformatienetwerk (BIN)", "bin_z": "BIN voor zelfstandigen (BIN-Z)", "sector": "Sectornetwerk"}
ORIGINS = ("resident", "trader", "association", "municipality", "police")
CHANNELS = ("online", "paper", "phone", "counter")

_STREETS_HERE = select(Street.id).where(
    Street.id.in_(bindparam("streets", expanding=True)), Street.authority_id == bindparam("municipality")
)


@dataclass(frozen=True)
class RequestAnswers:
    """Everything that a request asks (domain.md 2.1). Texts in Dutch as typed; `households` is a count of dwellings;
    a segment's `street` is the id of the street. `received_on`: the day on which staff received it; None: today."""

    municipality_id: int
    name: str
    segments: Sequence[Segment]
    motives: str
    objectives: Sequence[str]
    households: int
    applicant_name: str
    applicant_address: str
    declaration: bool
    kind: str = "bin"
    origin: str = "resident"
    channel: str = "online"
    boundary_text: str = ""
    applicant_email: str = ""
    applicant_phone: str = ""
    applicant_dwelling_id: int | None = None
    expectations: dict[str, str] = field(default_factory=dict)
    candidate_coordinators: Sequence[dict[str, str]] = ()
    earlier_attempts: str = ""
    scope: str = Scope.STREETS.value
    overlap_explanation: str = ""
    handed_in_by: str = ""
    handed_in_relation: str = ""
    handed_in_note: str = ""
    received_on: date | None = None


def check_answers(session: Session, answers: RequestAnswers, on: date) -> None:
    """Raise Invalid for the first answer that can't be right."""
    written(answers.name, "name")
    written(answers.motives, "motives", shortest=10)
    written(answers.applicant_name, "applicant_name")
    written(answers.applicant_address, "applicant_address")
    if answers.kind not in KINDS:
        raise Invalid("unknown_kind", "Kies welke soort netwerk u wilt oprichten.", "kind")
    if answers.origin not in ORIGINS:
        raise Invalid("unknown_origin", "Kies van wie het idee komt.", "origin")
    if not answers.objectives or any(code not in OBJECTIVES for code in answers.objectives):
        raise Invalid("no_objective", "Kies minstens één doelstelling.", "objectives")
    if not 1 <= answers.households <= 50_000:
        raise Invalid("households", "Vul het aantal woningen in: een getal tussen 1 en 50.000.", "households")
    if not answers.declaration:
        raise Invalid("not_declared", "U moet verklaren dat u begrijpt wat een BIN niet is.", "declaration")
    for text in (*_free_texts(answers), *answers.expectations.values()):
        written(text or "-", "expectations", shortest=0)
    if answers.received_on is not None and answers.received_on > on:
        raise Invalid("received_in_future", "Deze dag moet nog komen.", "received_on")
    _check_area(session, answers)


def _check_area(session: Session, answers: RequestAnswers) -> None:
    if answers.scope not in SCOPES[answers.kind]:
        raise Invalid("wrong_scope", "Dit gebied past niet bij deze soort netwerk.", "scope")
    if answers.scope == Scope.MEMBERS:
        written(answers.boundary_text, "boundary_text", shortest=10)
    if answers.scope == Scope.STREETS:
        _check_segments(session, answers)
    segments = tuple(answers.segments) if answers.scope == Scope.STREETS else ()
    reach = Reach(answers.municipality_id, answers.kind, answers.scope, segments)
    if not answers.overlap_explanation.strip() and overlaps_of(session, reach):
        raise Invalid(
            "overlap_unexplained",
            "In een deel van dit gebied is al een netwerk of een aanvraag. Schrijf waarom u dit gebied toch kiest.",
            "overlap_explanation",
        )


def _free_texts(answers: RequestAnswers) -> tuple[str, ...]:
    return (
        answers.boundary_text,
        answers.earlier_attempts,
        answers.overlap_explanation,
        answers.handed_in_by,
        answers.handed_in_relation,
        answers.handed_in_note,
    )


def _check_segments(session: Session, answers: RequestAnswers) -> None:
    if not answers.segments:
        raise Invalid("no_street", "Kies minstens één straat.", "segments")
    if len(answers.segments) > 500:
        raise Invalid("too_many_streets", "Hoogstens 500 straatdelen.", "segments")
    ids = {segment.street for segment in answers.segments}
    known = set(
        session.connection().scalars(_STREETS_HERE, {"streets": list(ids), "municipality": answers.municipality_id})
    )
    if ids - known:
        raise Invalid("unknown_street", "Een van de straten ligt niet in deze gemeente.", "segments")
    ends = {end for segment in answers.segments for end in (segment.from_number, segment.to_number)}
    if any(end is not None and end > 99_999 for end in ends):
        raise Invalid("wrong_number", "Een huisnummer is hoogstens 99.999.", "segments")
    for problem in check_segments(answers.segments):
        if problem.blocks:
            raise Invalid(problem.code, problem.sentence, "segments")


def check_channel(by: Actor, answers: RequestAnswers, municipality: Authority) -> None:
    if answers.channel not in CHANNELS:
        raise Invalid("unknown_channel", "Kies hoe de aanvraag binnenkwam.", "channel")
    if answers.channel == "online" and answers.origin in ("resident", "trader", "association"):
        return
    place = CasePlace(case_id=0, municipality_id=municipality.id, zone_id=municipality.zone_id)
    if by != SYSTEM and not roles_on(by, place) - {Role.MAYOR}:
        raise NotAllowed("not_staff_here", "Alleen de eigen diensten dienen een aanvraag namens iemand anders in.")
