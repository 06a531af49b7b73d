"""The launch of a network, for the announcement."""

from dataclasses import dataclass
from datetime import date

from models.rules.records.shared import CaseRecord


@dataclass(frozen=True)
class LaunchRecord:
    """What the press is told. `is_first`: not a network that goes on with a changed charter.

    `members`: dwellings that registered at the evening; `origin`: who took the initiative; `means`: how messages reach
    the members; `evening_on`, `signed_on` None where the case holds no such fact.
    """

    case: CaseRecord
    is_first: bool
    decided_on: date
    active_on: date
    area: tuple[str, ...]
    boundary_text: str
    households: int
    members: int
    origin: str
    submitted_on: date
    evening_on: date | None
    evening_attendance: int | None
    signed_on: date | None
    signing_place: str
    means: tuple[str, ...]
    member_contribution_cents: int
    active_networks: int
    how_to_join: str
    quote: str
    mayor_name: str
    circular: str
