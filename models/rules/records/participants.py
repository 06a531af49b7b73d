"""The paper form of a participant, for printing."""

from dataclasses import dataclass
from datetime import date

from models.rules.records.shared import CaseRecord


@dataclass(frozen=True)
class ParticipantFormRecord:
    """The case, its municipality as the consent names it, and the page where the same data can be given online."""

    case: CaseRecord
    municipality: str
    dated_on: date
    online_url: str
