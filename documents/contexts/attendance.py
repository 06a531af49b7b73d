"""The facts of the paper attendance list: the dwellings of the area by street, and empty lines for who is not on it."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import CaseReference, Contact, Sender
from documents.limits import Line, Printed

EMPTY_LINES = 15


@dataclass(frozen=True, kw_only=True)
class AttendanceStreet(Printed):
    """One street of the list. `numbers`: its dwellings, in the order of their numbers."""

    name: Line
    numbers: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class AttendanceListContext(Printed):
    """The list for the door of one evening."""

    case: CaseReference
    sender: Sender
    dated_on: date
    evening_on: date
    hour: Line
    place: Line
    streets: tuple[AttendanceStreet, ...]
    empty_lines: tuple[int, ...] = tuple(range(1, EMPTY_LINES + 1))
    contact: Contact
