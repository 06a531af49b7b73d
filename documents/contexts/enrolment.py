"""The facts of the paper form with which one becomes a member of a network."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import CaseReference, Contact, Sender
from documents.limits import Line, Printed, Url


@dataclass(frozen=True, kw_only=True)
class Box(Printed):
    """Something to tick, and whether it was ticked on the page before printing."""

    text: Line
    is_ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class FilledLines(Printed):
    """What somebody typed on the page before printing; all empty on a form for a pen."""

    name: Line = ""
    address: Line = ""
    phone: Line = ""
    second_phone: Line = ""
    email: Line = ""

    def __bool__(self) -> bool:
        """Whether anything was typed."""
        return any((self.name, self.address, self.phone, self.second_phone, self.email))


@dataclass(frozen=True, kw_only=True)
class EnrolmentFormContext(Printed):
    """A form for one person, to be filled in with a pen or printed with what they typed, and given to a coordinator.
    `rules_version`: the charter whose house rules one accepts; `consent`: version `consent_version` of the text;
    `accepts_contribution`: what a second member of a dwelling pays, where the municipality asks it."""

    case: CaseReference
    sender: Sender
    dated_on: date
    filled: FilledLines = FilledLines()
    connections: tuple[Box, ...]
    street_contact: Box
    channels: tuple[Box, ...]
    by_phone: tuple[Box, ...]
    rules_version: int
    consent: str
    consent_version: int
    accepts_contribution: Box | None = None
    contact: Contact
    join_url: Url
