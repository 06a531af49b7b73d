"""A paper support sheet, for printing."""

from dataclasses import dataclass
from datetime import date

from models.rules.records.shared import CaseRecord


@dataclass(frozen=True)
class SupportSheetRecord:
    """The streets of the case, one line each, and the page where the same voice can be given online."""

    case: CaseRecord
    accepted_on: date
    area: tuple[str, ...]
    support_url: str
