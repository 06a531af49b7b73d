"""One version of the charter, for printing: its text, its fingerprint, and who signed."""

from dataclasses import dataclass
from datetime import date

from models.rules.charter_text import CharterText, SignatureState
from models.rules.records.shared import CaseRecord


@dataclass(frozen=True)
class CharterRecord:
    """A draft has no `fingerprint`, `signatures` or `signed_text`; `completed_on` is the day of the last signature.

    `verify_url`: the page on which everybody can hold the fingerprint against that of the system (empty in a draft);
    `signed_text`: the canonical JSON of which it is the fingerprint.
    """

    case: CaseRecord
    text: CharterText
    dated_on: date
    fingerprint: str
    signatures: tuple[SignatureState, ...]
    completed_on: date | None
    verify_url: str
    signed_text: str = ""
    is_lapsed: bool = False  # set aside before everybody had signed
