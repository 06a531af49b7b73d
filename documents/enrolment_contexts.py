"""The facts of the paper form with which one becomes a member of a network."""

from dataclasses import dataclass
from datetime import date

from documents.limits import Line, Printed, Url
from documents.shared_contexts import CaseReference, Contact, Sender


@dataclass(frozen=True, kw_only=True)
class EnrolmentFormContext(Printed):
    """A form for one person, to be filled in with a pen and given to a coordinator. `rules_version`: the charter whose
    house rules one accepts; `consent`: version `consent_version` of the text."""

    case: CaseReference
    sender: Sender
    dated_on: date
    connections: tuple[Line, ...]
    channels: tuple[Line, ...]
    rules_version: int
    consent: str
    consent_version: int
    contact: Contact
    join_url: Url
