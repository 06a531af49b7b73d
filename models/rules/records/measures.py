"""What the letter about a measure, and the mails about it, are made from."""

from dataclasses import dataclass
from datetime import date

from models.rules.records.shared import CaseRecord, OfficialRecord


@dataclass(frozen=True)
class MeasureRecord:
    """One measure that was decided. `about`, `rung`, `appeal_state`, `appeal_channel`: codes of models.rules.measures;
    `hands`: who stands under it with what they did ('Karel Korps', 'korpschef: beslist'). Days that do not apply: None.
    """

    case: CaseRecord
    about: str
    rung: str
    state: str
    name: str
    address: str
    decided_on: date
    body: str
    motives: str
    skipped_reason: str = ""
    hands: tuple[OfficialRecord, ...] = ()
    report_on: date | None = None
    until_on: date | None = None
    at_once: bool = False
    at_once_reason: str = ""
    appeal_until_on: date | None = None
    appeal_sent_on: date | None = None
    appeal_channel: str = ""
    appeal_state: str = ""
    appeal_body: str = ""
    appeal_reason: str = ""
    appeal_decided_on: date | None = None
