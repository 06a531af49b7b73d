"""The facts of the paper form of a participant: what can be chosen, and the text for which one signs."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import CaseReference, Contact, Sender
from documents.limits import Line, Printed, Url


@dataclass(frozen=True, kw_only=True)
class ParticipantFormContext(Printed):
    """A form for one person, to be filled in with a pen. `consent`: version `consent_version` of the text."""

    case: CaseReference
    sender: Sender
    dated_on: date
    wishes: tuple[Line, ...]
    reach: tuple[Line, ...]
    consent: str
    consent_version: int
    contact: Contact
    online_url: Url
