"""The paper form with which one becomes a member, for printing."""

from dataclasses import dataclass
from datetime import date

from models.rules.records.shared import CaseRecord


@dataclass(frozen=True)
class EnrolmentFormRecord:
    """The case of the network, the version of the charter whose rules one accepts, and the page to join online."""

    case: CaseRecord
    dated_on: date
    rules_version: int
    join_url: str
