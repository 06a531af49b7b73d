"""The info evening, for the invitation and for the minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models.rules.records.shared import CaseRecord, OfficialRecord, VotesRecord


@dataclass(frozen=True)
class EveningRecord:
    """The evening as planned. `starts_at` in Belgian time; `area`: one line per street; motives, objectives and
    expectations (by party, models.rules.agreement.PARTIES): as they were agreed; `extra_items`: the agenda after the
    seven items."""

    case: CaseRecord
    planned_on: date
    starts_at: datetime
    place: str
    address: str
    accessibility: str
    organisers: str
    contact: str
    area: tuple[str, ...]
    circular: str
    signed_by: tuple[OfficialRecord, ...]
    motives: str = ""
    objectives: tuple[str, ...] = ()
    expectations: Mapping[str, str] = field(default_factory=dict)
    speakers: str = ""
    extra_items: tuple[str, ...] = ()


@dataclass(frozen=True)
class InvitedRecord:
    """One dwelling that is invited: its address in words, and the code of its reply."""

    street: str
    house_number: int
    suffix: str
    postcode: str
    municipality: str
    code: str


@dataclass(frozen=True)
class AgendaItemRecord:
    """What was said on one item (its code in `procedure.AGENDA_ITEMS`, else its own `title`), and the vote."""

    code: str
    result: str
    votes: VotesRecord
    title: str = ""


@dataclass(frozen=True)
class MinutesRecord:
    """What the meeting decided; an approval that is None was not on the table.

    `seats`: how many people per function in the stuurgroep; never names. `approvals`: party in words, day.
    """

    evening: EveningRecord
    approved_on: date
    chair: str
    attendance: int
    registered_dwellings: int
    items: tuple[AgendaItemRecord, ...]
    network_approved: bool | None
    objectives_approved: bool | None
    steering_group_approved: bool | None
    objectives: tuple[str, ...]
    seats: Mapping[str, int]
    remarks: str
    introduction: str = ""
    approvals: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class AttendanceListRecord:
    """The list for the door. `starts_at` in Belgian time; `streets`: each with its house numbers in words."""

    case: CaseRecord
    dated_on: date
    starts_at: datetime
    place: str
    streets: tuple[tuple[str, tuple[str, ...]], ...]
