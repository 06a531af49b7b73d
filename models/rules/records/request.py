"""The founding request and a decision on it, for printing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.rules.records.shared import CaseRecord, OfficialRecord


@dataclass(frozen=True)
class RequestRecord:
    """Everything that was asked. `area`: one line per street; `objectives`: in words; `expectations`: per partner.

    `assess_until_on`: None, no source gives a term for the first look at a request.
    """

    case: CaseRecord
    received_on: date
    applicant_name: str
    applicant_address: str
    origin: str
    area: tuple[str, ...]
    boundary_text: str
    households: int
    motives: str
    expectations: Mapping[str, str]
    objectives: tuple[str, ...]
    candidate_coordinators: tuple[str, ...]
    earlier_attempts: str
    overlap_explanation: str = ""
    scope: str = "streets"  # models.rules.scope.Scope


@dataclass(frozen=True)
class DecisionRecord:
    """A decision on a case. `outcome`: approved, refused, sent_back, not_enough_support or withdrawn; `decided_on`: the
    day of the decision itself, `dated_on`: of the letter, `replaces_on`: of the decision that this one corrects."""

    case: CaseRecord
    outcome: str
    stage: str
    decided_by: str
    decided_on: date
    reason: str
    may_come_again: bool
    answer_until_on: date | None
    applicant_name: str
    applicant_address: str
    signed_by: tuple[OfficialRecord, ...]
    dated_on: date
    conditions: tuple[str, ...] = ()
    replaces_on: date | None = None
