"""The launch of a network, for the announcement and the launch kit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

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


@dataclass(frozen=True)
class QuoteRecord:
    """What somebody said for the launch, themselves or by the desk that heard it: with name and capacity."""

    text: str
    name: str
    capacity: str


@dataclass(frozen=True)
class KitFactsRecord:
    """What the facts of the launch kit come from. `active_on` None: nobody said yet from which day the network is
    active (then that of `launch` is only a place holder). `join_url`: the page of the network, also before it is
    active."""

    launch: LaunchRecord
    active_on: date | None
    join_url: str
    quote: QuoteRecord | None = None


@dataclass(frozen=True)
class KitRecord:
    """One approved version of the launch kit, to print. `send_at`: until when the press keeps it, in Belgian time."""

    case: CaseRecord
    version: int
    approved_on: date
    send_at: datetime
    texts: Mapping[str, str]
    facts: Mapping[str, str]
    publisher: str
